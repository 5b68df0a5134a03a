import assert from "#assert";
import fc from "fast-check";
import { inverseRotate, toEuler } from "../../../../core/math/quaternion.ts";
import type { TruthState } from "../../../../sim/contract.ts";
import {
  ackermannSchema,
  differentialSchema,
  groundRobot,
} from "../../../../sim/robots/ground/robot.ts";
import { type KnotTruth, truthState } from "../../../../sim/robots/knot_truth.ts";
import { rampSchema, Terrain } from "../../../../sim/world/terrain.ts";

const FLAT = new Terrain([]);
const SECOND = 1e9;

/** Forward speed, lateral and vertical slip in the body's axes. */
function bodyVelocity(state: TruthState): number[] {
  const v = [0, 0, 0];
  inverseRotate(v, state.orientation, state.velocity);
  return v;
}

/** Calls `see` with the truth at every knot and halfway, until `seconds`. */
function walk(robot: KnotTruth, seconds: number, see: (state: TruthState, at: number) => void) {
  const state = truthState();
  robot.advance(seconds * SECOND);
  for (let at = 0; at <= seconds * SECOND; at += 2_500_000) {
    robot.at(at, state);
    see(state, at * 1e-9);
  }
}

const place = fc.tuple(fc.integer({ min: -80, max: 80 }), fc.integer({ min: -80, max: 80 }))
  .map(([x, y]): [number, number] => [x / 10, y / 10]);
const waypoints = fc.array(
  fc.record({ position_m: place, stop_s: fc.constantFrom(0, 0, 0, 0.7) }),
  { minLength: 1, maxLength: 6 },
);

Deno.test("a differential robot obeys its limits and doesn't slip on any waypoints", () => {
  fc.assert(
    fc.property(waypoints, fc.boolean(), (points, loop) => {
      const config = differentialSchema.parse({ type: "differential", waypoints: points, loop });
      let speedBefore = 0, accelerationBefore = 0;
      walk(groundRobot(config, FLAT), 20, (state, t) => {
        const [forward, left, up] = bodyVelocity(state) as [number, number, number];
        const w = state.angularVelocity[2]!, dw = state.angularAcceleration[2]!;
        assert.ok(Math.abs(forward) <= 1 + 1e-9, `speed ${forward} at ${t}`);
        assert.ok(Math.abs(left) < 1e-8 && up === 0, `slip ${left}, ${up} at ${t}`);
        assert.ok(
          Math.abs(w) <= 1.5 + 1e-8 && Math.abs(dw) <= 3 + 1e-6,
          `turn ${w}, ${dw} at ${t}`,
        );
        // Along the heading: the rest of the acceleration is centripetal.
        const c = [0, 0, 0];
        inverseRotate(c, state.orientation, state.acceleration);
        assert.ok(Math.abs(c[0]!) <= 1 + 1e-6, `acceleration ${c[0]} at ${t}`);
        const jerk = (c[0]! - accelerationBefore) / 0.0025;
        assert.ok(Math.abs(jerk) <= 5.01, `jerk ${jerk} at ${t}`);
        if (t > 0) assert.ok(Math.abs(forward - speedBefore) <= 1.01 * 0.0025);
        speedBefore = forward;
        accelerationBefore = c[0]!;
      });
    }),
    { numRuns: 40, seed: 3 },
  );
});

