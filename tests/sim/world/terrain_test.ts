import assert from "#assert";
import fc from "fast-check";
import { rotate } from "../../../core/math/quaternion.ts";
import { truthState } from "../../../sim/robots/knot_truth.ts";
import { type RampConfig, rampSchema, Terrain } from "../../../sim/world/terrain.ts";
import { robotOf } from "../sensors/rig.ts";

const ramp = (settings: object = {}) =>
  rampSchema.parse({ position_m: [0, 0], rise_m: 1, ...settings });

function jet(ramps: readonly RampConfig[], x: number, y: number): Float64Array {
  const out = new Float64Array(10);
  new Terrain(ramps).at(x, y, out);
  return out;
}

/** Any ramp, and a place on it or near. */
const anyRamp = fc.record({
  position_m: fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })),
  yaw_deg: fc.integer({ min: -180, max: 180 }),
  length_m: fc.integer({ min: 2, max: 8 }),
  rise_m: fc.integer({ min: -20, max: 20 }).map((x) => x / 10),
  top_m: fc.integer({ min: 0, max: 3 }),
  width_m: fc.integer({ min: 2, max: 8 }),
  edge_m: fc.integer({ min: 2, max: 10 }).map((x) => x / 10),
});
const part = fc.double({ min: -0.1, max: 1.1, noNaN: true });

/** The place at shares of length and width of a ramp. */
function placeOn(it: RampConfig, along: number, across: number): [number, number] {
  const yaw = it.yaw_deg * Math.PI / 180;
  const u = along * (2 * it.length_m + it.top_m), w = (across - 0.5) * it.width_m;
  const c = Math.cos(yaw), s = Math.sin(yaw);
  return [it.position_m[0] + c * u - s * w, it.position_m[1] + s * u + c * w];
}

Deno.test("Terrain is flat without ramps and beside them", () => {
  assert.ok(new Terrain([]).flat && !new Terrain([ramp()]).flat);
  assert.deepEqual([...jet([], 3, 4)], Array(10).fill(0));
  for (const [x, y] of [[-0.01, 0], [10.01, 0], [5, 2.001], [5, -2.001], [1e6, 1e6]] as const) {
    assert.deepEqual([...jet([ramp()], x, y)], Array(10).fill(0), `${x}, ${y}`);
  }
});

Deno.test("a ramp rises to its height by a straight slope, and comes down the same way", () => {
  const it = ramp({ length_m: 4, rise_m: 0.9, top_m: 2, edge_m: 1 });
  const at = (x: number) => jet([it], x, 0);
  assert.ok(Math.abs(at(5)[0]! - 0.9) < 1e-15 && Math.abs(at(5)[1]!) < 1e-15, "level top");
  assert.ok(Math.abs(at(4)[0]! - 0.9) < 1e-12 && Math.abs(at(6)[0]! - 0.9) < 1e-12, "its ends");
  for (const x of [1, 2, 2.9]) {
    // Between the bends: rise over what is left of the length, nothing across.
    assert.ok(Math.abs(at(x)[1]! - 0.3) < 1e-15, `slope at ${x}`);
    assert.ok(Math.abs(at(x)[0]! - 0.3 * (x - 0.5)) < 1e-15, `height at ${x}`);
    assert.deepEqual([...at(x).subarray(3)].map(Math.abs), Array(7).fill(0));
  }
  for (let x = 0; x <= 5; x += 0.01) {
    assert.ok(Math.abs(at(x)[0]! - at(10 - x)[0]!) < 1e-14, "as much down");
    assert.ok(Math.abs(at(x)[1]! + at(10 - x)[1]!) < 1e-14);
    assert.ok(at(x)[1]! >= 0 && at(x)[1]! <= 0.3 + 1e-15, "steepest between the bends");
  }
});

/** Size of a derivative of that order on ramps of that height and rounding, within some 50. */
const scaleOf = (ramps: readonly { rise_m: number; edge_m: number }[], order: number) =>
  Math.max(...ramps.map(({ rise_m, edge_m }) => (Math.abs(rise_m) + 1e-9) / edge_m ** order));
/** Order of each of the ten. */
const ORDERS = [0, 1, 1, 2, 2, 2, 3, 3, 3, 3];

Deno.test("every derivative is the derivative of the one before, on any ramps and any place", () => {
  // What, and its derivatives by x and by y.
  const chain = [[0, 1, 2], [1, 3, 4], [2, 4, 5], [3, 6, 7], [4, 7, 8], [5, 8, 9]];
  const h = 1e-6;
  fc.assert(
    fc.property(anyRamp, anyRamp, part, part, (a, b, along, across) => {
      const ramps = [a, b].map((one) => rampSchema.parse(one));
      const [x, y] = placeOn(ramps[0]!, along, across);
      const here = jet(ramps, x, y);
      const ways = [
        [jet(ramps, x - h, y), jet(ramps, x + h, y)],
        [jet(ramps, x, y - h), jet(ramps, x, y + h)],
      ] as const;
      for (const [what, ...by] of chain) {
        by.forEach((derivative, axis) => {
          const slope = (ways[axis]![1][what!]! - ways[axis]![0][what!]!) / (2 * h);
          // Where the fourth derivative jumps, the difference is off by h times that.
          const within = 1000 * h * scaleOf(ramps, ORDERS[derivative]! + 1);
          const error = Math.abs(slope - here[derivative]!);
          assert.ok(error < within, `${what} by ${axis}: ${slope}, not ${here[derivative]}`);
        });
      }
    }),
    { numRuns: 400, seed: 2 },
  );
});

