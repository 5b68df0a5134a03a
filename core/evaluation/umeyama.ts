/**
 * Least-squares similarity between two point sets (S. Umeyama, "Least-squares estimation of
 * transformation parameters between two point patterns", IEEE PAMI 13(4), 1991, eq. 34–43, with
 * the sign fix that keeps a rotation from becoming a reflection), and its 4-DoF relative that
 * turns about the vertical only (Zhang & Scaramuzza, IROS 2018, "posyaw").
 */
import { atan2, cos, sin } from "../math/scalar.ts";
import { svd3 } from "./svd3.ts";

/** `reference ≈ scale · rotation · estimate + translation`. */
export interface Similarity {
  /** 3 × 3, row-major. */
  readonly rotation: Float64Array;
  /** Metres. */
  readonly translation: Float64Array;
  /** 1 unless it was asked for. */
  readonly scale: number;
}

/**
 * The similarity that takes `from` to `to` with the least squared distance.
 *
 * @param from n × 3, metres
 * @param to n × 3, metres
 * @param options.scale also estimate the scale (Sim(3)), default false (SE(3))
 * @throws {RangeError} sizes differ, or all points lie on one line: no rotation follows from them
 */
export function umeyama(
  from: Float64Array,
  to: Float64Array,
  options: { scale?: boolean } = {},
): Similarity {
  const { covariance, meanFrom, meanTo, variance } = moments(from, to);
  const { u, d, v } = svd3(covariance);
  if (d.filter((value) => value > Number.EPSILON).length < 2) {
    throw new RangeError("the positions lie on one line or point: no alignment follows from them");
  }
  const sign = determinant(u) * determinant(v) < 0 ? -1 : 1;
  const rotation = new Float64Array(9);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 3; column++) {
      rotation[3 * row + column] = u[3 * row]! * v[3 * column]! +
        u[3 * row + 1]! * v[3 * column + 1]! + sign * u[3 * row + 2]! * v[3 * column + 2]!;
    }
  }
  const scale = options.scale ? (d[0]! + d[1]! + sign * d[2]!) / variance : 1;
  return { rotation, translation: residualShift(rotation, scale, meanFrom, meanTo), scale };
}

/**
 * The shift and turn about z that take `from` to `to` with the least squared distance. Points
 * that don't spread horizontally leave the turn at 0.
 *
 * @throws {RangeError} sizes differ
 */
export function umeyamaYaw(from: Float64Array, to: Float64Array): Similarity {
  const { covariance: c, meanFrom, meanTo } = moments(from, to);
  const yaw = atan2(c[3]! - c[1]!, c[0]! + c[4]!);
  const rotation = Float64Array.of(cos(yaw), -sin(yaw), 0, sin(yaw), cos(yaw), 0, 0, 0, 1);
  return { rotation, translation: residualShift(rotation, 1, meanFrom, meanTo), scale: 1 };
}

/** Means, eq. 34 and 35; variance of `from`, eq. 36; covariance of `to` and `from`, eq. 38. */
function moments(from: Float64Array, to: Float64Array) {
  if (from.length !== to.length || from.length === 0 || from.length % 3 !== 0) {
    throw new RangeError(`alignment of ${from.length / 3} with ${to.length / 3} points`);
  }
  const n = from.length / 3;
  const meanFrom = mean(from);
  const meanTo = mean(to);
  const covariance = new Float64Array(9);
  let variance = 0;
  for (let i = 0; i < from.length; i += 3) {
    for (let column = 0; column < 3; column++) {
      const x = from[i + column]! - meanFrom[column]!;
      variance += x * x / n;
      for (let row = 0; row < 3; row++) {
        covariance[3 * row + column]! += (to[i + row]! - meanTo[row]!) * x / n;
      }
    }
  }
  return { covariance, meanFrom, meanTo, variance };
}

function mean(points: Float64Array): Float64Array {
  const sum = new Float64Array(3);
  for (let i = 0; i < points.length; i++) sum[i % 3]! += points[i]!;
  return sum.map((value) => value / (points.length / 3));
}

function determinant(m: Float64Array): number {
  return m[0]! * (m[4]! * m[8]! - m[5]! * m[7]!) - m[1]! * (m[3]! * m[8]! - m[5]! * m[6]!) +
    m[2]! * (m[3]! * m[7]! - m[4]! * m[6]!);
}

/** Eq. 41. */
function residualShift(r: Float64Array, scale: number, from: Float64Array, to: Float64Array) {
  const shift = new Float64Array(3);
  for (let row = 0; row < 3; row++) {
    const turned = r[3 * row]! * from[0]! + r[3 * row + 1]! * from[1]! + r[3 * row + 2]! * from[2]!;
    shift[row] = to[row]! - scale * turned;
  }
  return shift;
}
