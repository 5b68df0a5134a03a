/** KITTI's .bin: x, y, z and reflectance of each point, float32, little endian, nothing else. */
import { DATATYPE } from "../layout.ts";
import { chunksFrom, type CloudChunk } from "./chunks.ts";
import type { ByteStream } from "./records.ts";

const FIELDS = ["x", "y", "z", "intensity"].map((name, i) => {
  return { name, offset: 4 * i, datatype: DATATYPE.float32, count: 1 };
});

/**
 * The points of a file in chunks of 1000, or as many as are asked for.
 *
 * @throws {CloudError} the file ends within a point
 */
export function readKitti(
  stream: ByteStream,
  options: { readonly chunk?: number } = {},
): AsyncGenerator<CloudChunk, void, void> {
  return chunksFrom(stream, { fields: FIELDS, point_step: 16, is_bigendian: false }, options);
}
