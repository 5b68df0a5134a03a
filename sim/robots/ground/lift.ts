/**
 * A planar motion laid on the ground. With slopes p along the heading ψ and l to its left, the
 * body's z axis is the ground's normal and its x axis points along the ground towards ψ:
 * pitch θ = −atan p, roll φ = atan(l cos θ) (ZYX, REP 103), hence no lateral and no vertical slip.
 * First and second time derivatives follow by the chain rule.
 */
import { fromEuler } from "../../../core/math/quaternion.ts";
import { atan, cos, sin } from "../../../core/math/scalar.ts";
import type { TruthState } from "../../contract.ts";
import type { Terrain } from "../../world/terrain.ts";
import { fromEulerJets } from "../euler_rates.ts";

/** Where a ground robot is and how it moves; rates are the yaw's, about the world's vertical. */
export interface PlanarState {
  x: number;
  y: number;
  yaw: number;
  /** Along the body's x axis (on a slope: along the slope), m/s and m/s². */
  speed: number;
  acceleration: number;
  yawRate: number;
  yawAcceleration: number;
}

const roll = new Float64Array(3);
const pitch = new Float64Array(3);
const yaw = new Float64Array(3);
const jet = new Float64Array(10);

/** The cosine of the slope along the heading: what of the speed is seen from above. */
export function levelPart(terrain: Terrain, x: number, y: number, c: number, s: number): number {
  terrain.at(x, y, jet);
  const p = jet[1]! * c + jet[2]! * s;
  return 1 / Math.sqrt(1 + p * p);
}

/** Fills `out` with the truth of a robot in that planar state on that terrain. */
export function liftToGround(state: PlanarState, terrain: Terrain, out: TruthState): void {
  const c = cos(state.yaw), s = sin(state.yaw);
  if (terrain.flat) {
    flat(state, c, s, out);
    return;
  }
  terrain.at(state.x, state.y, jet);
  const hx = jet[1]!, hy = jet[2]!, hxx = jet[3]!, hxy = jet[4]!, hyy = jet[5]!;
  const hxxx = jet[6]!, hxxy = jet[7]!, hxyy = jet[8]!, hyyy = jet[9]!;
  const r = state.yawRate, dr = state.yawAcceleration, v = state.speed, a = state.acceleration;
  const p = hx * c + hy * s, l = hy * c - hx * s;
  const n = 1 + p * p, cosine = 1 / Math.sqrt(n);
  const dx = v * cosine * c, dy = v * cosine * s;
  const dhx = hxx * dx + hxy * dy, dhy = hxy * dx + hyy * dy;
  // d/dt of (p, l): the gradient's own change, then the turning heading.
  const dp = dhx * c + dhy * s + r * l, dl = dhy * c - dhx * s - r * p;
  const dTheta = -dp / n;
  const dCosine = p * cosine * dTheta; // −sin θ θ̇ with sin θ = −p cos θ
  const along = a * cosine + v * dCosine, across = v * cosine * r;
  const ddx = along * c - across * s, ddy = along * s + across * c;
  const ddhx = hxxx * dx * dx + 2 * hxxy * dx * dy + hxyy * dy * dy + hxx * ddx + hxy * ddy;
  const ddhy = hxxy * dx * dx + 2 * hxyy * dx * dy + hyyy * dy * dy + hxy * ddx + hyy * ddy;
  const ddp = ddhx * c + ddhy * s + r * (dhy * c - dhx * s) + dr * l + r * dl;
  const ddl = ddhy * c - ddhx * s - r * (dhx * c + dhy * s) - dr * p - r * dp;
  const ddTheta = -ddp / n + 2 * p * dp * dp / (n * n);
  const ddCosine = dp * cosine * dTheta + p * dCosine * dTheta + p * cosine * ddTheta;
  const g = l * cosine, dg = dl * cosine + l * dCosine;
  const ddg = ddl * cosine + 2 * dl * dCosine + l * ddCosine, m = 1 + g * g;
  set(roll, atan(g), dg / m, ddg / m - 2 * g * dg * dg / (m * m));
  set(pitch, -atan(p), dTheta, ddTheta);
  set(yaw, state.yaw, r, dr);
  place(out, state, jet[0]!);
  set(out.velocity, dx, dy, hx * dx + hy * dy);
  set(out.acceleration, ddx, ddy, hx * ddx + hy * ddy + dhx * dx + dhy * dy);
  fromEulerJets(roll, pitch, yaw, out);
}

function flat(state: PlanarState, c: number, s: number, out: TruthState): void {
  const { speed, acceleration, yawRate, yawAcceleration } = state;
  const across = speed * yawRate;
  place(out, state, 0);
  set(out.velocity, speed * c, speed * s, 0);
  set(out.acceleration, acceleration * c - across * s, acceleration * s + across * c, 0);
  fromEuler(out.orientation, 0, 0, state.yaw);
  set(out.angularVelocity, 0, 0, yawRate);
  set(out.angularAcceleration, 0, 0, yawAcceleration);
}

function place(out: TruthState, state: PlanarState, height: number): void {
  set(out.position, state.x, state.y, height);
}

function set(out: Float64Array, x: number, y: number, z: number): void {
  out[0] = x;
  out[1] = y;
  out[2] = z;
}
