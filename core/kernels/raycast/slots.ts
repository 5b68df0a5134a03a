/**
 * A shape as the packet reads it: 16 words, f32, the last its kind (i32). Rounded from the exact
 * numbers; the packet bounds what that costs.
 *
 * | kind | words |
 * | --- | --- |
 * | triangle | unit normal, d; two gradients of barycentric coordinates, each with its offset; |
 * |  | the sum of their lengths |
 * | box, cylinder | rows of local from world, each with its offset; half extents |
 * | sphere | centre, radius |
 */
import { KIND, SHAPE_SIZE, type Shapes } from "./shapes.ts";

/** Words of a slot. */
export const SLOT_SIZE = 16;

/** Writes a shape into slot `slot`. */
export function writeSlot(
  shapes: Shapes,
  shape: number,
  slots: Float32Array,
  slotInts: Int32Array,
  slot: number,
): void {
  const { data } = shapes, kind = shapes.kinds[shape]!;
  const from = shape * SHAPE_SIZE, to = slot * SLOT_SIZE;
  if (kind === KIND.triangle) writeTriangle(data, from, slots, to);
  else if (kind === KIND.sphere) {
    for (let i = 0; i < 4; i++) slots[to + i] = data[from + i]!;
  } else writeBody(data, from, slots, to);
  slotInts[to + SLOT_SIZE - 1] = kind;
}

/**
 * Barycentric coordinates as affine functions of the point (Baldwin and Weber 2016): with edges
 * e, f, N = e × f, they are (f × N) · (p − a) / N² and (N × e) · (p − a) / N².
 */
function writeTriangle(data: Float64Array, from: number, slots: Float32Array, to: number): void {
  const ax = data[from]!, ay = data[from + 1]!, az = data[from + 2]!;
  const ex = data[from + 3]! - ax, ey = data[from + 4]! - ay, ez = data[from + 5]! - az;
  const fx = data[from + 6]! - ax, fy = data[from + 7]! - ay, fz = data[from + 8]! - az;
  const nx = ey * fz - ez * fy, ny = ez * fx - ex * fz, nz = ex * fy - ey * fx;
  const square = nx * nx + ny * ny + nz * nz, length = Math.sqrt(square);
  const ux = (fy * nz - fz * ny) / square, uy = (fz * nx - fx * nz) / square;
  const uz = (fx * ny - fy * nx) / square;
  const vx = (ny * ez - nz * ey) / square, vy = (nz * ex - nx * ez) / square;
  const vz = (nx * ey - ny * ex) / square;
  slots[to] = nx / length;
  slots[to + 1] = ny / length;
  slots[to + 2] = nz / length;
  slots[to + 3] = (nx * ax + ny * ay + nz * az) / length;
  slots[to + 4] = ux;
  slots[to + 5] = uy;
  slots[to + 6] = uz;
  slots[to + 7] = -(ux * ax + uy * ay + uz * az);
  slots[to + 8] = vx;
  slots[to + 9] = vy;
  slots[to + 10] = vz;
  slots[to + 11] = -(vx * ax + vy * ay + vz * az);
  slots[to + 12] = Math.sqrt(ux * ux + uy * uy + uz * uz) + Math.sqrt(vx * vx + vy * vy + vz * vz);
}

function writeBody(data: Float64Array, from: number, slots: Float32Array, to: number): void {
  for (let row = 0; row < 3; row++) {
    let offset = 0;
    for (let i = 0; i < 3; i++) {
      const r = data[from + 3 + 3 * row + i]!;
      slots[to + 4 * row + i] = r;
      offset -= r * data[from + i]!;
    }
    slots[to + 4 * row + 3] = offset;
    slots[to + 12 + row] = data[from + 12 + row]!;
  }
}
