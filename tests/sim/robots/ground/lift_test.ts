import assert from "#assert";
import { inverseRotate } from "../../../../core/math/quaternion.ts";
import type { TruthState } from "../../../../sim/contract.ts";
import { levelPart, liftToGround } from "../../../../sim/robots/ground/lift.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";
import { rampSchema, Terrain } from "../../../../sim/world/terrain.ts";

const TERRAIN = new Terrain([
  rampSchema.parse({ position_m: [-1, -1], yaw_deg: 40, rise_m: 0.7, width_m: 6, edge_m: 1 }),
]);

/** A planar motion whose speed is that along the slope, found by small steps from t = 0. */
function at(t: number): TruthState {
  const state = {
    x: 0.2,
    y: 0.3,
    yaw: 0.4,
    speed: 0.8 + 0.3 * t,
    acceleration: 0.3,
    yawRate: 0.5 - 0.2 * t,
    yawAcceleration: -0.2,
  };
  state.yaw += 0.5 * t - 0.1 * t * t;
  const steps = 200, h = t / steps;
  for (let n = 0; n < steps; n++) {
    const slope = (x: number, y: number, s: number) => {
      const yaw = 0.4 + 0.5 * s - 0.1 * s * s, v = 0.8 + 0.3 * s;
      const c = Math.cos(yaw), sine = Math.sin(yaw), level = levelPart(TERRAIN, x, y, c, sine);
      return [v * level * c, v * level * sine] as const;
    };
    const [ax, ay] = slope(state.x, state.y, n * h);
    const [bx, by] = slope(state.x + h / 2 * ax, state.y + h / 2 * ay, (n + 0.5) * h);
    state.x += h * bx;
    state.y += h * by;
  }
  const out = truthState();
  liftToGround(state, TERRAIN, out);
  return out;
}

Deno.test("liftToGround() gives derivatives that agree with differences", () => {
  const h = 1e-3, before = at(-h), here = at(0), after = at(h);
  for (let i = 0; i < 3; i++) {
    const velocity = (after.position[i]! - before.position[i]!) / (2 * h);
    assert.ok(Math.abs(velocity - here.velocity[i]!) < 1e-6, `velocity ${i}`);
    const acceleration = (after.velocity[i]! - before.velocity[i]!) / (2 * h);
    assert.ok(Math.abs(acceleration - here.acceleration[i]!) < 1e-5, `acceleration ${i}`);
    const change = (after.angularVelocity[i]! - before.angularVelocity[i]!) / (2 * h);
    assert.ok(Math.abs(change - here.angularAcceleration[i]!) < 1e-5, `angular acceleration ${i}`);
  }
  const v = [0, 0, 0];
  inverseRotate(v, here.orientation, here.velocity);
  assert.ok(Math.abs(v[0]! - 0.8) < 1e-12 && Math.abs(v[1]!) < 1e-12 && Math.abs(v[2]!) < 1e-12);
});
