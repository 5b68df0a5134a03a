// Range and intensity filter with a rigid transform over points of any step whose x, y, z are
// three neighbouring little-endian float32. Four points at a time; kept ones are written without
// a branch, each over what the one before left behind it. Where few are kept they are turned
// afterwards, where they lie: what is dropped isn't. core/cloud/filter/twin.ts says the same in
// TypeScript: both round every + and × to float32, in the same order.

/** Bytes of input; a chunk is as many whole points as fit. */
const CAPACITY: i32 = 16384;
/** Of the longest point; loads of a last, partial block of four end within the slack. */
const LONGEST: i32 = 4096;

const INPUT = memory.data(16384 + 4 * 4096 + 16, 16);
// Row-major rotation, translation, square of the range, least intensity: 14 float32.
const SETTINGS = memory.data(64, 16);
// Points with finite r², points in range: of the last call.
const COUNTS = memory.data(8, 8);
/** Whether the call before kept more than half. */
let most = true;

export function capacity(): i32 {
  return CAPACITY;
}

export function longest(): i32 {
  return LONGEST;
}

export function input(): usize {
  return INPUT;
}

/** Makes room for `bytes` of output and says where they begin; 0: there is no room. */
export function reserve(bytes: i32): usize {
  const base = (__heap_base + 15) & ~15;
  // What is written last may reach a point and a vector further, or three of 16 bytes.
  const wanted = <i32>base + bytes + LONGEST + 64;
  const have = memory.size() << 16;
  if (wanted > have && memory.grow((wanted - have + 65535) >> 16) < 0) return 0;
  return base;
}

export function settings(): usize {
  return SETTINGS;
}

export function counts(): usize {
  return COUNTS;
}

// @ts-ignore: decorator
@inline
function setting(index: i32): v128 {
  return v128.load_splat<f32>(SETTINGS + (index << 2));
}

// Four numbers of datatype `kind` (sensor_msgs/PointField) as float32.
function gather(p: usize, step: usize, kind: i32): v128 {
  switch (kind) {
    case 1:
      return f32x4.convert_i32x4_s(
        i32x4(load<i8>(p), load<i8>(p + step), load<i8>(p + 2 * step), load<i8>(p + 3 * step)),
      );
    case 2:
      return f32x4.convert_i32x4_s(
        i32x4(load<u8>(p), load<u8>(p + step), load<u8>(p + 2 * step), load<u8>(p + 3 * step)),
      );
    case 3:
      return f32x4.convert_i32x4_s(
        i32x4(load<i16>(p), load<i16>(p + step), load<i16>(p + 2 * step), load<i16>(p + 3 * step)),
      );
    case 4:
      return f32x4.convert_i32x4_s(
        i32x4(load<u16>(p), load<u16>(p + step), load<u16>(p + 2 * step), load<u16>(p + 3 * step)),
      );
    case 5:
    case 6: {
      let v = v128.load32_zero(p);
      v = v128.load_lane<i32>(p + step, v, 1);
      v = v128.load_lane<i32>(p + 2 * step, v, 2);
      v = v128.load_lane<i32>(p + 3 * step, v, 3);
      return kind == 5 ? f32x4.convert_i32x4_s(v) : f32x4.convert_i32x4_u(v);
    }
    case 7: {
      let v = v128.load32_zero(p);
      v = v128.load_lane<i32>(p + step, v, 1);
      v = v128.load_lane<i32>(p + 2 * step, v, 2);
      return v128.load_lane<i32>(p + 3 * step, v, 3);
    }
    default: {
      let v = v128.splat<f32>(<f32>load<f64>(p));
      v = f32x4.replace_lane(v, 1, <f32>load<f64>(p + step));
      v = f32x4.replace_lane(v, 2, <f32>load<f64>(p + 2 * step));
      return f32x4.replace_lane(v, 3, <f32>load<f64>(p + 3 * step));
    }
  }
}

// @ts-ignore: decorator
@inline
function put(to: usize, from: usize, step: usize, x: usize, q: v128, tight: bool): void {
  if (!tight) {
    for (let k: usize = 0; k < step; k += 16) v128.store(to + k, v128.load(from + k));
  }
  v128.store(to + x, q); // its fourth lane is what stood there
}

// Bytes by which the place to write moves on: a point's where its bit is set.
// @ts-ignore: decorator
@inline
function move(mask: i32, index: i32, step: usize, tight: bool): usize {
  return <usize>(tight ? (mask << (4 - index)) & 16 : -((mask >> index) & 1) & <i32>step);
}

