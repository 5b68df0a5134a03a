import assert from "#assert";
import fc from "fast-check";
import { DetectionScore, type FoundBox } from "../../../../core/evaluation/perception/detection.ts";

/** A square of 10 at a place on a line. */
function square(x: number, label = "a") {
  return { x1: x, y1: 0, x2: x + 10, y2: 10, label };
}

function found(x: number, score: number, label = "a"): FoundBox {
  return { ...square(x, label), score };
}

function near(got: number, want: number): void {
  assert.ok(Math.abs(got - want) < 1e-12, `${got}, not ${want}`);
}

Deno.test("average precision is that of a worked example", () => {
  // Right, wrong, right, wrong, right of four true ones: precisions 1, 1/2, 2/3, 2/4, 3/5 at
  // recalls 1/4, 1/4, 2/4, 2/4, 3/4; the envelope is 1, 2/3, 2/3, 3/5, 3/5.
  const score = new DetectionScore();
  score.add([found(0, 0.9), found(500, 0.8), found(100, 0.7)], [square(0), square(100)]);
  score.add([found(300, 0.5), found(500, 0.6)], [square(300), square(400)]);
  near(score.averagePrecision("a"), 1 / 4 + 2 / 3 / 4 + 3 / 5 / 4);
  const { precision, recall } = score.at(0.65);
  near(precision, 2 / 3);
  near(recall, 2 / 4);
  assert.equal(score.total, 4);
});

Deno.test("the mean is over classes that have true boxes; a class has its own boxes only", () => {
  const score = new DetectionScore();
  score.add([found(0, 0.9, "b"), found(100, 0.9, "c")], [square(0), square(0, "b")]);
  assert.deepEqual([score.averagePrecision("a"), score.averagePrecision("b")], [0, 1]);
  assert.equal(score.averagePrecision("c"), NaN);
  assert.equal(score.meanAveragePrecision(), 0.5);
  assert.equal(new DetectionScore().meanAveragePrecision(), NaN);
});

Deno.test("a true box is taken once, by the surest; the overlap must be enough", () => {
  const score = new DetectionScore(0.5);
  score.add([found(1, 0.6), found(2, 0.8)], [square(0)]);
  assert.deepEqual(score.at(0.7), { precision: 1, recall: 1 });
  assert.deepEqual(score.at(0.5), { precision: 0.5, recall: 1 });
  const strict = new DetectionScore(0.7);
  strict.add([found(2, 0.8)], [square(0)]); // 80 / 120
  assert.deepEqual(strict.at(0.7), { precision: 0, recall: 0 });
});

Deno.test("what overlaps an excused box counts neither way; NaN is wrong, and can't hide", () => {
  const score = new DetectionScore();
  score.add([found(100, 0.9), found(0, 0.9)], [square(0)], [square(100)]);
  assert.deepEqual(score.at(0.7), { precision: 1, recall: 1 });
  score.add([found(NaN, 0.9), found(700, NaN)], [square(0)]);
  assert.deepEqual(score.at(0.7), { precision: 1 / 3, recall: 1 / 2 });
});

Deno.test("average precision lies in 0 to 1, and more wrong boxes never raise it", () => {
  const boxes = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true })),
    { maxLength: 12 },
  );
  const truths = fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(boxes, truths, fc.double({ min: 0, max: 1, noNaN: true }), (b, t, extra) => {
      const all = b.map(([place, s]) => found(20 * place, s)), truth = t.map((p) => square(20 * p));
      const [one, other] = [new DetectionScore(), new DetectionScore()];
      one.add(all, truth);
      other.add([...all, found(900, extra)], truth);
      const ap = one.averagePrecision("a");
      assert.ok(ap >= 0 && ap <= 1);
      assert.ok(other.averagePrecision("a") <= ap + 1e-12);
      const { recall } = one.at(0);
      assert.ok(ap <= recall + 1e-12);
    }),
  );
});
