/** What a `sensor_msgs/msg/Image` says about its bytes, checked. */

/** The parts of a `sensor_msgs/msg/Image` that algorithms read. */
export interface ImageBytes {
  /** Rows. */
  readonly height: number;
  /** Columns. */
  readonly width: number;
  /** What a pixel is. */
  readonly encoding: string;
  /** Bytes from one row's start to the next one's. */
  readonly step: number;
  /** `step · height` bytes. */
  readonly data: Uint8Array;
}

/** An image that can't be read; the message says what was found and what was expected. */
export class ImageError extends Error {
  /** As printed before the message. */
  override readonly name = "ImageError";
}

/** Where a pixel's channels are. */
export interface PixelLayout {
  /** Bytes of a pixel. */
  readonly size: number;
  /** Bytes from its start to red, green and blue. */
  readonly rgb: readonly [red: number, green: number, blue: number];
}

/** Encodings of 8 bits a channel; grey counts as three equal channels. */
export const PIXELS: Readonly<Record<string, PixelLayout | undefined>> = {
  rgb8: { size: 3, rgb: [0, 1, 2] },
  bgr8: { size: 3, rgb: [2, 1, 0] },
  rgba8: { size: 4, rgb: [0, 1, 2] },
  bgra8: { size: 4, rgb: [2, 1, 0] },
  mono8: { size: 1, rgb: [0, 0, 0] },
};

/**
 * Checks an image and says where its channels are.
 *
 * @throws {ImageError} an encoding that is none of {@linkcode PIXELS}, no pixels, or sizes that do
 * not fit each other
 */
export function pixelLayoutOf(image: ImageBytes): PixelLayout {
  const { width, height, encoding, step, data } = image;
  const layout = Object.hasOwn(PIXELS, encoding) ? PIXELS[encoding] : undefined;
  if (layout === undefined) {
    const known = Object.keys(PIXELS).join(", ");
    throw new ImageError(`encoding is "${encoding}", expected one of ${known}`);
  }
  for (const [name, value] of Object.entries({ width, height })) {
    if (!(Number.isSafeInteger(value) && value > 0)) {
      throw new ImageError(`${name} is ${value}, expected 1 or more`);
    }
  }
  const least = width * layout.size;
  if (!(Number.isSafeInteger(step) && step >= least)) {
    const expected = `expected width × ${layout.size} = ${least} or more`;
    throw new ImageError(`step is ${step}, ${expected}`);
  }
  if (data.length !== step * height) {
    const expected = `expected step × height = ${step * height}`;
    throw new ImageError(`data has ${data.length} bytes, ${expected}`);
  }
  return layout;
}
