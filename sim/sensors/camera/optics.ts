/** The direction that each pixel looks in, made once. */
import type { Pinhole } from "../../../core/models/pinhole.ts";
import { unproject } from "../../../core/models/pinhole.ts";

const point = new Float64Array(2);

/**
 * Unit directions in the optical frame, 3 a pixel, row by row, of the place (du, dv) pixels from
 * each pixel's middle. NaN where the distortion can't be inverted: such pixels see nothing.
 */
export function directions(
  camera: Pinhole,
  { width, height }: { width: number; height: number },
  [du, dv]: readonly [number, number] = [0, 0],
): Float32Array {
  const out = new Float32Array(3 * width * height);
  let o = 0;
  for (let v = 0; v < height; v++) {
    for (let u = 0; u < width; u++, o += 3) {
      unproject(point, camera, u + du, v + dv);
      const x = point[0]!, y = point[1]!;
      const scale = 1 / Math.sqrt(x * x + y * y + 1);
      out[o] = x * scale;
      out[o + 1] = y * scale;
      out[o + 2] = scale;
    }
  }
  return out;
}

/** The places of a pixel's rays: a grid of `side` by `side`, distances from its middle. */
export function subpixels(side: number): [number, number][] {
  const at = (i: number) => (i + 0.5) / side - 0.5;
  return Array.from({ length: side * side }, (_, i) => [at(i % side), at(Math.floor(i / side))]);
}