// Copies `count` points from `p` to `to` and returns where they end: with `test` those to be kept,
// else all and up to three more; with `turn` turned and shifted. All three flags are known when this
// is inlined; `tight`: 16 bytes a point, x first, as lidars often have it.
// @ts-ignore: decorator
@inline
function pass(
  p: usize,
  count: i32,
  step: usize,
  x: usize,
  i: usize,
  kind: i32,
  to: usize,
  tight: bool,
  test: bool,
  turn: bool,
): usize {
  const r00 = setting(0), r01 = setting(1), r02 = setting(2), tx = setting(9);
  const r10 = setting(3), r11 = setting(4), r12 = setting(5), ty = setting(10);
  const r20 = setting(6), r21 = setting(7), r22 = setting(8), tz = setting(11);
  const range2 = setting(12), least = setting(13);
  const inner = tight && kind == 7 && i == 12;
  let finite = i32x4.splat(0), near = i32x4.splat(0), mask = 15;
  for (let left = count; left > 0; left -= 4) {
    let a = v128.load(p + x), b = v128.load(p + x + step);
    let c = v128.load(p + x + 2 * step), d = v128.load(p + x + 3 * step);
    const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5), AB = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
    const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5), CD = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
    const X = v128.shuffle<i64>(ab, cd, 0, 2), Y = v128.shuffle<i64>(ab, cd, 1, 3);
    const Z = v128.shuffle<i64>(AB, CD, 0, 2), W = v128.shuffle<i64>(AB, CD, 1, 3);
    if (test) {
      const r2 = f32x4.add(f32x4.add(f32x4.mul(X, X), f32x4.mul(Y, Y)), f32x4.mul(Z, Z));
      let keep = f32x4.le(r2, range2);
      finite = i32x4.sub(finite, f32x4.lt(r2, f32x4.splat(Infinity)));
      near = i32x4.sub(near, keep);
      if (kind != 0) {
        keep = v128.and(keep, f32x4.ge(inner ? W : gather(p + i, step, kind), least));
      }
      mask = i32x4.bitmask(keep);
    }
    if (turn) {
      const U = f32x4.add(
        f32x4.add(f32x4.add(f32x4.mul(r00, X), f32x4.mul(r01, Y)), f32x4.mul(r02, Z)),
        tx,
      );
      const V = f32x4.add(
        f32x4.add(f32x4.add(f32x4.mul(r10, X), f32x4.mul(r11, Y)), f32x4.mul(r12, Z)),
        ty,
      );
      const T = f32x4.add(
        f32x4.add(f32x4.add(f32x4.mul(r20, X), f32x4.mul(r21, Y)), f32x4.mul(r22, Z)),
        tz,
      );
      const uv = v128.shuffle<i32>(U, V, 0, 4, 1, 5), UV = v128.shuffle<i32>(U, V, 2, 6, 3, 7);
      const tw = v128.shuffle<i32>(T, W, 0, 4, 1, 5), TW = v128.shuffle<i32>(T, W, 2, 6, 3, 7);
      a = v128.shuffle<i64>(uv, tw, 0, 2);
      b = v128.shuffle<i64>(uv, tw, 1, 3);
      c = v128.shuffle<i64>(UV, TW, 0, 2);
      d = v128.shuffle<i64>(UV, TW, 1, 3);
    }
    put(to, p, step, x, a, tight);
    to += move(mask, 0, step, tight);
    put(to, p + step, step, x, b, tight);
    to += move(mask, 1, step, tight);
    put(to, p + 2 * step, step, x, c, tight);
    to += move(mask, 2, step, tight);
    put(to, p + 3 * step, step, x, d, tight);
    to += move(mask, 3, step, tight);
    p += 4 * step;
  }
  if (test) {
    store<i32>(COUNTS, sum(finite));
    store<i32>(COUNTS + 4, sum(near));
  }
  return to;
}

/**
 * Filters `count` points at `input()` to `begin` and returns where what it kept ends. Each has `step`
 * bytes, its x at byte `x`, an intensity of datatype `kind` (0: none) at byte `i`.
 */
export function filter(count: i32, step: i32, x: i32, i: i32, kind: i32, begin: usize): usize {
  // Behind the last point up to three more make the last block whole: none is in range.
  for (let k = count; (k & 3) != 0; k++) store<f32>(INPUT + k * step + x, NaN);
  if (step != 16 || x != 0) {
    return pass(INPUT, count, step, x, i, kind, begin, false, true, true);
  }
  let end: usize;
  if (most) end = pass(INPUT, count, 16, 0, i, kind, begin, true, true, true);
  else {
    end = pass(INPUT, count, 16, 0, i, kind, begin, true, true, false);
    pass(begin, <i32>(end - begin) >> 4, 16, 0, 0, 0, begin, true, false, true);
  }
  most = <i32>(end - begin) > count << 3;
  return end;
}

function sum(v: v128): i32 {
  return i32x4.extract_lane(v, 0) + i32x4.extract_lane(v, 1) + i32x4.extract_lane(v, 2) +
    i32x4.extract_lane(v, 3);
}
