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
  const width = run.columns.first.length, height = run.rows.first.length;
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < height; y++) {
      const at = (channel * height + y) * width;
      if (run.fixed) fixedRow(run, channel, y, out, at);
      else floatRow(run, channel, y, out, at);
    }
  }
}

const fround = Math.fround;

function fixedRow(run: ResizeRun, channel: number, y: number, out: Float32Array, at: number) {
  const { image: { data, step }, pixel: { size, rgb }, columns, rows } = run;
  const { first, second, fixed } = columns;
  const scale = run.scale[channel]!, offset = run.offset[channel]!;
  const upper = rows.first[y]! * step + rgb[channel]!;
  const lower = rows.second[y]! * step + rgb[channel]!;
  const c = rows.fixed[2 * y]!, d = rows.fixed[2 * y + 1]!;
  for (let x = 0; x < first.length; x++) {
    const left = first[x]! * size, right = second[x]! * size;
    const a = fixed[2 * x]!, b = fixed[2 * x + 1]!;
    const above = (data[upper + left]! * a + data[upper + right]! * b) >> 4;
    const below = (data[lower + left]! * a + data[lower + right]! * b) >> 4;
    const value = (((c * above) >> 16) + ((d * below) >> 16) + 2) >> 2;
    out[at + x] = fround(value * scale) + offset;
  }
}

function floatRow(run: ResizeRun, channel: number, y: number, out: Float32Array, at: number) {
  const { image: { data, step }, pixel: { size, rgb }, columns, rows } = run;
  const { first, second, weight } = columns;
  const scale = run.scale[channel]!, offset = run.offset[channel]!;
  const upper = rows.first[y]! * step + rgb[channel]!;
  const lower = rows.second[y]! * step + rgb[channel]!;
  const d = rows.weight[y]!, c = fround(1 - d);
  for (let x = 0; x < first.length; x++) {
    const left = first[x]! * size, right = second[x]! * size;
    const b = weight[x]!, a = fround(1 - b);
    const above = fround(fround(data[upper + left]! * a) + fround(data[upper + right]! * b));
    const below = fround(fround(data[lower + left]! * a) + fround(data[lower + right]! * b));
    const value = fround(fround(above * c) + fround(below * d));
    out[at + x] = fround(value * scale) + offset;
  }
}
