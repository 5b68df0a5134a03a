/**
 * Resize and normalisation in TypeScript: the specification of core/kernels/as/image.ts, and what
 * makes sizes that the kernel does not. Both give the same bits.
 */
import type { ImageBytes, PixelLayout } from "./image.ts";
import type { AxisTable } from "./resize_tables.ts";

/** What resizes an image to planes; see {@linkcode resizeTwin}. */
export interface ResizeRun {
  /** The image, checked. */
  readonly image: ImageBytes;
  /** Its channels. */
  readonly pixel: PixelLayout;
  /** Of its width. */
  readonly columns: AxisTable;
  /** Of its height. */
  readonly rows: AxisTable;
  /** 11-bit fixed point, as OpenCV resizes bytes; else float32. */
  readonly fixed: boolean;
  /** For each channel: result = value · scale + offset, each rounded to float32. */
  readonly scale: Float32Array;
  /** See `scale`. */
  readonly offset: Float32Array;
}

/** out (3 × rows × columns) = the image, resized and normalised, channel by channel. */
export function resizeTwin(run: ResizeRun, out: Float32Array): void {
  const { image, pixel, columns, rows, scale, offset } = run;
  const width = columns.first.length, height = rows.first.length;
  const { data, step } = image, { size } = pixel;
  const blend = run.fixed ? blendFixed : blendFloat;
  for (let channel = 0; channel < 3; channel++) {
    const shift = pixel.rgb[channel]!;
    for (let y = 0; y < height; y++) {
      const upper = rows.first[y]! * step + shift;
      const lower = rows.second[y]! * step + shift;
      for (let x = 0; x < width; x++) {
        const left = columns.first[x]! * size;
        const right = columns.second[x]! * size;
        const value = blend(
          ...[data[upper + left]!, data[upper + right]!] as const,
          ...[data[lower + left]!, data[lower + right]!] as const,
          ...[columns, x, rows, y] as const,
        );
        const scaled = Math.fround(value * scale[channel]!);
        out[(channel * height + y) * width + x] = scaled + offset[channel]!;
      }
    }
  }
}

type Blend = (
  upperLeft: number,
  upperRight: number,
  lowerLeft: number,
  lowerRight: number,
  columns: AxisTable,
  x: number,
  rows: AxisTable,
  y: number,
) => number;

const blendFixed: Blend = (ul, ur, ll, lr, columns, x, rows, y) => {
  const a = columns.fixed[2 * x]!, b = columns.fixed[2 * x + 1]!;
  const upper = (ul * a + ur * b) >> 4, lower = (ll * a + lr * b) >> 4;
  const sum = ((rows.fixed[2 * y]! * upper) >> 16) + ((rows.fixed[2 * y + 1]! * lower) >> 16);
  return (sum + 2) >> 2;
};

const blendFloat: Blend = (ul, ur, ll, lr, columns, x, rows, y) => {
  const upper = mix(ul, ur, columns.weight[x]!), lower = mix(ll, lr, columns.weight[x]!);
  return mix(upper, lower, rows.weight[y]!);
};

function mix(a: number, b: number, weight: number): number {
  const rest = Math.fround(1 - weight);
  return Math.fround(Math.fround(a * rest) + Math.fround(b * weight));
}
