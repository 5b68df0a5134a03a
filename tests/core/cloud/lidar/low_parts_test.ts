import assert from "#assert";
import { beamRowsOf } from "../../../../core/cloud/lidar/beam_rows.ts";
import { joinLowParts } from "../../../../core/cloud/lidar/low_parts.ts";

const FLAT = { a: 0, b: 0, c: 1, d: 0 }, OPTIONS = { height: 0.2, gap: 0.8 };

/** Bounds about places along x, 0.1 m wide, up to a height. */
function boxes(...list: [x: number, top: number][]): Float64Array {
  return Float64Array.from(list.flatMap(([x, top]) => [x, 0, 0.1, x + 0.1, 1, top]));
}

Deno.test("low parts within the gap are one, over any chain, in the order of first pieces", () => {
  const joined = joinLowParts(
    boxes([5, 1], [0, 0.15], [1.6, 0.14], [0.8, 0.15], [9, 0.1]),
    FLAT,
    OPTIONS,
  );
  assert.deepEqual([...joined], [
    ...[5, 0, 0.1, 5.1, 1, 1],
    ...[0, 0, 0.1, 1.7000000000000002, 1, 0.15],
    ...[9, 0, 0.1, 9.1, 1, 0.1],
  ]);
});

Deno.test("what is high joins nothing, nor does what lies too far apart, nor on a diagonal", () => {
  for (
    const bounds of [
      boxes([0, 0.15], [0.2, 0.3]),
      boxes([0, 0.15], [0.91, 0.15]),
      Float64Array.of(0, 0, 0, 1, 1, 0.1, 1.6, 1.6, 0, 2, 2, 0.1),
      new Float64Array(0),
    ]
  ) assert.deepEqual(joinLowParts(bounds, FLAT, OPTIONS), bounds);
});

Deno.test("low is over the ground, wherever that lies", () => {
  // z = 0.1 x + 3: at x = 5 the ground is at 3.5.
  const slope = { a: -0.1, b: 0, c: 1, d: 3 };
  const up = (top: number) => Float64Array.of(5, 0, 3.5, 5, 1, top, 5.5, 0, 3.5, 5.5, 1, top);
  assert.equal(joinLowParts(up(3.69), slope, OPTIONS).length, 6);
  assert.equal(joinLowParts(up(3.8), slope, OPTIONS).length, 12);
});

Deno.test("no low parts are joined over more than the lines of beams leave free", () => {
  // Beams 0.02 apart from 1 m up: on the ground lines at 5 m are 0.5 m apart, at 3 m 0.18 m.
  const points = [-0.5, -0.1].flatMap((from) =>
    Array.from({ length: 20 }, (_, i) => from + 0.02 * i + 0.0005)
  ).flatMap((slope) => Array.from({ length: 20 }, (_, k) => [1 + k, 0, 1 + (1 + k) * slope]));
  const view = { origin: [0, 0, 1], axis: [0, 0, 1] };
  const rows = beamRowsOf(Float32Array.from(points.flat()), points.length, view)!;
  const parts = (x: number) => {
    const pair = boxes([x, 0.15], [x + 0.8, 0.15]);
    return joinLowParts(pair, FLAT, { ...OPTIONS, rows }).length / 6;
  };
  assert.deepEqual([parts(3), parts(5)], [2, 1]);
});
