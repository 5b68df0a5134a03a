import assert from "#assert";
import fc from "fast-check";
import {
  fromRotationVector,
  inverseRotate,
  multiply,
  rotate,
  toRotationVector,
} from "../../../../core/math/quaternion.ts";
import type { Mount } from "../../../../sim/contract.ts";
import { WaveMotion } from "../../../../sim/robots/free/wave_motion.ts";
import { KnotTruth, truthState } from "../../../../sim/robots/knot_truth.ts";
import { feel } from "../../../../sim/sensors/imu/kinematics.ts";
import { rotationVector } from "../../../core/math/arbitrary_rotation.ts";

const STEP = 5_000_000;
const GRAVITY = 9.81;

/** A body that shakes and tumbles. */
function tumbling(): KnotTruth {
  const shift = (axis: "x" | "y" | "z", amplitude_m: number, frequency_hz: number) => ({
    ...{ axis, amplitude_m, frequency_hz, phase_deg: 30 },
  });
  const turn = (axis: "roll" | "pitch" | "yaw", amplitude_deg: number, frequency_hz: number) => ({
    ...{ axis, amplitude_deg, frequency_hz, phase_deg: 70 },
  });
  const waves = [
    ...[shift("x", 1, 0.5), shift("y", 2, 0.3), shift("z", 0.3, 1.2)],
    ...[turn("roll", 70, 0.7), turn("pitch", 50, 0.6), turn("yaw", 160, 0.5)],
  ];
  const setup = { position_m: [0, 0, 0], rotation_deg: [0, 0, 0], waves } as const;
  const truth = new KnotTruth(new WaveMotion(setup, STEP), STEP);
  truth.advance(3e9);
  return truth;
}

const truth = tumbling();

/** Where the sensor is and how it is turned: world from sensor. */
function poseOf(mount: Mount, at: number): { p: number[]; q: number[] } {
  const state = truthState(), p = [0, 0, 0], q = [0, 0, 0, 0];
  truth.at(at, state);
  rotate(p, state.orientation, mount.translation);
  multiply(q, state.orientation, mount.rotation);
  return { p: p.map((x, i) => x + state.position[i]!), q };
}

function felt(mount: Mount, at: number): { rate: number[]; force: number[] } {
  const state = truthState(), rate = [0, 0, 0], force = [0, 0, 0];
  truth.at(at, state);
  feel(state, mount, GRAVITY, rate, force, 0);
  return { rate, force };
}

const length = fc.oneof(fc.constant(0), fc.double({ min: -2, max: 2, noNaN: true }));
const mounts = fc.record({
  translation: fc.tuple(length, length, length),
  rotation: rotationVector.map((vector) => {
    const q = [0, 0, 0, 0];
    fromRotationVector(q, vector);
    return q;
  }),
}) as unknown as fc.Arbitrary<Mount>;

Deno.test("feel() is the second derivative of the sensor's place less gravity, and its own turning", () => {
  // Within a segment of the truth, a polynomial, differences are as good as their step.
  const segment = fc.tuple(
    fc.integer({ min: 0, max: 550 }),
    fc.double({ min: 0.3, max: 0.7, noNaN: true }),
  )
    .map(([k, part]) => (k + part) * STEP);
  const h = 1e5, dt = h * 1e-9;
  fc.assert(
    fc.property(mounts, segment, (mount, at) => {
      const [before, here, after] = [at - h, at, at + h].map((t) => poseOf(mount, t)) as [
        ReturnType<typeof poseOf>,
        ReturnType<typeof poseOf>,
        ReturnType<typeof poseOf>,
      ];
      const { rate, force } = felt(mount, at);
      const acceleration = here.p.map((p, i) => (after.p[i]! - 2 * p + before.p[i]!) / (dt * dt));
      acceleration[2]! += GRAVITY;
      const expected = [0, 0, 0];
      inverseRotate(expected, here.q, acceleration);
      expected.forEach((f, i) => assert.ok(Math.abs(f - force[i]!) < 1e-4, `${expected} ${force}`));
      const turn = [0, 0, 0], q = [0, 0, 0, 0];
      multiply(q, before.q.map((x, i) => i === 0 ? x : -x), after.q);
      toRotationVector(turn, q);
      turn.forEach((r, i) => assert.ok(Math.abs(r / (2 * dt) - rate[i]!) < 1e-5));
    }),
    { numRuns: 300, seed: 7 },
  );
});

Deno.test("feel() at rest is gravity's reaction, up, in the sensor's axes, wherever it sits", () => {
  fc.assert(
    fc.property(mounts, rotationVector, (mount, vector) => {
      const state = truthState(), rate = [9, 9, 9], force = [9, 9, 9], up = [0, 0, 0];
      fromRotationVector(state.orientation, vector);
      feel(state, mount, GRAVITY, rate, force, 0);
      const q = [0, 0, 0, 0];
      multiply(q, state.orientation, mount.rotation);
      rotate(up, q, force);
      [0, 0, GRAVITY].forEach((g, i) => assert.ok(Math.abs(up[i]! - g) < 1e-13));
      assert.ok(rate.every((w) => w === 0));
    }),
    { seed: 7 },
  );
});

Deno.test("feel() on a turntable: ω² r inwards, α r along the way; free fall is nothing", () => {
  const state = truthState(), rate = [0, 0, 0], force = [0, 0, 0];
  state.angularVelocity[2] = 2;
  state.angularAcceleration[2] = 5;
  // The sensor's x is the body's y.
  const half = Math.SQRT1_2;
  const mount: Mount = { translation: [0.3, 0, 0.1], rotation: [half, 0, 0, half] };
  feel(state, mount, GRAVITY, rate, force, 0);
  [1.5, 1.2, GRAVITY].forEach((f, i) => assert.ok(Math.abs(force[i]! - f) < 1e-14, `${force}`));
  assert.ok(Math.abs(rate[2]! - 2) < 1e-15);
  const falling = truthState();
  falling.acceleration[2] = -GRAVITY;
  feel(falling, mount, GRAVITY, rate, force, 0);
  assert.ok(force.every((f) => f === 0));
});

Deno.test("feel() writes from the index on that it is given, and nothing else", () => {
  const state = truthState(), rate = new Float64Array(9).fill(7), force = rate.slice();
  const mount: Mount = { translation: [0, 0, 0], rotation: [1, 0, 0, 0] };
  feel(state, mount, GRAVITY, rate, force, 3);
  assert.deepEqual([...rate], [7, 7, 7, 0, 0, 0, 7, 7, 7]);
  assert.deepEqual([...force], [7, 7, 7, 0, 0, GRAVITY, 7, 7, 7]);
});
