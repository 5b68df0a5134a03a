/**
 * A pinhole camera with Brown–Conrady distortion, as OpenCV and ROS's `plumb_bob` have it. With
 * x = X/Z, y = Y/Z, r² = x² + y² and c = 1 + k₁r² + k₂r⁴ + k₃r⁶:
 *
 *     x' = x c + 2 p₁ x y + p₂ (r² + 2x²),  y' = y c + p₁ (r² + 2y²) + 2 p₂ x y
 *     u = fx x' + cx,  v = fy y' + cy
 *
 * The optical frame has x right, y down, z forward; the middle of the first pixel is (0, 0).
 */
import type { MutableNumbers } from "../math/vec3.ts";

/** Intrinsics, pixels, and k₁ k₂ p₁ p₂ k₃. */
export interface Pinhole {
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  readonly distortion: readonly [number, number, number, number, number];
}

/** out (2) = the normalised point (x, y), distorted. */
export function distort(out: MutableNumbers, camera: Pinhole, x: number, y: number): void {
  const d = camera.distortion, k1 = d[0], k2 = d[1], p1 = d[2], p2 = d[3], k3 = d[4];
  const rr = x * x + y * y;
  const c = 1 + rr * (k1 + rr * (k2 + rr * k3));
  out[0] = x * c + 2 * p1 * x * y + p2 * (rr + 2 * x * x);
  out[1] = y * c + p1 * (rr + 2 * y * y) + 2 * p2 * x * y;
}

/** out (2) = the pixel of a point (3) in the optical frame; NaN where it is not in front. */
export function project(out: MutableNumbers, camera: Pinhole, p: ArrayLike<number>): void {
  const z = p[2]!;
  if (!(z > 0)) {
    out[0] = out[1] = NaN;
    return;
  }
  distort(out, camera, p[0]! / z, p[1]! / z);
  out[0] = camera.fx * out[0]! + camera.cx;
  out[1] = camera.fy * out[1]! + camera.cy;
}

const ITERATIONS = 50;
const image = new Float64Array(2), right = new Float64Array(2), below = new Float64Array(2);
const STEP = 1e-6;

/**
 * out (2) = the normalised point that is seen at a pixel: {@linkcode distort} inverted by Newton's
 * method to 1e-12. Returns false, and NaN, where no point is: outside the region in which the
 * distortion can be inverted.
 */
export function unproject(out: MutableNumbers, camera: Pinhole, u: number, v: number): boolean {
  const tx = (u - camera.cx) / camera.fx, ty = (v - camera.cy) / camera.fy;
  let x = tx, y = ty;
  for (let i = 0; i < ITERATIONS; i++) {
    distort(image, camera, x, y);
    const ex = image[0]! - tx, ey = image[1]! - ty;
    if (ex * ex + ey * ey < 1e-24) {
      out[0] = x;
      out[1] = y;
      return true;
    }
    distort(right, camera, x + STEP, y);
    distort(below, camera, x, y + STEP);
    const a = (right[0]! - image[0]!) / STEP, b = (below[0]! - image[0]!) / STEP;
    const c = (right[1]! - image[1]!) / STEP, d = (below[1]! - image[1]!) / STEP;
    const determinant = a * d - b * c;
    if (!(determinant > 0)) break;
    x -= (d * ex - b * ey) / determinant;
    y -= (a * ey - c * ex) / determinant;
  }
  out[0] = out[1] = NaN;
  return false;
}
