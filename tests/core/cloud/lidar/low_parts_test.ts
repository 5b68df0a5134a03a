import assert from "#assert";
import { type BeamRows, beamRowsOf } from "../../../../core/cloud/lidar/beam_rows.ts";
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

/** Beams 0.02 apart from 1 m up, between these slopes. */
function rowsOf(...from: [low: number, high: number][]): BeamRows {
  const slopes = from.flatMap(([low, high]) =>
    Array.from({ length: Math.round((high - low) / 0.02) + 1 }, (_, i) => low + 0.02 * i + 0.0005)
  );
  const points = slopes.flatMap((slope) =>
    Array.from({ length: 20 }, (_, k) => [1 + k, 0, 1 + (1 + k) * slope])
  );
  const view = { origin: [0, 0, 1], axis: [0, 0, 1] };
  return beamRowsOf(Float32Array.from(points.flat()), points.length, view)!;
}

Deno.test("no low parts are joined over more than the lines of beams leave free", () => {
  // On the ground lines at 5 m are 0.5 m apart, at 3 m 0.18 m.
  const rows = rowsOf([-0.5, -0.12], [-0.1, 0.28]);
  const parts = (x: number) => {
    const pair = boxes([x, 0.15], [x + 0.8, 0.15]);
    return joinLowParts(pair, FLAT, { ...OPTIONS, rows }).length / 6;
  };
  assert.deepEqual([parts(3), parts(5)], [2, 1]);
});

/** The front of a barrel 5 m away, and a line on its top. */
const FRONT = [5, 0, 0.1, 5.2, 0.5, 0.78], LINE = [5.5, 0.1, 0.87, 5.52, 0.4, 0.88];
const WHOLE = [5, 0, 0.1, 5.52, 0.5, 0.88];

Deno.test("a line on the top of a thing is of it, before or after it", () => {
  const rows = rowsOf([-0.3, 0.3]),
    joined = (...parts: number[][]) => [
      ...joinLowParts(Float64Array.from(parts.flat()), FLAT, { ...OPTIONS, rows }),
    ];
  assert.deepEqual(joined(FRONT, LINE), WHOLE);
  assert.deepEqual(joined(LINE, FRONT), WHOLE);
  // Two lines are of one thing, and a thing is no part of another.
  const second = [5.3, 0.1, 0.87, 5.31, 0.4, 0.88], beside = [5, 0.9, 0.1, 5.2, 1.4, 0.88];
  assert.deepEqual(joined(second, FRONT, LINE, beside), [...WHOLE, ...beside]);
});

Deno.test("a line is of no thing that is too far, ends elsewhere, or lies over the lidar", () => {
  const rows = rowsOf([-0.3, 0.3]);
  const moved = (box: number[], x: number, z: number) =>
    box.map((value, i) => value + (i % 3 === 0 ? x : i % 3 === 2 ? z : 0));
  const apart: [string, number[], number[], BeamRows | undefined][] = [
    ["too far", FRONT, moved(LINE, 0.7, 0), rows],
    ["a thing that is higher", [...FRONT.slice(0, 5), 1.2], LINE, rows],
    ["a thing two rows lower", [...FRONT.slice(0, 5), 0.6], LINE, rows],
    ["over the lidar", moved(FRONT, 0, 0.5), moved(LINE, 0, 0.5), rows],
    ["one line of another", moved(LINE, -0.4, 0), LINE, rows],
    ["no rows", FRONT, LINE, undefined],
    // 0.5 m below the lidar, 2.4 m away, lines are 0.23 m apart.
    ["lines that lie closer", moved(FRONT, -3.2, -0.4), moved(LINE, -3.1, -0.4), rows],
  ];
  for (const [name, one, other, rows] of apart) {
    const bounds = Float64Array.of(...one, ...other);
    assert.deepEqual(joinLowParts(bounds, FLAT, { ...OPTIONS, rows }), bounds, name);
  }
});
