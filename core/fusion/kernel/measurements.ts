/**
 * Measurement models: each fills a scalar measurement with innovation and Jacobian at the present
 * state. A number that was read is in m.measured. Jacobians are with respect to the error state of layout.ts (attitude error in the body).
 */
import * as quaternion from "../../math/quaternion.ts";
import { atan2, wrapAngle } from "../../math/scalar.ts";
import { norm, type Numbers } from "../../math/vec3.ts";
import { C, E, type FilterState, X } from "./layout.ts";
import type { ScalarMeasurement } from "./update.ts";

const R = new Float64Array(9);
const q = new Float64Array(4);
const other = new Float64Array(4);
const u = new Float64Array(3);
const v = new Float64Array(3);
const h = new Float64Array(3);

function loadAttitude(s: FilterState): void {
  for (let i = 0; i < 4; i++) q[i] = s.x[X.q + i]!;
  quaternion.toMatrix(R, q);
}

/** Writes the vertical (world z) in the body, the gradient of yaw, into `out`. */
export function verticalInBody(out: Float64Array, s: FilterState): void {
  loadAttitude(s);
  for (let j = 0; j < 3; j++) out[j] = R[6 + j]!;
}

/**
 * Velocity along the unit vector `axis` (body) of a point at `arm` (body):
 * z = (1 + scale) a · (Rᵀ v + w × r) with H_v = a Rᵀ, H_θ = a [Rᵀ v]×, H_w = r × a.
 */
export function bodyVelocity(
  m: ScalarMeasurement,
  s: FilterState,
  axis: Numbers,
  arm: Numbers,
): void {
  loadAttitude(s);
  const { x } = s;
  for (let i = 0; i < 3; i++) v[i] = x[X.v + i]!;
  quaternion.inverseRotate(u, q, v);
  const a = axis[0]!, b = axis[1]!, c = axis[2]!;
  // r × a: what a rate adds along the axis.
  h[0] = arm[1]! * c - arm[2]! * b;
  h[1] = arm[2]! * a - arm[0]! * c;
  h[2] = arm[0]! * b - arm[1]! * a;
  let speed = a * u[0]! + b * u[1]! + c * u[2]!;
  for (let i = 0; i < 3; i++) {
    speed += h[i]! * (s.clock[C.rate + i]! - x[X.bias + i]! - x[X.noise + i]!);
  }
  const factor = s.scale >= 0 ? 1 + x[X.scale]! : 1;
  m.clear();
  m.innovation = m.measured - factor * speed;
  for (let i = 0; i < 3; i++) {
    m.set(E.v + i, factor * (a * R[3 * i]! + b * R[3 * i + 1]! + c * R[3 * i + 2]!));
  }
  m.set(E.th, factor * (b * u[2]! - c * u[1]!));
  m.set(E.th + 1, factor * (c * u[0]! - a * u[2]!));
  m.set(E.th + 2, factor * (a * u[1]! - b * u[0]!));
  for (let i = 0; i < 3; i++) {
    if (h[i] === 0) continue;
    m.set(E.bias + i, -factor * h[i]!);
    m.set(E.noise + i, -factor * h[i]!);
  }
  if (s.scale >= 0) m.set(s.scale, speed);
}

/** World velocity `component` is 0. */
export function zeroVelocity(m: ScalarMeasurement, s: FilterState, component: number): void {
  m.clear();
  m.innovation = -s.x[X.v + component]!;
  m.set(E.v + component, 1);
}

/** The true rate about body axis `component` is 0, so that all that was read is bias and noise. */
export function zeroRate(m: ScalarMeasurement, s: FilterState, component: number): void {
  m.clear();
  const { x, clock } = s;
  m.innovation = clock[C.rate + component]! - x[X.bias + component]! - x[X.noise + component]!;
  m.set(E.bias + component, 1);
  m.set(E.noise + component, 1);
}

/** The rate about the body's z, as wheels state it. */
export function yawRate(m: ScalarMeasurement, s: FilterState): void {
  m.clear();
  const { x, clock } = s;
  m.innovation = m.measured - (clock[C.rate + 2]! - x[X.bias + 2]! - x[X.noise + 2]!);
  m.set(E.bias + 2, -1);
  m.set(E.noise + 2, -1);
}

/**
 * The vertical, measured as the unit vector `up` (body): its part along world x (component 0) or
 * y (1). Yaw has no part in it. The innovation is the rotation about world y or x that is lacking.
 */
export function inclination(
  m: ScalarMeasurement,
  s: FilterState,
  up: Float64Array,
  component: number,
): void {
  loadAttitude(s);
  quaternion.rotate(u, q, up);
  m.clear();
  // Component 0: R d = e_z − φ × e_z, whose x is −φ_y; component 1: y is φ_x.
  const axis = component === 0 ? 1 : 0;
  m.innovation = component === 0 ? -u[0]! : u[1]!;
  for (let j = 0; j < 3; j++) m.set(E.th + j, R[3 * axis + j]!);
}

/** Yaw of an orientation `given` (world from body, w x y z) less its offset, plus the error state. */
export function givenYaw(m: ScalarMeasurement, s: FilterState, given: Float64Array): void {
  loadAttitude(s);
  quaternion.conjugate(other, q);
  quaternion.multiply(other, given, other);
  m.clear();
  const offset = s.clock[C.givenOffset]!;
  m.innovation = wrapAngle(2 * atan2(other[3]!, other[0]!) - offset - s.x[X.given]!);
  for (let j = 0; j < 3; j++) m.set(E.th + j, R[6 + j]!);
  m.set(E.given, 1);
}

/**
 * What {@linkcode magneticHeading} found on its way: strength, level part and what points down,
 * tesla, and how a tilt about world x and y turns the heading.
 */
export const magnetic = { norm: 0, horizontal: 0, down: 0, slopeX: 0, slopeY: 0 };

/**
 * Heading of the horizontal magnetic field: `field` (3, body, tesla) points along m.measured
 * (rad from east, counter-clockwise) in the world. A tilt error φ turns it by
 * −m_z (m_x φ_x + m_y φ_y) / (m_x² + m_y²): without that term the gate would be blind to tilt.
 */
export function magneticHeading(m: ScalarMeasurement, s: FilterState, field: Float64Array): void {
  loadAttitude(s);
  quaternion.rotate(u, q, field);
  const x = u[0]!, y = u[1]!, z = u[2]!;
  const square = Math.max(x * x + y * y, 1e-20);
  magnetic.norm = norm(field);
  magnetic.horizontal = Math.sqrt(square);
  magnetic.down = -z;
  m.clear();
  m.innovation = wrapAngle(m.measured - atan2(y, x) - s.x[X.mag]!);
  const a = -z * x / square, b = -z * y / square;
  magnetic.slopeX = a;
  magnetic.slopeY = b;
  for (let j = 0; j < 3; j++) m.set(E.th + j, a * R[j]! + b * R[3 + j]! + R[6 + j]!);
  m.set(E.mag, 1);
}
