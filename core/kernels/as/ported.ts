// Two functions where NativeMath errs by more than 1 ulp, from the same source, musl's expm1.c and
// atan.c (FreeBSD's msun): see ../NOTICE.

/**
 * e^x − 1. NativeMath sums the last step in another order than musl, which costs 0.6 ulp.
 */
export function expm1(x: f64): f64 {
  const OVERFLOW = reinterpret<f64>(0x40862E42FEFA39EF);
  const LN2_HIGH = reinterpret<f64>(0x3FE62E42FEE00000);
  const LN2_LOW = reinterpret<f64>(0x3DEA39EF35793C76);
  const INVERSE_LN2 = reinterpret<f64>(0x3FF71547652B82FE);
  const Q1 = reinterpret<f64>(0xBFA11111111110F4);
  const Q2 = reinterpret<f64>(0x3F5A01A019FE5585);
  const Q3 = reinterpret<f64>(0xBF14CE199EAADBB7);
  const Q4 = reinterpret<f64>(0x3ED0CFCA86E65239);
  const Q5 = reinterpret<f64>(0xBE8AFDB76E09C32D);
  const word = <u32>(reinterpret<u64>(x) >> 32) & 0x7FFFFFFF;
  if (word >= 0x4043687A) { // |x| ≥ 56 ln 2
    if (x != x) return x;
    if (x < 0) return -1;
    if (x > OVERFLOW) return Infinity;
  }
  let k = 0;
  let c: f64 = 0;
  if (word > 0x3FD62E42) { // |x| > ln 2 / 2
    if (word < 0x3FF0A2B2) k = x < 0 ? -1 : 1; // |x| < 3/2 ln 2
    else k = <i32>(INVERSE_LN2 * x + copysign<f64>(0.5, x));
    const upper = x - <f64>k * LN2_HIGH;
    const lower = <f64>k * LN2_LOW;
    x = upper - lower;
    c = (upper - x) - lower;
  } else if (word < 0x3C900000) return x; // |x| < 2^-54
  const half = 0.5 * x;
  const square = x * half;
  const r = 1.0 + square * (Q1 + square * (Q2 + square * (Q3 + square * (Q4 + square * Q5))));
  const t = 3.0 - r * half;
  let e = square * ((r - t) / (6.0 - x * t));
  if (k == 0) return x - (x * e - square);
  e = x * (e - c) - c;
  e -= square;
  // x is to be 2^k (e^x' − 1) + 2^k − 1 with e^x' − 1 = x − e.
  if (k == -1) return 0.5 * (x - e) - 0.5;
  if (k == 1) return x < -0.25 ? -2.0 * (e - (x + 0.5)) : 1.0 + 2.0 * (x - e);
  if (k < 0 || k > 56) {
    const y = x - e + 1.0;
    const scaled = k == 1024
      ? y * 2.0 * reinterpret<f64>(0x7FE0000000000000) // 2^1023
      : y * reinterpret<f64>(<u64>(1023 + k) << 52);
    return scaled - 1.0;
  }
  const power = reinterpret<f64>(<u64>(1023 + k) << 52);
  const inverse = reinterpret<f64>(<u64>(1023 - k) << 52);
  return (k < 20 ? (x - e) + (1.0 - inverse) : (x - (e + inverse)) + 1.0) * power;
}

// atan(1/2), atan(1), atan(3/2), atan(∞), then π less each, in two parts.
// @ts-ignore: decorator
@lazy @inline const ANGLES = memory.data<u64>([
  0x3FDDAC670561BB4F, 0x3C7A2B7F222F65E2, 0x3FE921FB54442D18, 0x3C81A62633145C07,
  0x3FEF730BD281F69B, 0x3C7007887AF0CBBD, 0x3FF921FB54442D18, 0x3C91A62633145C07,
  0x40056C6E7397F5AE, 0x3CA660B64ECE6F4B, 0x4002D97C7F3321D2, 0x3C9A79394C9E8A0A,
  0x400145385FA3AF71, 0x3CAFA53523B6428F, 0x3FF921FB54442D18, 0x3C91A62633145C07,
]);

