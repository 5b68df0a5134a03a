/**
 * A glTF 2.0 document made whole: its buffers, be they in a .glb's second chunk, in data URIs or in
 * files beside it, all become data URIs, and pictures, which nothing here shows, go. So three's
 * loader has nothing left to fetch, and what is missing is told by its name.
 */
import { gltfDocument } from "./gltf_document.ts";

/** Reads a file beside the document by the name that is written there. */
export type ReadBeside = (file: string) => Promise<Uint8Array>;

const GLB = 0x46546c67, JSON_CHUNK = 0x4e4f534a, BINARY_CHUNK = 0x004e4942;

/**
 * The document as JSON that needs no other file.
 *
 * @param bytes a .gltf (JSON) or a .glb (chunks)
 * @throws {Error} a chunk, the document or a buffer that is not sound, or shorter than it says
 */
export async function wholeGltf(bytes: Uint8Array, beside: ReadBeside): Promise<Uint8Array> {
  const { text, binary } = chunksOf(bytes);
  const document = gltfDocument(JSON.parse(new TextDecoder().decode(text)));
  for (const [index, buffer] of document.buffers.entries()) {
    const data = await dataOf(buffer, index === 0 ? binary : undefined, { index, beside });
    buffer.uri = `data:application/octet-stream;base64,${data.toBase64()}`;
  }
  return new TextEncoder().encode(JSON.stringify(document));
}

/** The JSON, and of a .glb the bytes behind it. */
function chunksOf(bytes: Uint8Array): { text: Uint8Array; binary?: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || view.getUint32(0, true) !== GLB) return { text: bytes };
  const version = view.getUint32(4, true), length = view.getUint32(8, true);
  if (version !== 2) throw new Error(`it is glTF ${version}; expected version 2`);
  if (length > bytes.length) {
    throw new Error(`it has ${bytes.length} bytes; its head says ${length}`);
  }
  const chunks = new Map<number, Uint8Array>();
  for (let at = 12; at + 8 <= length;) {
    const size = view.getUint32(at, true), type = view.getUint32(at + 4, true);
    if (at + 8 + size > length) throw new Error(`a chunk of ${size} bytes goes beyond its end`);
    if (!chunks.has(type)) chunks.set(type, bytes.subarray(at + 8, at + 8 + size));
    at += 8 + size;
  }
  const text = chunks.get(JSON_CHUNK), binary = chunks.get(BINARY_CHUNK);
  if (text === undefined) throw new Error("it has no JSON chunk");
  return binary === undefined ? { text } : { text, binary };
}

async function dataOf(
  { uri, byteLength: need }: { readonly uri?: string | undefined; readonly byteLength: number },
  binary: Uint8Array | undefined,
  { index, beside }: { readonly index: number; readonly beside: ReadBeside },
): Promise<Uint8Array> {
  const [data, name] = await read();
  if (data.length < need) {
    throw new Error(`${name} has ${data.length} bytes; expected ${need}`);
  }
  return data.subarray(0, need);

  async function read(): Promise<[Uint8Array, string]> {
    if (uri === undefined) {
      if (binary !== undefined) return [binary, "its binary chunk"];
      throw new Error(`buffer ${index} has no uri; expected one, or a .glb with a binary chunk`);
    }
    if (/^data:/i.test(uri)) return [inlineData(uri, index), `the data URI of buffer ${index}`];
    if (/^([a-z][a-z0-9+.-]*:|\/)/i.test(uri)) {
      throw new Error(`buffer ${index} is ${uri}; expected a file beside it or a data URI`);
    }
    const file = decodeURIComponent(uri);
    try {
      return [await beside(file), `${file}, its buffer ${index},`];
    } catch (error) {
      const why = error instanceof Error ? error.message : error;
      throw new Error(`its buffer ${index} is the file ${file} of ${need} bytes: ${why}`);
    }
  }
}

function inlineData(uri: string, index: number): Uint8Array {
  const comma = uri.indexOf(",");
  try {
    if (/;base64$/i.test(uri.slice(0, Math.max(comma, 0)))) {
      return Uint8Array.fromBase64(decodeURIComponent(uri.slice(comma + 1)));
    }
  } catch {
    // Told below.
  }
  throw new Error(`the data URI of buffer ${index} can't be read; expected base64`);
}
