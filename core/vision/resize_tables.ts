/**
 * Which source pixels make a pixel of a resized image, and with what weights: OpenCV's bilinear
 * resize with half-pixel centres (`cv::resize`, `INTER_LINEAR`), in float32 and in the 11-bit fixed
 * point that it uses for bytes.
 */

/** Bits of a fixed-point weight: 1 is 2048. */
const ONE = 2048;

/** For each index of the result along one axis. */
export interface AxisTable {
  /** The first of two source indices. */
  readonly first: Int32Array;
  /** The second. */
  readonly second: Int32Array;
  /** Weight of the second, float32. */
  readonly weight: Float32Array;
  /** Weights of both in fixed point, pair by pair. */
  readonly fixed: Int16Array;
}

/** Rounds to the nearest integer, ties to even. */
function nearest(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * The table of an axis of `source` pixels that become `result`. Beyond the edge OpenCV gives columns
 * one pixel with weight 1, but rows the same pixel twice with weights of which each is cut off
 * after fixed-point multiplication; its fixed-point places are rounded to float32, others are not.
 */
export function axisTable(source: number, result: number, axis: "columns" | "rows"): AxisTable {
  const first = new Int32Array(result), second = new Int32Array(result);
  const weight = new Float32Array(result), fixed = new Int16Array(2 * result);
  const scale = 1 / (result / source), last = source - 1;
  for (let i = 0; i < result; i++) {
    const place = (i + 0.5) * scale - 0.5, at = Math.floor(place);
    const inside = axis === "rows" || (at >= 0 && at < last);
    weight[i] = inside ? place - at : 0;
    const part = inside ? Math.fround(Math.fround(place) - at) : 0;
    first[i] = Math.min(Math.max(at, 0), last);
    second[i] = Math.min(Math.max(at + 1, 0), last);
    fixed[2 * i] = nearest(Math.fround(1 - part) * ONE);
    fixed[2 * i + 1] = nearest(part * ONE);
  }
  return { first, second, weight, fixed };
}
