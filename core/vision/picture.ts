/**
 * Pictures as files: PNG by fast-png, JPEG by jpeg-js; both plain JavaScript, the same bytes
 * anywhere. They are evaluated with the first picture: few runs write one, and it takes 30 ms.
 */
import defer * as png from "fast-png";
import defer * as jpeg from "jpeg-js";

/** Pixels row by row, 8 bits a channel; pixel (0, 0) is the middle of the first one. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** A picture as a PNG file. */
export function encodePng({ width, height, channels, data }: Picture): Uint8Array {
  return png.encode({ width, height, channels, depth: 8, data });
}

/** A colour picture as a JPEG file, `quality` 1 to 100. */
export function encodeJpeg(
  { width, height, channels, data }: Picture,
  quality: number,
): Uint8Array {
  const rgba = new Uint8Array(4 * width * height);
  for (let i = 0, o = 0; o < rgba.length; o += 4, i += channels) {
    rgba[o] = data[i]!;
    rgba[o + 1] = data[channels === 3 ? i + 1 : i]!;
    rgba[o + 2] = data[channels === 3 ? i + 2 : i]!;
    rgba[o + 3] = 255;
  }
  return new Uint8Array(jpeg.default.encode({ width, height, data: rgba }, quality).data);
}
