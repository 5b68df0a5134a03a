import assert from "#assert";
import { inverseRotate, multiply, toRotationVector } from "../../../core/math/quaternion.ts";
import type { TruthState } from "../../../sim/contract.ts";
import { KnotTruth, truthState } from "../../../sim/robots/knot_truth.ts";
import { WaveMotion } from "../../../sim/robots/free/wave_motion.ts";

const STEP = 5_000_000;

function tumbling(): KnotTruth {
  const wave = (axis: string, amplitude: number, frequency_hz: number) => ({
    axis: axis as "x",
    [axis.length === 1 ? "amplitude_m" : "amplitude_deg"]: amplitude,
    frequency_hz,
    phase_deg: 20,
  });
  const waves = [
    wave("x", 2, 0.3),
    wave("y", 1, 0.7),
    wave("z", 0.5, 1.1),
    wave("roll", 60, 0.9),
    wave("pitch", 40, 0.5),
    wave("yaw", 170, 0.4),
  ];
  const setup = { position_m: [1, 2, 3], rotation_deg: [0, 0, 0], waves } as const;
  return new KnotTruth(new WaveMotion(setup, STEP), STEP);
}

function at(truth: KnotTruth, t: number): TruthState {
  const state = truthState();
  truth.at(t, state);
  return state;
}

/** The largest difference of two vectors, relative to 1 or their size. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < a.length; i++) {
    worst = Math.max(worst, Math.abs(a[i]! - b[i]!) / (1 + Math.abs(b[i]!)));
  }
  return worst;
}

Deno.test("KnotTruth gives velocity, acceleration and rates as the derivatives of the pose", () => {
  const truth = tumbling();
  truth.advance(2e9);
  const h = 20_000; // ns
  for (let t = 3e6; t < 2e9; t += 37_000_003) {
    const before = at(truth, t - h), here = at(truth, t), after = at(truth, t + h);
    const dt = 2 * h * 1e-9;
    const velocity = after.position.map((p, i) => (p - before.position[i]!) / dt);
    assert.ok(apart(velocity, here.velocity) < 1e-7, `velocity ${apart(velocity, here.velocity)}`);
    const acceleration = after.velocity.map((v, i) => (v - before.velocity[i]!) / dt);
    assert.ok(apart(acceleration, here.acceleration) < 1e-5);
    const q = [0, 0, 0, 0], inverse = [...before.orientation].map((x, i) => i === 0 ? x : -x);
    multiply(q, inverse, after.orientation);
    const turn = [0, 0, 0];
    toRotationVector(turn, q);
    assert.ok(apart(turn.map((x) => x / dt), here.angularVelocity) < 1e-6);
    const change = after.angularVelocity.map((w, i) => (w - before.angularVelocity[i]!) / dt);
    assert.ok(apart(change, here.angularAcceleration) < 1e-5);
    const norm = here.orientation.reduce((sum, x) => sum + x * x, 0);
    assert.ok(Math.abs(norm - 1) < 1e-14);
  }
});

Deno.test("KnotTruth is continuous in everything at a knot", () => {
  const truth = tumbling();
  truth.advance(1e9);
  for (let k = 1; k < 190; k++) {
    const before = at(truth, k * STEP - 1e-3), after = at(truth, k * STEP);
    for (const part of Object.keys(after) as (keyof TruthState)[]) {
      assert.ok(apart(before[part], after[part]) < 1e-6, `${part} at knot ${k}`);
    }
  }
});

Deno.test("KnotTruth goes through its knots and keeps to the motion between them", () => {
  const truth = tumbling();
  truth.advance(1e9);
  const fine = new KnotTruth(
    (() => {
      const coarse = tumbling();
      return {
        knot(k: number, out: TruthState) {
          coarse.advance((k + 1) * 1_000_000);
          coarse.at(k * 1_000_000, out);
        },
      };
    })(),
    1_000_000,
  );
  fine.advance(1e9);
  for (let t = 1e6; t < 0.9e9; t += 1e6) {
    assert.ok(apart(at(fine, t).position, at(truth, t).position) < 1e-13);
  }
});

Deno.test("KnotTruth is known from 0 to its end, and its end can be asked for", () => {
  const truth = tumbling();
  assert.equal(truth.end, 0);
  at(truth, 0);
  truth.advance(12_000_000);
  assert.equal(truth.end, 15_000_000);
  const end = at(truth, 15_000_000);
  truth.advance(20_000_000);
  assert.ok(apart(at(truth, 15_000_000).angularVelocity, end.angularVelocity) < 1e-12);
  for (const t of [-1, 20_000_001, NaN]) assert.throws(() => at(truth, t), RangeError);
});

Deno.test("KnotTruth keeps long runs: over many chunks, asked for in any order", () => {
  const truth = tumbling();
  truth.advance(30e9);
  const late = at(truth, 29.9e9), early = at(truth, 0.1e9);
  assert.deepEqual(at(truth, 29.9e9), late);
  assert.deepEqual(at(truth, 0.1e9), early);
  const gravityInBody = [0, 0, 0];
  inverseRotate(gravityInBody, late.orientation, [0, 0, -9.8]);
  assert.ok(gravityInBody.every(Number.isFinite));
});

Deno.test("a knot is the same to the last bit, however far truth has been made", () => {
  const near = tumbling(), far = tumbling();
  far.advance(3e9);
  for (let t = 0; t <= 1e9; t += STEP) {
    near.advance(t);
    assert.deepEqual(at(near, t), at(far, t), `at ${t}`);
  }
});
