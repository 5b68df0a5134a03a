/** Draws messages as pictures of 8-bit red, green and blue. */
import type { BoundingBox2D, Image, PointCloud2 } from "../../msgs/types.ts";

/** Pixels row by row, three bytes each. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

type Color = readonly [number, number, number];

function paint({ width, height, data }: Canvas, x: number, y: number, color: Color): void {
  if (x < 0 || y < 0 || x >= width || y >= height) return;
  data.set(color, 3 * (y * width + x));
}

/** An `rgb8` image's pixels without what its rows are padded with. */
export function canvasOf({ width, height, step, data }: Image): Canvas {
  const out = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    out.set(data.subarray(row * step, row * step + 3 * width), 3 * row * width);
  }
  return { width, height, data: out };
}

/** A frame of two pixels around a box. */
export function frameBox(canvas: Canvas, box: BoundingBox2D, color: Color): void {
  const { center: { position: { x, y } }, size_x, size_y } = box;
  const left = Math.round(x - size_x / 2), right = Math.round(x + size_x / 2) - 1;
  const top = Math.round(y - size_y / 2), bottom = Math.round(y + size_y / 2) - 1;
  for (let line = 0; line < 2; line++) {
    for (let column = left; column <= right; column++) {
      paint(canvas, column, top + line, color);
      paint(canvas, column, bottom - line, color);
    }
    for (let row = top; row <= bottom; row++) {
      paint(canvas, left + line, row, color);
      paint(canvas, right - line, row, color);
    }
  }
}

/** Depth, `32FC1`: near is bright; each halving of the brightness is twice the distance. */
export function plotDepth({ width, height, step, data }: Image): Canvas {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const out = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const metres = view.getFloat32(row * step + 4 * column, true);
      const level = metres > 0 ? Math.min(255, Math.round(255 * 2 / (metres + 1))) : 0;
      out.fill(level, 3 * (row * width + column), 3 * (row * width + column) + 3);
    }
  }
  return { width, height, data: out };
}

/** Colours of labels, far from each other; 0 is black. */
function labelColor(label: number): Color {
  if (label === 0) return [0, 0, 0];
  const mixed = Math.imul(label, 0x9e3779b1) >>> 0;
  return [64 + (mixed >>> 24) % 192, 64 + (mixed >>> 16) % 192, 64 + (mixed >>> 8) % 192];
}

/** Labels, `8UC1`, each in a colour of its own. */
export function plotLabels({ width, height, step, data }: Image): Canvas {
  const out = new Uint8Array(3 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      out.set(labelColor(data[row * step + column]!), 3 * (row * width + column));
    }
  }
  return { width, height, data: out };
}

/** Side of a plot, pixels, and what it spans, metres: the sensor in the middle, x to the right. */
const SIDE = 800, SPAN_M = 40;

/**
 * A cloud from above: points by height from blue (−1 m) to red (3 m), a line every 5 m. Undefined: its
 * points say nothing of where they are, such as labels beside another cloud.
 */
export function plotCloud(cloud: PointCloud2): Canvas | undefined {
  const offset = (name: string) => cloud.fields.find((field) => field.name === name)?.offset;
  const [x, y, z] = [offset("x"), offset("y"), offset("z")];
  if (x === undefined || y === undefined || z === undefined) return undefined;
  const canvas = { width: SIDE, height: SIDE, data: new Uint8Array(3 * SIDE * SIDE) };
  const scale = SIDE / SPAN_M, at = (metres: number) => Math.floor(SIDE / 2 + scale * metres);
  for (let metres = -SPAN_M / 2; metres < SPAN_M / 2; metres += 5) {
    for (let i = 0; i < SIDE; i++) {
      paint(canvas, at(metres), i, [40, 40, 40]);
      paint(canvas, i, at(metres), [40, 40, 40]);
    }
  }
  const { data, point_step, is_bigendian } = cloud;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let o = 0; o + point_step <= data.byteLength; o += point_step) {
    const [px, py, pz] = [x, y, z].map((field) => view.getFloat32(o + field, !is_bigendian));
    if (!Number.isFinite(px! + py! + pz!)) continue;
    const warm = Math.max(0, Math.min(1, (pz! + 1) / 4));
    const color = [60 + 195 * warm, 200 - 120 * warm, 255 - 200 * warm].map(Math.round);
    paint(canvas, at(px!), at(-py!), color as unknown as Color);
  }
  return canvas;
}