/** x − atan(x), for |x| < 0.44: musl's polynomial. */
// @ts-ignore: decorator
@inline
function arcRest(x: f64): f64 {
  const A0 = reinterpret<f64>(0x3FD555555555550D);
  const A1 = reinterpret<f64>(0xBFC999999998EBC4);
  const A2 = reinterpret<f64>(0x3FC24924920083FF);
  const A3 = reinterpret<f64>(0xBFBC71C6FE231671);
  const A4 = reinterpret<f64>(0x3FB745CDC54C206E);
  const A5 = reinterpret<f64>(0xBFB3B0F2AF749A6D);
  const A6 = reinterpret<f64>(0x3FB10D66A0D03D51);
  const A7 = reinterpret<f64>(0xBFADDE2D52DEFD9A);
  const A8 = reinterpret<f64>(0x3FA97B4B24760DEB);
  const A9 = reinterpret<f64>(0xBFA2B4442C6A6C2F);
  const A10 = reinterpret<f64>(0x3F90AD3AE322DA11);
  const z = x * x;
  const w = z * z;
  const odd = z * (A0 + w * (A2 + w * (A4 + w * (A6 + w * (A8 + w * A10)))));
  const even = w * (A1 + w * (A3 + w * (A5 + w * (A7 + w * A9))));
  return x * (odd + even);
}

/** What y / x is above its rounded value q, by Dekker's exact product. */
// @ts-ignore: decorator
@inline
function quotientRest(y: f64, x: f64, q: f64): f64 {
  const SPLIT: f64 = 134217729; // 2^27 + 1
  const qt = q * SPLIT, xt = x * SPLIT;
  const q1 = qt - (qt - q), x1 = xt - (xt - x);
  const q0 = q - q1, x0 = x - x1;
  const p = q * x;
  return ((y - p) - (((q1 * x1 - p) + q1 * x0 + q0 * x1) + q0 * x0)) / x;
}

/** The angle of (x, y), both finite and above 0, or of (−x, y) where `left`. */
function angleOf(y: f64, x: f64, left: bool): f64 {
  // A ratio beyond 2^64 leaves no more than a rounding.
  const ey = <i32>(reinterpret<u64>(y) >> 52), ex = <i32>(reinterpret<u64>(x) >> 52);
  if (ey - ex > 64) return reinterpret<f64>(0x3FF921FB54442D18);
  if (ex - ey > 64) return left ? reinterpret<f64>(0x400921FB54442D18) : y / x;
  const larger = max(ey, ex);
  if (larger > 1023 + 900 || larger < 1023 - 700) { // an exact scaling, clear of both ends
    const scale = reinterpret<f64>(larger > 1023 ? 0x1A70000000000000 : 0x6570000000000000);
    y *= scale; // 2^∓600
    x *= scale;
  }
  if (y < 0.4375 * x) {
    const q = y / x;
    const rest = quotientRest(y, x, q);
    const angle = q - (arcRest(q) - (rest - rest * q * q));
    const PI_LOW = reinterpret<f64>(0x3CA1A62633145C07);
    return left ? reinterpret<f64>(0x400921FB54442D18) - (angle - PI_LOW) : angle;
  }
  // musl's four ranges of y / x, with the division done once.
  let id: i32, t: f64;
  if (y < 0.6875 * x) {
    id = 0;
    t = (2 * y - x) / (2 * x + y);
  } else if (y < 1.1875 * x) {
    id = 1;
    t = (y - x) / (y + x);
  } else if (y < 2.4375 * x) {
    id = 2;
    t = ((y - x) - 0.5 * x) / (x + 1.5 * y);
  } else {
    id = 3;
    t = -x / y;
  }
  let rest = arcRest(t);
  if (left) {
    id += 4;
    t = -t;
    rest = -rest;
  }
  const at = ANGLES + (id << 4);
  return load<f64>(at) - ((rest - load<f64>(at, 8)) - t);
}

/**
 * The angle of (x, y). musl rounds y / x, then its arc tangent, then the difference to π: 1.3 ulp.
 */
export function atan2(y: f64, x: f64): f64 {
  if (x != x || y != y) return NaN;
  const left = reinterpret<i64>(x) < 0;
  const ay = abs(y), ax = abs(x);
  let angle: f64;
  if (ay == 0) angle = left ? reinterpret<f64>(0x400921FB54442D18) : 0;
  else if (ax == 0) angle = reinterpret<f64>(0x3FF921FB54442D18);
  else if (ax == Infinity || ay == Infinity) angle = atInfinity(ay, ax, left);
  else angle = angleOf(ay, ax, left);
  return copysign<f64>(angle, y);
}

function atInfinity(ay: f64, ax: f64, left: bool): f64 {
  if (ax != Infinity) return reinterpret<f64>(0x3FF921FB54442D18); // π/2
  if (ay != Infinity) return left ? reinterpret<f64>(0x400921FB54442D18) : 0;
  return reinterpret<f64>(left ? 0x4002D97C7F3321D2 : 0x3FE921FB54442D18); // 3π/4, π/4
}
