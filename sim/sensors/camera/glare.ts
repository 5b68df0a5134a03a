/** Stray light on a camera's sensor: light that no object sends is added before the noise. */
import { exp } from "../../../core/math/scalar.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Scene } from "../../contract.ts";

/** Adds the glares of a picture that ends at `at` to its light, 3 a pixel, where 1 is white. */
export function addGlare(
  { glares }: Scene,
  at: Nanos,
  light: Float32Array,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  for (const { span, at: [u, v], radius, spot, veil } of glares) {
    if (at < span.from || at >= span.to) continue;
    const scale = 1 / (radius * width);
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++) {
        const x = (column + 0.5 - u * width) * scale, y = (row + 0.5 - v * height) * scale;
        const added = veil + spot * exp(-x * x - y * y);
        const pixel = 3 * (row * width + column);
        for (let channel = 0; channel < 3; channel++) light[pixel + channel]! += added;
      }
    }
  }
}
