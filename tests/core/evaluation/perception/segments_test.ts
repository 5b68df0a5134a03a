import assert from "#assert";
import fc from "fast-check";
import {
  EXCUSED,
  NOTHING,
  SegmentScore,
  UNCOUNTED,
} from "../../../../core/evaluation/perception/segments.ts";

const DONE: [found: number, wrong: number] = [2, 0];

/** Two things of four points, a wall of three, three of the ground, one foot. */
const OWNER = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, ...[EXCUSED, EXCUSED, EXCUSED], -2, -2, -2, -3);

function judged(clusters: number[][]): [found: number, wrong: number] {
  const score = new SegmentScore();
  score.add(OWNER, clusters);
  assert.equal(score.things, 2);
  return [score.found, score.wrong];
}

Deno.test("segments: what is whole is right, each planted fault is wrong", () => {
  assert.deepEqual([EXCUSED, NOTHING, UNCOUNTED], [-1, -2, -3]);
  const one = [0, 1, 2, 3], other = [4, 5, 6, 7];
  assert.deepEqual(judged([one, other]), DONE);
  assert.deepEqual(judged([one]), [1, 0], "one is left out");
  assert.deepEqual(judged([[...one, ...other]]), [0, 1], "two in one");
  assert.deepEqual(judged([one, [4, 5], [6, 7]]), [1, 2], "in pieces");
  assert.deepEqual(judged([one, other, one]), [2, 1], "said twice");
  assert.deepEqual(judged([one, other, [11, 12, 13]]), [2, 1], "the ground");
  assert.deepEqual(judged([one, other, []]), [2, 1], "nothing at all");
});

Deno.test("segments: surroundings and feet count neither way", () => {
  assert.deepEqual(judged([[0, 1, 2, 3, 14], [4, 5, 6, 7], [8, 9], [14]]), DONE);
  assert.deepEqual(judged([[0, 1, 2, 3], [4, 5, 6, 7], [8, 11]]), [2, 1], "half is not most");
});

Deno.test("segments: three quarters are enough, a half is not", () => {
  assert.deepEqual(judged([[0, 1, 2], [4, 5]]), [1, 1]);
  assert.deepEqual(judged([[0, 1, 2, 3, 11, 12, 13], [4, 5, 6, 7, 11, 12, 13, 8]]), [1, 1]);
});

Deno.test("segments: no thing, no cluster: no number", () => {
  const score = new SegmentScore();
  score.add(new Int32Array(0), []);
  assert.deepEqual(score.shares(), { precision: NaN, recall: NaN });
});

Deno.test("segments: any partition is judged as a matching by intersection over union is", () => {
  const owners = fc.array(fc.integer({ min: -3, max: 4 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(owners, fc.array(fc.nat(6), { minLength: 60, maxLength: 60 }), (own, of) => {
      const clusters = Array.from(
        { length: 7 },
        (_, k) => own.flatMap((_, i) => of[i] === k ? [i] : []),
      )
        .filter((cluster) => cluster.length > 0);
      const score = new SegmentScore();
      score.add(Int32Array.from(own), clusters);
      const things = [...new Set(own.filter((thing) => thing >= 0))];
      const right = clusters.filter((cluster) =>
        things.some((thing) => {
          const a = new Set(cluster.filter((i) => own[i] !== UNCOUNTED));
          const b = new Set(own.flatMap((owner, i) => owner === thing ? [i] : []));
          return a.intersection(b).size > 0.5 * a.union(b).size;
        })
      );
      assert.equal(score.things, things.length);
      assert.equal(score.found, right.length);
      assert.ok(score.found + score.wrong <= clusters.length);
    }),
  );
});
