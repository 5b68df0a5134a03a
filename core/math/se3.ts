/**
 * Rigid transforms. Names chain: `worldFromBody` composed with `bodyFromImu` is `worldFromImu`.
 * Every function writes into its first argument, which may be one of the others, and allocates
 * nothing; `rigid` makes a new one.
 */
import {
  conjugate,
  fromRotationVector,
  inverseRotate,
  multiply,
  normalize,
  rotate,
  toRotationVector,
} from "./quaternion.ts";
import { cubicRest, inverseRest, versine } from "./so3.ts";
import { add, cross, dot, type MutableNumbers, type Numbers, scale, sub } from "./vec3.ts";

/** A point p goes to rotation · p + translation. */
export interface Rigid {
  /** Unit quaternion w x y z. */
  readonly rotation: MutableNumbers;
  /** Metres, in the frame that it maps to. */
  readonly translation: MutableNumbers;
}

const scratch = new Float64Array(3);
const other = new Float64Array(3);

/** A new transform: the identity, or these values, the rotation normalised. */
export function rigid(rotation: Numbers = [1, 0, 0, 0], translation: Numbers = [0, 0, 0]): Rigid {
  const made = { rotation: new Float64Array(4), translation: Float64Array.from(translation) };
  normalize(made.rotation, rotation);
  return made;
}

/** out = a · b: first b, then a. */
export function compose(out: Rigid, a: Rigid, b: Rigid): void {
  rotate(scratch, a.rotation, b.translation);
  add(out.translation, scratch, a.translation);
  multiply(out.rotation, a.rotation, b.rotation);
}

/** out = a⁻¹. */
export function inverse(out: Rigid, a: Rigid): void {
  inverseRotate(scratch, a.rotation, a.translation);
  scale(out.translation, scratch, -1);
  conjugate(out.rotation, a.rotation);
}

/** out = t · p, for a point p (3). */
export function apply(out: MutableNumbers, t: Rigid, p: Numbers): void {
  rotate(out, t.rotation, p);
  add(out, out, t.translation);
}

/** out = t⁻¹ · p, for a point p (3). */
export function applyInverse(out: MutableNumbers, t: Rigid, p: Numbers): void {
  sub(out, p, t.translation);
  inverseRotate(out, t.rotation, out);
}

/** out = Exp of a twist (6): ρ (m), then θ (rad). Solà arXiv 1812.01537, equation 172. */
export function exp(out: Rigid, twist: Numbers): void {
  scratch[0] = twist[3]!;
  scratch[1] = twist[4]!;
  scratch[2] = twist[5]!;
  fromRotationVector(out.rotation, scratch);
  // translation = Jl(θ) ρ = ρ + versine θ × ρ + cubicRest θ × (θ × ρ)
  const square = dot(scratch, scratch);
  const first = versine(square), second = cubicRest(square);
  cross(other, scratch, twist);
  const x = twist[0]! + first * other[0]!;
  const y = twist[1]! + first * other[1]!;
  const z = twist[2]! + first * other[2]!;
  cross(other, scratch, other);
  out.translation[0] = x + second * other[0]!;
  out.translation[1] = y + second * other[1]!;
  out.translation[2] = z + second * other[2]!;
}

/** out (6) = Log of a transform: ρ (m), then θ (rad, |θ| ≤ π). Equation 173. */
export function log(out: MutableNumbers, t: Rigid): void {
  toRotationVector(scratch, t.rotation);
  // translation' = Jl(θ)⁻¹ t = t − θ × t / 2 + rest θ × (θ × t)
  const rest = inverseRest(dot(scratch, scratch));
  cross(other, scratch, t.translation);
  const x = t.translation[0]! - other[0]! / 2;
  const y = t.translation[1]! - other[1]! / 2;
  const z = t.translation[2]! - other[2]! / 2;
  cross(other, scratch, other);
  out[0] = x + rest * other[0]!;
  out[1] = y + rest * other[1]!;
  out[2] = z + rest * other[2]!;
  out[3] = scratch[0]!;
  out[4] = scratch[1]!;
  out[5] = scratch[2]!;
}
