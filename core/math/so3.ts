/**
 * The calculus of rotation vectors (3, radians): the Jacobians of Exp on SO(3), right-handed as
 * the error of a local (body) filter needs them (Solà, Deray, Atchuthan, arXiv 1812.01537, section
 * 4). Matrices are 9 numbers, row-major; `out` is never one of the inputs.
 */
import { cos, sin } from "./scalar.ts";
import { dot, type MutableNumbers, type Numbers } from "./vec3.ts";

/** Below this squared angle series are used, whose error is then under 1e-16. */
const SMALL_SQUARE = 1e-4;

/** out = [v]×, so that out · b = v × b. */
export function skew(out: MutableNumbers, v: Numbers): void {
  const x = v[0]!, y = v[1]!, z = v[2]!;
  out[0] = out[4] = out[8] = 0;
  out[1] = -z;
  out[2] = y;
  out[3] = z;
  out[5] = -x;
  out[6] = -y;
  out[7] = x;
}

/** a and b of {@linkcode polynomial}: as arguments they would be put on the heap. */
const coefficients = new Float64Array(2);

/** out = I + a [v]× + b [v]×². */
function polynomial(out: MutableNumbers, v: Numbers): void {
  const x = v[0]!, y = v[1]!, z = v[2]!;
  const a = coefficients[0]!, b = coefficients[1]!;
  out[0] = 1 - b * (y * y + z * z);
  out[1] = b * x * y - a * z;
  out[2] = b * x * z + a * y;
  out[3] = b * x * y + a * z;
  out[4] = 1 - b * (x * x + z * z);
  out[5] = b * y * z - a * x;
  out[6] = b * x * z - a * y;
  out[7] = b * y * z + a * x;
  out[8] = 1 - b * (x * x + y * y);
}

/** (1 − cos θ) / θ², from θ². */
export function versine(square: number): number {
  if (square < SMALL_SQUARE) return 0.5 - square / 24 * (1 - square / 30 * (1 - square / 56));
  const half = sin(Math.sqrt(square) / 2);
  return 2 * half * half / square;
}

/** (θ − sin θ) / θ³, from θ². */
export function cubicRest(square: number): number {
  if (square < SMALL_SQUARE * 100) {
    const inner = 1 - square / 72 * (1 - square / 110 * (1 - square / 156));
    return 1 / 6 * (1 - square / 20 * (1 - square / 42 * inner));
  }
  const angle = Math.sqrt(square);
  return (angle - sin(angle)) / (square * angle);
}

/** (1 − (θ/2) cot(θ/2)) / θ², from θ², for θ < 2π. */
export function inverseRest(square: number): number {
  if (square < SMALL_SQUARE * 100) {
    return 1 / 12 * (1 + square / 60 * (1 + square / 42 * (1 + square / 40)));
  }
  const half = Math.sqrt(square) / 2;
  return (1 - half * cos(half) / sin(half)) / square;
}

/** out = Jr(v): Exp(v + d) ≈ Exp(v) Exp(Jr(v) d). Its transpose is the left Jacobian. */
export function rightJacobian(out: MutableNumbers, v: Numbers): void {
  const square = dot(v, v);
  coefficients[0] = -versine(square);
  coefficients[1] = cubicRest(square);
  polynomial(out, v);
}

/** out = Jl(v): Exp(v + d) ≈ Exp(Jl(v) d) Exp(v). */
export function leftJacobian(out: MutableNumbers, v: Numbers): void {
  const square = dot(v, v);
  coefficients[0] = versine(square);
  coefficients[1] = cubicRest(square);
  polynomial(out, v);
}

/** out = Jr(v)⁻¹: Log(Exp(v) Exp(d)) ≈ v + Jr(v)⁻¹ d, for |v| < 2π. */
export function rightJacobianInverse(out: MutableNumbers, v: Numbers): void {
  coefficients[0] = 0.5;
  coefficients[1] = inverseRest(dot(v, v));
  polynomial(out, v);
}

/** out = Jl(v)⁻¹: Log(Exp(d) Exp(v)) ≈ v + Jl(v)⁻¹ d, for |v| < 2π. */
export function leftJacobianInverse(out: MutableNumbers, v: Numbers): void {
  coefficients[0] = -0.5;
  coefficients[1] = inverseRest(dot(v, v));
  polynomial(out, v);
}
