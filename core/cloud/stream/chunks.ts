/** Clouds of any size as a sequence of small ones. */
import { layoutOf, type PointCloud, type PointField } from "../layout.ts";
import { type ByteStream, records } from "./records.ts";

/** Points of a chunk where nobody says otherwise. */
export const CHUNK = 1000;

/** A part of a cloud's points, as a cloud: without its order in rows. */
export type CloudChunk = PointCloud & { readonly height: 1 };

/**
 * The points of a cloud in chunks, in place: each lies in the cloud's own bytes.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { chunksOf } from "./chunks.ts";
 * const field = (name: string, offset: number) => ({ name, offset, datatype: 7, count: 1 });
 * const cloud = {
 *   ...{ height: 1, width: 2500, is_bigendian: false, point_step: 12, row_step: 30000 },
 *   fields: [field("x", 0), field("y", 4), field("z", 8)],
 *   data: new Uint8Array(30000),
 * };
 * assert.deepEqual([...chunksOf(cloud)].map(({ width }) => width), [1000, 1000, 500]);
 * ```
 * @throws {CloudError} the cloud can't be read
 */
export function* chunksOf(
  cloud: PointCloud,
  chunk: number = CHUNK,
): Generator<CloudChunk, void, void> {
  const { count, step } = layoutOf(cloud);
  for (let first = 0; first < count; first += chunk) {
    const width = Math.min(chunk, count - first);
    const data = cloud.data.subarray(first * step, (first + width) * step);
    yield chunkOf(cloud, data);
  }
}

/** What every chunk of a stream has. */
export interface ChunkForm {
  /** What a point holds. */
  readonly fields: readonly PointField[];
  /** Bytes of a point. */
  readonly point_step: number;
  /** Byte order. */
  readonly is_bigendian: boolean;
}

function chunkOf({ fields, point_step, is_bigendian }: ChunkForm, data: Uint8Array): CloudChunk {
  const width = data.length / point_step;
  return { height: 1, width, fields, is_bigendian, point_step, row_step: data.length, data };
}

/** Points of a stream of bytes in chunks. @throws {CloudError} as `records` does */
export async function* chunksFrom(
  stream: ByteStream,
  form: ChunkForm,
  options: { readonly chunk?: number | undefined; readonly total?: number } = {},
): AsyncGenerator<CloudChunk, void, void> {
  const { chunk = CHUNK, total = Infinity } = options;
  const cut = { size: form.point_step, chunk, total };
  for await (const data of records(stream, cut)) yield chunkOf(form, data);
}