Deno.test("an Ackermann robot obeys speed, steering angle and steering rate", () => {
  const wheelbase = 2.6;
  fc.assert(
    fc.property(waypoints, fc.boolean(), (points, loop) => {
      const far = points.map((p) => ({
        ...p,
        position_m: p.position_m.map((x) => 5 * x) as [number, number],
      }));
      const config = ackermannSchema.parse({ type: "ackermann", waypoints: far, loop });
      let before = NaN;
      walk(groundRobot(config, FLAT), 30, (state, t) => {
        const [forward, left] = bodyVelocity(state) as [number, number, number];
        assert.ok(Math.abs(forward) <= 5 + 1e-8 && Math.abs(left) < 1e-7, `${forward} at ${t}`);
        if (forward < 0.05) {
          before = NaN;
          assert.ok(
            Math.abs(state.angularVelocity[2]!) <= forward * Math.tan(0.6) / wheelbase + 1e-9,
          );
          return;
        }
        const steering = Math.atan(wheelbase * state.angularVelocity[2]! / forward);
        assert.ok(Math.abs(steering) <= 0.6 + 1e-6, `steering ${steering} at ${t}`);
        const rate = (steering - before) / 0.0025;
        assert.ok(!(Math.abs(rate) > 0.8 + 1e-3), `steering rate ${rate} at ${t}`);
        before = steering;
      });
    }),
    { numRuns: 30, seed: 4 },
  );
});

Deno.test("both robots pass all waypoints and stop on the last", () => {
  const cases = [
    { schema: differentialSchema, type: "differential", size: 1, near: 0.4, end: 0.02, time: 150 },
    { schema: ackermannSchema, type: "ackermann", size: 6, near: 3, end: 1.6, time: 300 },
  ] as const;
  for (const { schema, type, size, near, end, time } of cases) {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 5 }), (points) => {
        const scaled = points.map(([x, y]): [number, number] => [x * size, y * size]);
        const config = schema.parse({ type, waypoints: scaled });
        const nearest = scaled.map(() => Infinity);
        let last = truthState();
        walk(groundRobot(config as never, FLAT), time, (state) => {
          scaled.forEach(([x, y], n) => {
            const d = Math.hypot(state.position[0]! - x, state.position[1]! - y);
            nearest[n] = Math.min(nearest[n]!, d);
          });
          last = state;
        });
        assert.ok(nearest.every((d) => d < near), `${JSON.stringify(scaled)}: ${nearest}`);
        const [x, y] = scaled[scaled.length - 1]!;
        const off = Math.hypot(last.position[0]! - x, last.position[1]! - y);
        assert.ok(off < end, `${JSON.stringify(scaled)} ends ${off} m off`);
        assert.deepEqual([...last.velocity, ...last.angularVelocity].map(Math.abs), [
          0,
          0,
          0,
          0,
          0,
          0,
        ]);
      }),
      { numRuns: 15, seed: 5 },
    );
  }
});

Deno.test("over a ramp roll and pitch are the ground's and nothing slips", () => {
  const ramp = rampSchema.parse({ position_m: [1, -2], yaw_deg: 30, rise_m: 0.6, width_m: 8 });
  const terrain = new Terrain([ramp]), jet = new Float64Array(10);
  const config = differentialSchema.parse({
    type: "differential",
    waypoints: [[0, 0], [4, -1.5], [8, 3], [3, 1]],
  });
  let highest = 0, steepest = 0, leaning = 0;
  walk(groundRobot(config, terrain), 30, (state, t) => {
    const [x, y, z] = state.position as unknown as [number, number, number];
    terrain.at(x, y, jet);
    // Knots lie on the ground exactly, the interpolant between them to its own order.
    assert.ok(Math.abs(z - jet[0]!) < 1e-8, `height ${z - jet[0]!} at ${t}`);
    const [forward, left, up] = bodyVelocity(state) as [number, number, number];
    assert.ok(Math.abs(left) < 1e-6 && Math.abs(up) < 1e-6, `slip ${left}, ${up} at ${t}`);
    assert.ok(forward <= 1 + 1e-6);
    const euler = [0, 0, 0];
    toEuler(euler, state.orientation);
    const c = Math.cos(euler[2]!), s = Math.sin(euler[2]!);
    const along = jet[1]! * c + jet[2]! * s, across = jet[2]! * c - jet[1]! * s;
    assert.ok(Math.abs(euler[1]! + Math.atan(along)) < 1e-7, `pitch at ${t}`);
    const roll = Math.atan(across * Math.cos(euler[1]!));
    assert.ok(Math.abs(euler[0]! - roll) < 1e-7, `roll at ${t}`);
    highest = Math.max(highest, z);
    steepest = Math.max(steepest, Math.abs(euler[1]!));
    leaning = Math.max(leaning, Math.abs(euler[0]!));
  });
  assert.ok(highest > 0.5 && steepest > 0.1 && leaning > 0.05, `${highest} ${steepest} ${leaning}`);
});

