// The scalar functions of core/math/scalar.ts: AssemblyScript's NativeMath, a port of musl and
// FreeBSD msun, compiled with -O3 so that exp, log and pow are musl's table versions, and mended
// where it errs by more than 1 ulp. WASM has no fused multiply-add and rounds every operation
// alike, hence the same bits on every machine, with one exception, the bits of a NaN: each function
// here returns only the canonical one.
import { cosOfLarge, isLarge, sinOfLarge, tanOfLarge } from "./angle";
import * as ported from "./ported";

// @ts-ignore: decorator
@inline
function canonical(x: f64): f64 {
  return select<f64>(x, reinterpret<f64>(0x7ff8000000000000), x == x);
}

export function sin(x: f64): f64 {
  return isLarge(x) ? sinOfLarge(x) : canonical(NativeMath.sin(x));
}

export function cos(x: f64): f64 {
  return isLarge(x) ? cosOfLarge(x) : canonical(NativeMath.cos(x));
}

export function tan(x: f64): f64 {
  return isLarge(x) ? tanOfLarge(x) : canonical(NativeMath.tan(x));
}

export function asin(x: f64): f64 {
  return canonical(NativeMath.asin(x));
}

export function acos(x: f64): f64 {
  return canonical(NativeMath.acos(x));
}

export function atan(x: f64): f64 {
  return canonical(NativeMath.atan(x));
}

export function atan2(y: f64, x: f64): f64 {
  return canonical(ported.atan2(y, x));
}

export function exp(x: f64): f64 {
  return canonical(NativeMath.exp(x));
}

export function expm1(x: f64): f64 {
  return canonical(ported.expm1(x));
}

export function log(x: f64): f64 {
  return canonical(NativeMath.log(x));
}

export function log1p(x: f64): f64 {
  return canonical(NativeMath.log1p(x));
}

export function pow(x: f64, y: f64): f64 {
  return canonical(NativeMath.pow(x, y));
}

export function hypot(x: f64, y: f64): f64 {
  return canonical(NativeMath.hypot(x, y));
}
