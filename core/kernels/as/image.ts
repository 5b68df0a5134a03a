// An image of bytes becomes the planes of float32 that a network takes: bilinear resize with
// half-pixel centres as OpenCV does it, scale and offset for each channel. A pixel of the result is
// one vector (red, green, blue, unused). core/vision/resize_twin.ts says the same in TypeScript.
// The caller puts rows of the source behind heap() and fills the tables.

/** Longest side of the result. */
const MOST: i32 = 1024;

// For each column of the result: bytes from the row's start to the left one of two pixels.
const COLUMNS = memory.data(1024 * 4, 16);
// Its two weights: int16 pairs of 11 bits (fixed point), or the right one as float32.
const WEIGHTS = memory.data(1024 * 4, 16);
// For each row of the result: address of the upper and of the lower source row, and two weights.
const ROWS = memory.data(1024 * 16, 16);
// Two rows of the source, resized along x.
const UPPER = memory.data(1024 * 16, 16);
const LOWER = memory.data(1024 * 16, 16);
// Bytes of the two pixels that are the result's channels: a shuffle for each mode.
const ORDER = memory.data(48, 16);
// Scale and offset of each channel.
const NORMAL = memory.data(32, 16);

export function most(): i32 {
  return MOST;
}

export function columns(): usize {
  return COLUMNS;
}

export function weights(): usize {
  return WEIGHTS;
}

export function rows(): usize {
  return ROWS;
}

export function order(): usize {
  return ORDER;
}

export function normal(): usize {
  return NORMAL;
}

/** Makes room for `bytes` and says where they begin; 0: there is no room. */
export function reserve(bytes: i32): usize {
  const wanted = <i32>((__heap_base + 15) & ~15) + bytes;
  const have = memory.size() << 16;
  if (wanted > have && memory.grow((wanted - have + 65535) >> 16) < 0) return 0;
  return (__heap_base + 15) & ~15;
}

// Weighted sums of neighbouring pixels in 11-bit fixed point, as int32.
function alongFixed(from: usize, to: usize, width: i32): void {
  const pairs = v128.load(ORDER);
  for (let i = 0; i < width; i++) {
    const pixels = v128.load64_zero(from + load<u32>(COLUMNS + (i << 2)));
    const sums = i32x4.dot_i16x8_s(
      v128.swizzle(pixels, pairs),
      v128.load32_splat(WEIGHTS + (i << 2)),
    );
    v128.store(to + (i << 4), sums);
  }
}

function alongFloat(from: usize, to: usize, width: i32): void {
  const left = v128.load(ORDER + 16), right = v128.load(ORDER + 32);
  for (let i = 0; i < width; i++) {
    const pixels = v128.load64_zero(from + load<u32>(COLUMNS + (i << 2)));
    const weight = v128.load32_splat(WEIGHTS + (i << 2));
    const a = f32x4.convert_i32x4_u(v128.swizzle(pixels, left));
    const b = f32x4.convert_i32x4_u(v128.swizzle(pixels, right));
    const rest = f32x4.sub(f32x4.splat(1), weight);
    v128.store(to + (i << 4), f32x4.add(f32x4.mul(a, rest), f32x4.mul(b, weight)));
  }
}

// @ts-ignore: decorator
@inline
function downFixed(i: i32, a: v128, b: v128): v128 {
  const upper = i32x4.shr_s(v128.load(UPPER + (i << 4)), 4);
  const lower = i32x4.shr_s(v128.load(LOWER + (i << 4)), 4);
  const sum = i32x4.add(
    i32x4.shr_s(i32x4.mul(a, upper), 16),
    i32x4.shr_s(i32x4.mul(b, lower), 16),
  );
  return f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.add(sum, i32x4.splat(2)), 2));
}

// @ts-ignore: decorator
@inline
function downFloat(i: i32, a: v128, b: v128): v128 {
  return f32x4.add(
    f32x4.mul(v128.load(UPPER + (i << 4)), a),
    f32x4.mul(v128.load(LOWER + (i << 4)), b),
  );
}

// One row of the result from the two rows resized along x; `width` is a multiple of 4.
// @ts-ignore: decorator
@inline
function down(row: usize, to: usize, width: i32, plane: usize, fixed: bool): void {
  const a = v128.load32_splat(row + 8), b = v128.load32_splat(row + 12);
  const scale = v128.load(NORMAL), offset = v128.load(NORMAL + 16);
  for (let i = 0; i < width; i += 4) {
    const p = fixed ? downFixed(i, a, b) : downFloat(i, a, b);
    const q = fixed ? downFixed(i + 1, a, b) : downFloat(i + 1, a, b);
    const r = fixed ? downFixed(i + 2, a, b) : downFloat(i + 2, a, b);
    const s = fixed ? downFixed(i + 3, a, b) : downFloat(i + 3, a, b);
    const P = f32x4.add(f32x4.mul(p, scale), offset), Q = f32x4.add(f32x4.mul(q, scale), offset);
    const R = f32x4.add(f32x4.mul(r, scale), offset), S = f32x4.add(f32x4.mul(s, scale), offset);
    const PQ = v128.shuffle<i32>(P, Q, 0, 4, 1, 5), pq = v128.shuffle<i32>(P, Q, 2, 6, 3, 7);
    const RS = v128.shuffle<i32>(R, S, 0, 4, 1, 5), rs = v128.shuffle<i32>(R, S, 2, 6, 3, 7);
    const at = to + (i << 2);
    v128.store(at, v128.shuffle<i64>(PQ, RS, 0, 2));
    v128.store(at + plane, v128.shuffle<i64>(PQ, RS, 1, 3));
    v128.store(at + 2 * plane, v128.shuffle<i64>(pq, rs, 0, 2));
  }
}

/** Rows `first` to `end` of the result, `plane` bytes from channel to channel, at `out`. */
export function resize(
  first: i32,
  end: i32,
  width: i32,
  plane: usize,
  out: usize,
  fixed: bool,
): void {
  for (let y = first; y < end; y++) {
    const row = ROWS + (y << 4);
    const upper = load<u32>(row), lower = load<u32>(row + 4);
    if (fixed) {
      alongFixed(upper, UPPER, width);
      alongFixed(lower, LOWER, width);
    } else {
      alongFloat(upper, UPPER, width);
      alongFloat(lower, LOWER, width);
    }
    const to = out + y * (width << 2);
    if (fixed) down(row, to, width, plane, true);
    else down(row, to, width, plane, false);
  }
}