Deno.test("straight up a ramp the pitch is that of its slope", () => {
  const ramp = rampSchema.parse({ position_m: [1, 0], rise_m: 0.5, length_m: 5, edge_m: 1 });
  const config = differentialSchema.parse({ type: "differential", waypoints: [[0, 0], [14, 0]] });
  let steepest = 0;
  walk(groundRobot(config, new Terrain([ramp])), 20, (state) => {
    const euler = [0, 0, 0];
    toEuler(euler, state.orientation);
    steepest = Math.min(steepest, euler[1]!);
    assert.ok(Math.abs(euler[0]!) < 1e-12);
  });
  assert.ok(Math.abs(steepest + Math.atan(0.5 / 4)) < 1e-9, `nose up is pitch ${steepest}`);
});

Deno.test("cmd_vel moves the robot at the next step and silence stops it", () => {
  const config = differentialSchema.parse({ type: "differential", actuator_lag_s: 0.05 });
  const robot = groundRobot(config, FLAT), state = truthState();
  robot.advance(1e9);
  robot.command(0.5, 0.2, 1e9);
  robot.advance(1.45e9);
  robot.command(0.5, 0.2, 1.45e9);
  robot.advance(1.94e9);
  robot.at(1.0e9, state);
  assert.deepEqual([...state.velocity], [0, 0, 0]);
  robot.at(1.9e9, state);
  assert.ok(Math.abs(bodyVelocity(state)[0]! - 0.5) < 0.01, `${bodyVelocity(state)[0]}`);
  assert.ok(Math.abs(state.angularVelocity[2]! - 0.2) < 0.01);
  robot.advance(4e9);
  robot.at(4e9, state);
  assert.deepEqual([...state.velocity, ...state.angularVelocity].map(Math.abs), [0, 0, 0, 0, 0, 0]);
  assert.throws(() => robot.command(1, 0, 3.9e9), RangeError);
});

Deno.test("a command moves only what comes after it", () => {
  const config = differentialSchema.parse({ type: "differential" });
  const still = groundRobot(config, FLAT), driven = groundRobot(config, FLAT);
  const a = truthState(), b = truthState();
  driven.advance(1.003e9);
  driven.command(1, 0, 1.003e9);
  driven.advance(2e9);
  still.advance(2e9);
  for (const at of [0.5e9, 1.0e9, 1.005e9]) {
    still.at(at, a);
    driven.at(at, b);
    assert.deepEqual(a, b);
  }
  driven.at(1.011e9, b);
  assert.ok(b.acceleration[0]! > 0);
});

Deno.test("steering follows speed and yaw rate commands", () => {
  const config = ackermannSchema.parse({ type: "ackermann", actuator_lag_s: 0 });
  const robot = groundRobot(config, FLAT), state = truthState();
  for (let at = 0; at < 8e9; at += 0.1e9) {
    robot.advance(at);
    robot.command(3, 0.4, at);
  }
  robot.at(7.9e9, state);
  assert.ok(Math.abs(bodyVelocity(state)[0]! - 3) < 1e-6);
  assert.ok(Math.abs(state.angularVelocity[2]! - 0.4) < 1e-6);
});

Deno.test("the settings say what is wrong", () => {
  const bad = (more: object) => differentialSchema.safeParse({ type: "differential", ...more });
  assert.equal(bad({ max_speed_m_s: 0 }).success, false);
  assert.equal(bad({ waypoints: [[1]] }).success, false);
  assert.equal(bad({ waypoint: [[1, 2]] }).success, false);
  assert.equal(bad({ cmd_vel: "cmd_vel" }).error?.issues[0]?.message, "an absolute topic");
  assert.equal(bad({ waypoints: [{ position_m: [1, 2], stop_s: 3 }] }).success, true);
});
