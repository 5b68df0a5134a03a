// From light to pixel values, after EMVA 1288: electrons with shot and dark noise, a gain, a
// digital number that saturates, a tone curve. In f32: the same operations in the same order as
// core/kernels/pixels_twin.ts.

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
  const zero = f32x4.splat(0), top = f32x4.splat(<f32> toneMax), half = f32x4.splat(0.5);
  const free = f32x4.splat(<f32> electrons), still = f32x4.splat(<f32> dark);
  const ofShot = f32x4.splat(<f32> shot), ofDark = f32x4.splat(<f32> darkDeviation);
  const bottom = f32x4.splat(<f32> black), step = f32x4.splat(<f32> gain);
  // Two values share a word of each noise; those behind the last one fall into padding.
  for (let i: usize = 0; i < <usize> count; i += 4) {
    const at = i << 2;
    const mean = f32x4.add(
      f32x4.add(
        f32x4.mul(f32x4.mul(v128.load(from + at), free), v128.load(patternGain + at)),
        still,
      ),
      v128.load(patternOffset + at),
    );
    const shots = deviatesOf(shotBits(), shotBits());
    const darks = deviatesOf(darkBits(), darkBits());
    const all = f32x4.add(
      f32x4.add(
        mean,
        f32x4.mul(f32x4.mul(ofShot, f32x4.sqrt(f32x4.pmax(zero, mean))), shots),
      ),
      f32x4.mul(ofDark, darks),
    );
    const number = f32x4.floor(f32x4.add(f32x4.add(bottom, f32x4.mul(step, all)), half));
    const whole = i32x4.trunc_sat_f32x4_s(f32x4.pmax(zero, f32x4.pmin(top, number)));
    store<u8>(to + i, load<u8>(tone + <usize> i32x4.extract_lane(whole, 0)));
    store<u8>(to + i, load<u8>(tone + <usize> i32x4.extract_lane(whole, 1)), 1);
    store<u8>(to + i, load<u8>(tone + <usize> i32x4.extract_lane(whole, 2)), 2);
    store<u8>(to + i, load<u8>(tone + <usize> i32x4.extract_lane(whole, 3)), 3);
  }
}

/** The deviates of two words' halves. */
// @ts-ignore: decorator
@inline
function deviatesOf(a: u32, b: u32): v128 {
  let all = v128.load32_zero(deviates + ((<usize> (a & 0xffff)) << 2));
  all = v128.load32_lane(deviates + ((<usize> (a >>> 16)) << 2), all, 1);
  all = v128.load32_lane(deviates + ((<usize> (b & 0xffff)) << 2), all, 2);
  return v128.load32_lane(deviates + ((<usize> (b >>> 16)) << 2), all, 3);
}
