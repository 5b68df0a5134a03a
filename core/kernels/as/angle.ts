// Sine, cosine and tangent of large angles. NativeMath's own reduction keeps some 64 bits, which
// next to a multiple of π/2 leaves an error of thousands of ulp; this one keeps what is needed, 137
// bits before cancellation, of which no double cancels more than 62 (Payne and Hanek 1983). The
// kernels are musl's __sin.c, __cos.c and __tan.c, from FreeBSD's msun: see ../NOTICE.

/** 64 zeros, then the binary digits of 2/π after the point. */
// @ts-ignore: decorator
@lazy @inline const TWO_OVER_PI = memory.data<u64>([
  0x0000000000000000, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0,
  0xDB6295993C439041, 0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0,
  0x06492EEA09D1921C, 0xFE1DEB1CB129A73E, 0xE88235F52EBB4484,
  0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B,
  0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7,
  0x4F463F669E5FEA2D, 0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA,
  0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB, 0xF0CFBC209AF4361D,
  0xA9E391615EE61B08,
]);

/** Where NativeMath's reduction for moderate angles ends, as the high word of |x|: 2^20 π/2. */
const LARGE: u32 = 0x413921FB;

// The rest of the last reduction, |high + low| ≤ π/4.
let high: f64 = 0;
let low: f64 = 0;

// @ts-ignore: decorator
@inline
export function isLarge(x: f64): bool {
  const word = <u32>(reinterpret<u64>(x) >> 32) & 0x7FFFFFFF;
  return word >= LARGE && word < 0x7FF00000;
}

/** The high 64 bits of a product. */
function multiplyHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xFFFFFFFF, a1 = a >> 32;
  const b0 = b & 0xFFFFFFFF, b1 = b >> 32;
  const middle = a1 * b0 + (a0 * b0 >> 32);
  const other = a0 * b1 + (middle & 0xFFFFFFFF);
  return a1 * b1 + (middle >> 32) + (other >> 32);
}

/** 64 binary digits of the table from bit `at`, 0 being the first. */
// @ts-ignore: decorator
@inline
function digits(at: i32): u64 {
  const word = TWO_OVER_PI + ((at >> 6) << 3);
  const shift = <u64>(at & 63);
  const first = load<u64>(word);
  return shift == 0 ? first : first << shift | load<u64>(word, 8) >> (64 - shift);
}

/** Sets high + low = x − q π/2 and returns q, of which the last two bits count. */
function reduce(x: f64): i32 {
  const bits = reinterpret<u64>(x);
  const exponent = <i32>(bits >> 52 & 0x7FF) - 1075; // |x| = mantissa · 2^exponent
  const mantissa = bits & 0x000FFFFFFFFFFFFF | 0x0010000000000000;
  // Digits of 2/π that give whole turns are left out; of 192 others the product is kept, in
  // units of 2^-192 turns.
  const at = 62 + exponent;
  const w2 = digits(at), w1 = digits(at + 64), w0 = digits(at + 128);
  const p0 = mantissa * w0;
  const carried = multiplyHigh(mantissa, w0);
  const middle = mantissa * w1;
  const p1 = middle + carried;
  const p2 = mantissa * w2 + multiplyHigh(mantissa, w1) + u64(p1 < middle);
  let quadrant = <i32>(p2 >> 62);
  let f2 = p2 << 2 | p1 >> 62, f1 = p1 << 2 | p0 >> 62, f0 = p0 << 2;
  let sign: f64 = 1;
  if (f2 >> 63) { // above half a quarter: count from the next one
    quadrant += 1;
    sign = -1;
    f0 = ~f0 + 1;
    f1 = ~f1 + u64(f0 == 0);
    f2 = ~f2 + u64(f0 == 0 && f1 == 0);
  }
  const zeros = clz(f2); // at most 62, since no double is nearer to a multiple of π/2
  const a = f2 << zeros | f1 >> 1 >> (63 - zeros);
  const b = f1 << zeros | f0 >> 1 >> (63 - zeros);
  const unit = reinterpret<f64>(<u64>(1023 - 53 - zeros) << 52);
  multiplyByQuarterTurn(
    <f64>(a >> 11) * unit,
    <f64>((a & 0x7FF) << 42 | b >> 22) * unit * reinterpret<f64>(0x3CA0000000000000), // 2^-53
  );
  if (bits >> 63) {
    quadrant = -quadrant;
    sign = -sign;
  }
  high *= sign;
  low *= sign;
  return quadrant;
}

/** Sets high + low = (a + b) π/2, |b| below the last place of a, by Dekker's exact product. */
function multiplyByQuarterTurn(a: f64, b: f64): void {
  const c = reinterpret<f64>(0x3FF921FB54442D18), d = reinterpret<f64>(0x3C91A62633145C07);
  const SPLIT: f64 = 134217729; // 2^27 + 1
  const at = a * SPLIT, ct = c * SPLIT;
  const a1 = at - (at - a), c1 = ct - (ct - c);
  const a0 = a - a1, c0 = c - c1;
  const p = a * c;
  const rest = ((a1 * c1 - p) + a1 * c0 + a0 * c1) + a0 * c0 + (a * d + b * c);
  high = p + rest;
  low = (p - high) + rest;
}