Deno.test("height and its derivatives up to the third are continuous over every seam", () => {
  fc.assert(
    fc.property(anyRamp, part, part, (some, along, across) => {
      const it = rampSchema.parse(some), length = 2 * it.length_m + it.top_m, d = 1e-9;
      const { length_m: l, top_m: top, edge_m: edge, width_m: width } = it;
      const bends = [0, edge, l - edge, l, l + top, l + top + edge, length - edge, length];
      const sides = [0, edge, width / 2, width - edge, width];
      const pairs = [
        ...bends.map((u) => [[(u - d) / length, across], [(u + d) / length, across]]),
        ...sides.map((w) => [[along, (w - d) / width], [along, (w + d) / width]]),
      ];
      for (const [before, after] of pairs) {
        const [from, to] = [before!, after!].map(([u, w]) => jet([it], ...placeOn(it, u!, w!)));
        for (let i = 0; i < 10; i++) {
          const jump = Math.abs(to![i]! - from![i]!);
          const within = 2000 * d * scaleOf([it], ORDERS[i]! + 1) + 1e-12;
          assert.ok(jump < within, `${i} jumps by ${jump} at ${before}`);
        }
      }
    }),
    { seed: 3 },
  );
});

Deno.test("heights add up, and a ramp that is turned and moved is the same ramp", () => {
  fc.assert(
    fc.property(anyRamp, anyRamp, part, part, (a, b, along, across) => {
      const [one, two] = [rampSchema.parse(a), rampSchema.parse(b)];
      const place = placeOn(one, along, across);
      const both = jet([one, two], ...place), first = jet([one], ...place);
      const second = jet([two], ...place);
      both.forEach((value, i) => {
        const within = 1e-12 * (1 + Math.abs(first[i]!) + Math.abs(second[i]!));
        assert.ok(Math.abs(value - first[i]! - second[i]!) < within);
      });
      const level = { ...one, yaw_deg: 0, position_m: [0, 0] as [number, number] };
      const home = jet([level], ...placeOn(level, along, across));
      // Height, slope and both curvatures don't know the frame.
      const invariants = (j: Float64Array) => [
        j[0]!,
        Math.hypot(j[1]!, j[2]!),
        j[3]! + j[5]!,
        j[3]! * j[5]! - j[4]! * j[4]!,
        (j[6]! + j[8]!) ** 2 + (j[7]! + j[9]!) ** 2, // gradient of the Laplacian
      ];
      const want = invariants(home), orders = [0, 1, 2, 4, 6];
      invariants(first).forEach((value, i) => {
        const within = 1e-7 * (scaleOf([one], orders[i]!) + 1);
        assert.ok(Math.abs(value - want[i]!) < within, `${i}: ${value}, not ${want[i]}`);
      });
    }),
    { seed: 4 },
  );
});

Deno.test("a robot stands on the ground: its z axis is the ground's normal, its feet touch", () => {
  const ramps = [ramp({ yaw_deg: 25, width_m: 6 }), ramp({ position_m: [2, 1], rise_m: -0.4 })];
  const truth = robotOf({ type: "differential", waypoints: [[0, 0], [6, 2], [3, 4]] }, ramps);
  truth.advance(20e9);
  const state = truthState(), up = [0, 0, 0];
  let leaning = 0;
  for (let at = 0; at < 20e9; at += 50e6) {
    truth.at(at, state);
    const [x, y, z] = state.position, j = jet(ramps, x!, y!);
    rotate(up, state.orientation, [0, 0, 1]);
    const length = Math.hypot(j[1]!, j[2]!, 1);
    const normal = [-j[1]! / length, -j[2]! / length, 1 / length];
    normal.forEach((value, i) => assert.ok(Math.abs(value - up[i]!) < 1e-6, `${i} at ${at}`));
    assert.ok(Math.abs(z! - j[0]!) < 1e-7);
    leaning = Math.max(leaning, Math.hypot(j[1]!, j[2]!));
  }
  assert.ok(leaning > 0.3, `slopes of up to ${leaning}`);
});

Deno.test("a ramp whose roundings don't fit is refused", () => {
  const complaint = (settings: object) => {
    const base = { position_m: [0, 0], rise_m: 1 };
    const issue = rampSchema.safeParse({ ...base, ...settings }).error?.issues[0];
    return issue && `${issue.path.join(".")}: ${issue.message}`;
  };
  assert.match(complaint({ length_m: 1.5 })!, /^edge_m: at most half of length_m \(1.5\)/);
  assert.match(complaint({ width_m: 1.5 })!, /^edge_m: at most half of width_m \(1.5\)/);
  assert.match(complaint({ rise_m: 30 })!, /^rise_m/);
  assert.match(complaint({ top_m: -1 })!, /^top_m/);
  assert.equal(complaint({ length_m: 1.6, width_m: 1.6 }), undefined);
});
