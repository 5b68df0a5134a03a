import assert from "#assert";
import { fromEuler } from "../../../../core/math/quaternion.ts";
import { PoseMotion } from "../../../../sim/robots/free/pose_motion.ts";
import { KnotTruth, truthState } from "../../../../sim/robots/knot_truth.ts";

Deno.test("PoseMotion goes through samples of a smooth motion, also at uneven times", () => {
  const times = Float64Array.from({ length: 60 }, (_, n) => n * 0.1 + 0.02 * Math.sin(3 * n));
  times[0] = 0;
  const positions: number[] = [], quaternions: number[] = [];
  const angles = (t: number) => [0.5 * Math.sin(t), 0.4 * Math.cos(1.3 * t), t] as const;
  for (const t of times) {
    positions.push(Math.sin(t), Math.cos(t), t / 2);
    const q = [0, 0, 0, 0];
    fromEuler(q, ...angles(t));
    quaternions.push(...q);
  }
  const samples = {
    times,
    positions: Float64Array.from(positions),
    quaternions: Float64Array.from(quaternions),
  };
  const truth = new KnotTruth(new PoseMotion(samples, 5e6), 5e6), state = truthState();
  truth.advance(5e9);
  const q = [0, 0, 0, 0];
  for (let t = 0.5; t < 5; t += 0.0137) {
    truth.at(t * 1e9, state);
    fromEuler(q, ...angles(t));
    const sign = Math.sign(q[0]! * state.orientation[0]! + q[3]! * state.orientation[3]!);
    for (let i = 0; i < 4; i++) assert.ok(Math.abs(sign * q[i]! - state.orientation[i]!) < 1e-4);
    assert.ok(Math.abs(state.position[0]! - Math.sin(t)) < 1e-5);
    assert.ok(Math.abs(state.velocity[0]! - Math.cos(t)) < 1e-3);
  }
});

Deno.test("PoseMotion goes on past its last pose, up to the next knot", () => {
  const samples = {
    times: Float64Array.of(0, 1.0025),
    positions: Float64Array.of(0, 0, 0, 2.005, 0, 0),
    quaternions: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0),
  };
  const truth = new KnotTruth(new PoseMotion(samples, 5e6), 5e6), state = truthState();
  truth.advance(1.0025e9);
  truth.at(1.004e9, state);
  assert.ok(Math.abs(state.position[0]! - 2.008) < 1e-12);
  assert.ok(Math.abs(state.acceleration[0]!) < 1e-9);
});
