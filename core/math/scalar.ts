/**
 * Scalar functions with the same bits on every machine. `Math.sin` and its kin differ between V8
 * versions and, for `pow`, between CPUs; these are AssemblyScript's NativeMath (musl and FreeBSD
 * msun), mended where it is inexact, compiled to WASM: core/kernels/as/. At most 1 ulp from the
 * true value, by tests/oracles/scalar_oracle.py. Edge cases are those of ECMAScript's `Math`. A
 * NaN is the canonical one.
 */
import * as kernel from "../kernels/scalar.wasm";

/** Radians in a degree. */
export const DEG: number = Math.PI / 180;

/** 2π. */
export const TWO_PI: number = 2 * Math.PI;

/** Sine of an angle in radians, any magnitude; NaN for ±Infinity. */
export function sin(x: number): number {
  return kernel.sin(x);
}

/** Cosine of an angle in radians, any magnitude; NaN for ±Infinity. */
export function cos(x: number): number {
  return kernel.cos(x);
}

/** Tangent of an angle in radians, any magnitude; NaN for ±Infinity. */
export function tan(x: number): number {
  return kernel.tan(x);
}

/** Arc sine in radians, [-π/2, π/2]; NaN outside [-1, 1]. */
export function asin(x: number): number {
  return kernel.asin(x);
}

/** Arc cosine in radians, [0, π]; NaN outside [-1, 1]. */
export function acos(x: number): number {
  return kernel.acos(x);
}

/** Arc tangent in radians, [-π/2, π/2]. */
export function atan(x: number): number {
  return kernel.atan(x);
}

/** The angle of the point (x, y) in radians, [-π, π]; signs of zeros count as in `Math.atan2`. */
export function atan2(y: number, x: number): number {
  return kernel.atan2(y, x);
}

/** e to the power x. */
export function exp(x: number): number {
  return kernel.exp(x);
}

/** e to the power x, less one, exact near 0. */
export function expm1(x: number): number {
  return kernel.expm1(x);
}

/** Natural logarithm; -Infinity at 0, NaN below. */
export function log(x: number): number {
  return kernel.log(x);
}

/** Natural logarithm of 1 + x, exact near 0. */
export function log1p(x: number): number {
  return kernel.log1p(x);
}

/** x to the power y. */
export function pow(x: number, y: number): number {
  return kernel.pow(x, y);
}

/** √(x² + y²) without overflow or underflow on the way. */
export function hypot(x: number, y: number): number {
  return kernel.hypot(x, y);
}

/** The same angle in (-π, π], radians; NaN for ±Infinity. Exact where it already lies there. */
export function wrapAngle(angle: number): number {
  if (angle > -Math.PI && angle <= Math.PI) return angle;
  const rest = angle % TWO_PI; // exact by the language, in (-2π, 2π)
  if (rest > Math.PI) return rest - TWO_PI;
  return rest <= -Math.PI ? rest + TWO_PI : rest;
}
