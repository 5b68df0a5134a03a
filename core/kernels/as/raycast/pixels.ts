// From light to pixel values, after EMVA 1288: electrons with shot and dark noise, a gain, a
// digital number that saturates, a tone curve. The same operations in the same order as
// core/kernels/raycast/pixels.ts.

/** 2^16 standard normal deviates of equal probability, f32; the tone curve, u8 a digital number. */
let deviates: usize = 0;
let tone: usize = 0;
let toneMax: f64 = 0;

export function pixelTables(deviatesAt: usize, toneAt: usize, top: i32): void {
  deviates = deviatesAt;
  tone = toneAt;
  toneMax = <f64> top;
}

// xoshiro128** (Blackman and Vigna), one state a kind of noise.
let a0: u32 = 0, a1: u32 = 0, a2: u32 = 0, a3: u32 = 0;
let b0: u32 = 0, b1: u32 = 0, b2: u32 = 0, b3: u32 = 0;

export function seedShot(s0: u32, s1: u32, s2: u32, s3: u32): void {
  a0 = s0;
  a1 = s1;
  a2 = s2;
  a3 = s3 | 1; // all zero is the one state that never leaves itself
}

export function seedDark(s0: u32, s1: u32, s2: u32, s3: u32): void {
  b0 = s0;
  b1 = s1;
  b2 = s2;
  b3 = s3 | 1;
}

// @ts-ignore: decorator
@inline
function shotBits(): u32 {
  const result = rotl<u32>(a1 * 5, 7) * 9;
  const t = a1 << 9;
  a2 ^= a0;
  a3 ^= a1;
  a1 ^= a2;
  a0 ^= a3;
  a2 ^= t;
  a3 = rotl<u32>(a3, 11);
  return result;
}

// @ts-ignore: decorator
@inline
function darkBits(): u32 {
  const result = rotl<u32>(b1 * 5, 7) * 9;
  const t = b1 << 9;
  b2 ^= b0;
  b3 ^= b1;
  b1 ^= b2;
  b0 ^= b3;
  b2 ^= t;
  b3 = rotl<u32>(b3, 11);
  return result;
}

/**
 * `count` values, f32 light from `from`, f32 gain and offset (electrons) of each pixel's fixed
 * pattern, to u8 at `to`. `electrons` an amount of light of 1 frees; `dark` its mean without any;
 * `darkDeviation` of the noise that needs no light; `gain` in digital numbers an electron.
 */
export function develop(
  count: i32,
  from: usize,
  patternGain: usize,
  patternOffset: usize,
  to: usize,
  electrons: f64,
  dark: f64,
  darkDeviation: f64,
  gain: f64,
  black: f64,
  shot: f64,
): void {
  let shots: u32 = 0, darks: u32 = 0;
  for (let i: usize = 0; i < <usize> count; i++) {
    if (i & 1) {
      shots >>>= 16;
      darks >>>= 16;
    } else {
      shots = shotBits();
      darks = darkBits();
    }
    const mean = <f64> load<f32>(from + (i << 2)) * electrons * <f64> load<f32>(patternGain + (i << 2)) +
      dark + <f64> load<f32>(patternOffset + (i << 2));
    const all = mean +
      shot * sqrt(mean > 0 ? mean : 0) * <f64> load<f32>(deviates + ((<usize> (shots & 0xffff)) << 2)) +
      darkDeviation * <f64> load<f32>(deviates + ((<usize> (darks & 0xffff)) << 2));
    let number = floor(black + gain * all + 0.5);
    number = number > 0 ? (number < toneMax ? number : toneMax) : 0;
    store<u8>(to + i, load<u8>(tone + <usize> number));
  }
}
