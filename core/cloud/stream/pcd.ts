/** PCD files, ascii and binary, in chunks. */
import { CloudError, DATATYPE, type PointField } from "../layout.ts";
import { CHUNK, chunksFrom, type CloudChunk } from "./chunks.ts";
import { type PcdHeader, pcdHeader } from "./pcd_header.ts";
import type { ByteStream } from "./records.ts";

/** A line of an ascii file that is longer is none. */
const LINE = 65536;

/**
 * The points of a file in chunks of 1000, or as many as are asked for.
 *
 * @throws {CloudError} it is no PCD file, one that is compressed, or ends before its last point
 */
export async function* readPcd(
  stream: ByteStream,
  options: { readonly chunk?: number } = {},
): AsyncGenerator<CloudChunk, void, void> {
  let head = new Uint8Array(0);
  const rest = pieces(stream);
  for (;;) {
    const { value, done } = await rest.next();
    if (done) throw new CloudError("no PCD file: it ends within its head");
    const longer = new Uint8Array(head.length + value.length);
    longer.set(head);
    longer.set(value, head.length);
    head = longer;
    const found = pcdHeader(head);
    if (found === undefined) continue;
    const body = following(head.subarray(found.length), rest);
    const form = { fields: found.fields, point_step: found.step, is_bigendian: false };
    const bytes = found.data === "binary" ? body : packed(body, found, options.chunk ?? CHUNK);
    yield* chunksFrom(bytes, form, { ...options, total: found.points });
    return;
  }
}

async function* pieces(stream: ByteStream): AsyncGenerator<Uint8Array, void, void> {
  yield* stream;
}

async function* following(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, void>,
): AsyncGenerator<Uint8Array, void, void> {
  yield first;
  yield* rest;
}

/** Lines of numbers as the bytes that a binary file would have, some points at a time. */
async function* packed(
  stream: ByteStream,
  { fields, step, points }: PcdHeader,
  atOnce: number,
): AsyncGenerator<Uint8Array, void, void> {
  let bytes = new Uint8Array(step * atOnce), count = 0, done = 0;
  for await (const line of lines(stream)) {
    if (line === "") continue;
    if (done === points) return;
    pack(new DataView(bytes.buffer, count * step, step), fields, line, done);
    done++;
    if (++count < atOnce) continue;
    yield bytes;
    bytes = new Uint8Array(step * atOnce);
    count = 0;
  }
  if (count > 0) yield bytes.subarray(0, count * step);
}

async function* lines(stream: ByteStream): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder("latin1");
  let held = "";
  for await (const piece of stream) {
    const parts = (held + decoder.decode(piece, { stream: true })).split("\n");
    held = parts.pop() ?? "";
    if (held.length > LINE) throw new CloudError("a line of a PCD file has no end");
    for (const part of parts) yield part.trim();
  }
  yield held.trim();
}

/** Writes the numbers of a line. @throws {CloudError} there are more or fewer, or one is none */
function pack(view: DataView, fields: readonly PointField[], line: string, index: number): void {
  const words = line.split(/\s+/);
  const wanted = fields.reduce((sum, { count }) => sum + count, 0);
  if (words.length !== wanted) {
    throw new CloudError(`point ${index} has ${words.length} numbers, expected ${wanted}`);
  }
  let word = 0;
  for (const { name, offset, datatype, count } of fields) {
    for (let i = 0; i < count; i++) {
      const text = words[word++]!;
      const value = /^[+-]?nan$/i.test(text) ? NaN : Number(text);
      if (Number.isNaN(value) && !/nan/i.test(text)) {
        throw new CloudError(`point ${index}: ${name} is "${text}", expected a number`);
      }
      set(view, offset, i, datatype, value);
    }
  }
}

function set(view: DataView, offset: number, i: number, datatype: number, value: number): void {
  switch (datatype) {
    case DATATYPE.int8:
      return view.setInt8(offset + i, value);
    case DATATYPE.uint8:
      return view.setUint8(offset + i, value);
    case DATATYPE.int16:
      return view.setInt16(offset + 2 * i, value, true);
    case DATATYPE.uint16:
      return view.setUint16(offset + 2 * i, value, true);
    case DATATYPE.int32:
      return view.setInt32(offset + 4 * i, value, true);
    case DATATYPE.uint32:
      return view.setUint32(offset + 4 * i, value, true);
    case DATATYPE.float32:
      return view.setFloat32(offset + 4 * i, value, true);
    default:
      return view.setFloat64(offset + 8 * i, value, true);
  }
}
