/** A glTF of one triangle in the plane of x and y (up), 5 m along its z. */

/** Its buffer: three points, and indices of which some may be wrong. */
export function triangleData(indices: readonly number[] = [0, 1, 2]): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(44);
  data.set(new Uint8Array(Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0).buffer));
  data.set(new Uint8Array(Uint16Array.from(indices).buffer), 36);
  return data;
}

/** A buffer as a data URI. */
export function dataUri(data: Uint8Array): string {
  return `data:application/octet-stream;base64,${data.toBase64()}`;
}

/** Its document; without a `uri` its buffer is a chunk of a .glb. `more` stands beside the rest. */
export function triangleGltf(uri: string | undefined, more: object = {}): Uint8Array<ArrayBuffer> {
  const material = "materials" in more ? { material: 0 } : {};
  const primitive = { attributes: { POSITION: 0 }, indices: 1, ...material };
  return new TextEncoder().encode(JSON.stringify({
    asset: { version: "2.0" },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ mesh: 0, translation: [0, 0, 5] }],
    meshes: [{ primitives: [primitive] }],
    accessors: [
      {
        bufferView: 0,
        componentType: 5126,
        count: 3,
        type: "VEC3",
        min: [0, 0, 0],
        max: [1, 1, 0],
      },
      { bufferView: 1, componentType: 5123, count: 3, type: "SCALAR" },
    ],
    bufferViews: [
      { buffer: 0, byteOffset: 0, byteLength: 36 },
      { buffer: 0, byteOffset: 36, byteLength: 6 },
    ],
    buffers: [{ byteLength: 44, ...(uri === undefined ? {} : { uri }) }],
    ...more,
  }));
}
