/** Images that tests share. */
import fc from "fast-check";
import { type ImageBytes, PIXELS } from "../../../core/vision/image.ts";

/** Bytes that look random and are the same in tests/oracles/resize_oracle.py. */
export function noise(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => Math.imul(i, 2654435761) >>> 13);
}

/** A sound image of an encoding, `pad` bytes behind each row. */
export function image(width: number, height: number, encoding = "rgb8", pad = 0): ImageBytes {
  const step = width * PIXELS[encoding]!.size + pad;
  return { width, height, encoding, step, data: noise(step * height) };
}

/** Images of any small size and encoding. */
export const images: fc.Arbitrary<ImageBytes> = fc.tuple(
  fc.integer({ min: 1, max: 70 }),
  fc.integer({ min: 1, max: 50 }),
  fc.constantFrom(...Object.keys(PIXELS)),
  fc.nat(9),
).map((drawn) => image(...drawn));