function kernelSine(x: f64, y: f64): f64 {
  const S1 = reinterpret<f64>(0xBFC5555555555549);
  const S2 = reinterpret<f64>(0x3F8111111110F8A6);
  const S3 = reinterpret<f64>(0xBF2A01A019C161D5);
  const S4 = reinterpret<f64>(0x3EC71DE357B1FE7D);
  const S5 = reinterpret<f64>(0xBE5AE5E68A2B9CEB);
  const S6 = reinterpret<f64>(0x3DE5D93A5ACFD57C);
  const z = x * x;
  const w = z * z;
  const r = S2 + z * (S3 + z * S4) + z * w * (S5 + z * S6);
  const v = z * x;
  return x - ((z * (0.5 * y - v * r) - y) - v * S1);
}

function kernelCosine(x: f64, y: f64): f64 {
  const C1 = reinterpret<f64>(0x3FA555555555554C);
  const C2 = reinterpret<f64>(0xBF56C16C16C15177);
  const C3 = reinterpret<f64>(0x3EFA01A019CB1590);
  const C4 = reinterpret<f64>(0xBE927E4F809C52AD);
  const C5 = reinterpret<f64>(0x3E21EE9EBDB4B1C4);
  const C6 = reinterpret<f64>(0xBDA8FAE9BE8838D4);
  const z = x * x;
  const w = z * z;
  const r = z * (C1 + z * (C2 + z * C3)) + w * w * (C4 + z * (C5 + z * C6));
  const half = 0.5 * z;
  const rest = 1.0 - half;
  return rest + (((1.0 - rest) - half) + (z * r - x * y));
}

/** tan(x + y), or −1 / tan(x + y) where `inverse`. */
function kernelTangent(x: f64, y: f64, inverse: bool): f64 {
  const T0 = reinterpret<f64>(0x3FD5555555555563);
  const T1 = reinterpret<f64>(0x3FC111111110FE7A);
  const T2 = reinterpret<f64>(0x3FABA1BA1BB341FE);
  const T3 = reinterpret<f64>(0x3F9664F48406D637);
  const T4 = reinterpret<f64>(0x3F8226E3E96E8493);
  const T5 = reinterpret<f64>(0x3F6D6D22C9560328);
  const T6 = reinterpret<f64>(0x3F57DBC8FEE08315);
  const T7 = reinterpret<f64>(0x3F4344D8F2F26501);
  const T8 = reinterpret<f64>(0x3F3026F71A8D1068);
  const T9 = reinterpret<f64>(0x3F147E88A03792A6);
  const T10 = reinterpret<f64>(0x3F12B80F32F0A7E9);
  const T11 = reinterpret<f64>(0xBEF375CBDB605373);
  const T12 = reinterpret<f64>(0x3EFB2A7074BF7AD4);
  const PIO4 = reinterpret<f64>(0x3FE921FB54442D18);
  const PIO4_LOW = reinterpret<f64>(0x3C81A62633145C07);
  const big = abs(x) >= 0.67434;
  const negative = x < 0;
  if (big) {
    if (negative) {
      x = -x;
      y = -y;
    }
    x = (PIO4 - x) + (PIO4_LOW - y);
    y = 0;
  }
  const z = x * x;
  const w = z * z;
  let r = T1 + w * (T3 + w * (T5 + w * (T7 + w * (T9 + w * T11))));
  const v = z * (T2 + w * (T4 + w * (T6 + w * (T8 + w * (T10 + w * T12)))));
  const s = z * x;
  r = y + z * (s * (r + v) + y) + s * T0;
  const t = x + r;
  if (big) {
    const sign: f64 = inverse ? -1 : 1;
    const value = sign - 2 * (x + (r - t * t / (t + sign)));
    return negative ? -value : value;
  }
  if (!inverse) return t;
  // −1 / (x + r) to full precision.
  const upper = 0xFFFFFFFF00000000;
  const t1 = reinterpret<f64>(reinterpret<u64>(t) & upper);
  const rest = r - (t1 - x);
  const a = -1.0 / t;
  const a1 = reinterpret<f64>(reinterpret<u64>(a) & upper);
  return a1 + a * (1.0 + a1 * t1 + a1 * rest);
}

export function sinOfLarge(x: f64): f64 {
  const quadrant = reduce(x);
  const value = quadrant & 1 ? kernelCosine(high, low) : kernelSine(high, low);
  return quadrant & 2 ? -value : value;
}

export function cosOfLarge(x: f64): f64 {
  const quadrant = reduce(x);
  const value = quadrant & 1 ? kernelSine(high, low) : kernelCosine(high, low);
  return (quadrant + 1) & 2 ? -value : value;
}

export function tanOfLarge(x: f64): f64 {
  const quadrant = reduce(x);
  return kernelTangent(high, low, (quadrant & 1) != 0);
}
