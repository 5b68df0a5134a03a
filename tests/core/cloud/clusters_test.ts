import assert from "#assert";
import fc from "fast-check";
import { Clusterer } from "../../../core/cloud/clusters.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { askPython, HAS_PYTHON, NEEDS_PYTHON } from "../../oracles/python.ts";

/** Connected components by comparing every pair, labelled by first points. */
function plain(xyz: Float32Array, tolerance: number): number[] {
  const count = xyz.length / 3, labels = new Array<number>(count).fill(-1);
  let next = 0;
  for (let seed = 0; seed < count; seed++) {
    if (labels[seed] !== -1 || !Number.isFinite(xyz[3 * seed]!)) continue;
    const waiting = [seed];
    labels[seed] = next;
    for (let i = waiting.pop(); i !== undefined; i = waiting.pop()) {
      for (let j = 0; j < count; j++) {
        if (labels[j] !== -1) continue;
        let square = 0;
        for (let k = 0; k < 3; k++) {
          const d = xyz[3 * i + k]! - xyz[3 * j + k]!;
          square += d * d;
        }
        if (!(square <= tolerance * tolerance)) continue;
        labels[j] = next;
        waiting.push(j);
      }
    }
    next++;
  }
  return labels;
}

const coordinate = fc.oneof(
  { weight: 12, arbitrary: fc.double({ min: -1.5, max: 1.5, noNaN: true }) },
  // On the corners of cubes, and at the tolerance to the bit.
  { weight: 3, arbitrary: fc.integer({ min: -8, max: 8 }).map((n) => n / 4) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, 1e6, -1e9) },
);
const point = fc.tuple(coordinate, coordinate, coordinate).map((p) =>
  p.some(Number.isNaN) ? [NaN, NaN, NaN] : p
);

Deno.test("clusters are the connected components of pairs within the tolerance", () => {
  const tolerances = [0.25, 0.5, 0.3];
  const clusterers = tolerances.map((tolerance) => new Clusterer({ tolerance }));
  fc.assert(
    fc.property(
      fc.array(point, { maxLength: 120, size: "max" }),
      fc.nat(2),
      (drawn, which) => {
        const xyz = Float32Array.from(drawn.flat());
        const { labels, sizes } = clusterers[which]!.run(xyz, drawn.length);
        const want = plain(xyz, tolerances[which]!);
        assert.deepEqual([...labels], want);
        assert.deepEqual(sizes, sizes.map((_, label) => want.filter((l) => l === label).length));
      },
    ),
    { numRuns: 400 },
  );
});

Deno.test("clusters of fewer points than asked for are none, and take no label", () => {
  const xyz = Float32Array.of(0, 0, 0, 9, 0, 0, 9.1, 0, 0, 0.1, 0, 0, 0, 0.1, 0, 4, 4, 4);
  const { labels, sizes } = new Clusterer({ tolerance: 0.3, minPoints: 3 }).run(xyz, 6);
  assert.deepEqual([...labels], [0, -1, -1, 0, 0, -1]);
  assert.deepEqual(sizes, [3]);
});

Deno.test("labels are the caller's; no points and bad options are answered", () => {
  const clusterer = new Clusterer({ tolerance: 1 });
  const first = clusterer.run(Float32Array.of(0, 0, 0), 1).labels;
  clusterer.run(Float32Array.of(NaN, 0, 0), 1);
  assert.deepEqual([...first], [0]);
  assert.deepEqual(clusterer.run(new Float32Array(0), 0), { labels: new Int32Array(0), sizes: [] });
  for (const tolerance of [0, -1, NaN, Infinity]) {
    assert.throws(() => new Clusterer({ tolerance }), RangeError);
  }
  assert.throws(() => new Clusterer({ tolerance: 1, minPoints: 1.5 }), RangeError);
});

Deno.test({
  name: `labels are those of scipy's cKDTree, on a floor with things on it ${NEEDS_PYTHON}`,
  ignore: !HAS_PYTHON,
  fn: async () => {
    const random = RandomTree.root(11).at("scene"), points: number[] = [];
    const spread = (width: number) => width * (random.uniform() - 0.5);
    for (let i = 0; i < 6000; i++) points.push(spread(30), spread(30), 0.01 * random.gaussian());
    for (let thing = 0; thing < 40; thing++) {
      const x = spread(30), y = spread(30);
      for (let i = 0; i < 200; i++) points.push(x + spread(1), y + spread(1), 0.5 + spread(1));
    }
    const xyz = Float32Array.from(points), path = await Deno.makeTempFile();
    try {
      await Deno.writeFile(path, new Uint8Array(xyz.buffer));
      for (const tolerance of [0.15, 0.3, 0.6]) {
        const { labels } = new Clusterer({ tolerance }).run(xyz, xyz.length / 3);
        assert.deepEqual([...labels], await askPython("cluster_oracle.py", [path, `${tolerance}`]));
      }
    } finally {
      await Deno.remove(path);
    }
  },
});
