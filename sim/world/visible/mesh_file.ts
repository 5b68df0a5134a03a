/**
 * Meshes from files, read by three's own loaders: Wavefront OBJ (text), STL (text or binary) and glTF
 * (.glb, or .gltf with its buffers inside), whose y is up and becomes z. Textures are not read.
 * The loaders are loaded when the first mesh is read, since most worlds have none.
 */

/** A mesh as triangles, and how many the file had that have no area: they are left out. */
export interface Mesh {
  /** Corners, 9 numbers a triangle, metres in the mesh's own axes. */
  readonly triangles: Float64Array;
  readonly dropped: number;
}

/**
 * Reads a mesh by its file name's ending.
 *
 * @throws {RangeError} another ending, no triangle, a corner that is not finite or does not exist
 */
export async function readMesh(name: string, bytes: Uint8Array): Promise<Mesh> {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  let corners: ArrayLike<number>;
  try {
    if (ending === "obj") corners = await readObj(new TextDecoder().decode(bytes));
    else if (ending === "stl") corners = await readStl(bytes);
    else if (ending === "glb" || ending === "gltf") corners = await readGltf(bytes);
    else throw new RangeError("expected a file .obj, .stl, .glb or .gltf");
  } catch (error) {
    throw new RangeError(`${name}: ${error instanceof Error ? error.message : error}`);
  }
  return sound(name, corners);
}

async function readObj(text: string): Promise<number[]> {
  // @ts-types="@types/three/addons/loaders/OBJLoader.js"
  const { OBJLoader } = await import("three/addons/loaders/OBJLoader.js");
  const corners: number[] = [];
  new OBJLoader().parse(text).traverse((node) => {
    const { geometry } = node as unknown as { geometry?: Geometry };
    if (geometry === undefined || !("isMesh" in node)) return;
    for (const value of geometry.attributes.position?.array ?? []) corners.push(value);
  });
  return corners;
}

async function readStl(bytes: Uint8Array): Promise<ArrayLike<number>> {
  // @ts-types="@types/three/addons/loaders/STLLoader.js"
  const { STLLoader } = await import("three/addons/loaders/STLLoader.js");
  const geometry = new STLLoader().parse(bytes.slice().buffer) as unknown as Geometry;
  return geometry.attributes.position?.array ?? [];
}

async function readGltf(bytes: Uint8Array): Promise<number[]> {
  // @ts-types="@types/three/addons/loaders/GLTFLoader.js"
  const { GLTFLoader } = await import("three/addons/loaders/GLTFLoader.js");
  const { scene } = await new GLTFLoader().parseAsync(bytes.slice().buffer, "");
  scene.updateMatrixWorld(true);
  const corners: number[] = [];
  scene.traverse((node) => {
    const { geometry, matrixWorld: { elements: m } } = node as unknown as {
      geometry?: Geometry;
      matrixWorld: { elements: number[] };
    };
    const at = geometry?.attributes.position?.array;
    if (at === undefined || !("isMesh" in node)) return;
    const index = geometry?.index?.array ?? Array.from({ length: at.length / 3 }, (_, i) => i);
    for (const corner of index) {
      const [x, y, z] = [0, 1, 2].map((k) => at[3 * corner + k] ?? NaN) as [number, number, number];
      const [right, up, back] = [0, 1, 2].map((row) =>
        m[row]! * x + m[4 + row]! * y + m[8 + row]! * z + m[12 + row]!
      ) as [number, number, number];
      corners.push(right, -back, up);
    }
  });
  return corners;
}

interface Geometry {
  readonly attributes: { readonly position?: { readonly array: Float32Array } };
  readonly index?: { readonly array: ArrayLike<number> & Iterable<number> } | null;
}

/** Every corner finite, no triangle without area. */
function sound(name: string, corners: ArrayLike<number>): Mesh {
  const triangles: number[] = [];
  let dropped = 0;
  for (let o = 0; o + 9 <= corners.length; o += 9) {
    const t = Array.from({ length: 9 }, (_, i) => corners[o + i]!);
    if (!t.every(Number.isFinite)) {
      throw new RangeError(
        `${name}: triangle ${o / 9} has a corner that is not finite or does not exist`,
      );
    }
    const [ex, ey, ez] = [0, 1, 2].map((k) => t[3 + k]! - t[k]!) as [number, number, number];
    const [fx, fy, fz] = [0, 1, 2].map((k) => t[6 + k]! - t[k]!) as [number, number, number];
    const area = Math.abs(ey * fz - ez * fy) + Math.abs(ez * fx - ex * fz) +
      Math.abs(ex * fy - ey * fx);
    if (area > 0) triangles.push(...t);
    else dropped++;
  }
  if (triangles.length === 0) throw new RangeError(`${name}: holds no triangle`);
  return { triangles: Float64Array.from(triangles), dropped };
}
