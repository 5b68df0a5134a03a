/** The coordinates of a cloud side by side: what grids and clustering read. */
import { columnOf } from "./column.ts";
import { DATATYPE, layoutOf, type PointCloud } from "./layout.ts";

/**
 * x, y, z of every point, in metres, in `out` where it is long enough, else in a longer array of
 * its own: pass back what it returns, and buffers grow, but are not made anew.
 *
 * @throws {CloudError} the cloud can't be read
 */
export function coordinatesOf(
  cloud: PointCloud,
  out: Float32Array<ArrayBuffer> = new Float32Array(0),
): Float32Array<ArrayBuffer> {
  const { count, step, bigEndian, xyz, double } = layoutOf(cloud);
  if (out.length < 3 * count) out = new Float32Array(Math.ceil(3.75 * count));
  const datatype = double ? DATATYPE.float64 : DATATYPE.float32;
  xyz.forEach((offset, axis) => {
    const column = columnOf(cloud.data, { offset, datatype, step, bigEndian });
    for (let i = 0; i < count; i++) out[3 * i + axis] = column(i);
  });
  return out;
}
