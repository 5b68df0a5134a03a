/**
 * Meshes from files, read by three's own loaders: Wavefront OBJ (text), STL (text or binary) and glTF
 * (.glb, or .gltf with its buffers inside or beside it), whose y is up and becomes z. Textures are
 * not read. The loaders are loaded when the first mesh is read, since most worlds have none.
 */
import type { ReadBeside } from "./gltf.ts";

/** A mesh as triangles, and how many the file had that have no area: they are left out. */
export interface Mesh {
  /** Corners, 9 numbers a triangle, metres in the mesh's own axes. */
  readonly triangles: Float64Array;
  readonly dropped: number;
}

const ALONE: ReadBeside = () => Promise.reject(new Error("files can't be read here"));

/**
 * Reads a mesh by its file name's ending.
 *
 * @param beside reads a file whose name is relative to the mesh's own, such as a glTF's buffer
 * @throws {RangeError} another ending, no triangle, a corner that is not finite or does not exist,
 * a file beside it that is missing or too short
 */
export async function readMesh(
  name: string,
  bytes: Uint8Array,
  beside: ReadBeside = ALONE,
): Promise<Mesh> {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase();
  let corners: ArrayLike<number>;
  try {
    if (ending === "obj") corners = await readObj(new TextDecoder().decode(bytes));
    else if (ending === "stl") corners = await readStl(bytes);
    else if (ending === "glb" || ending === "gltf") {
      const { wholeGltf } = await import("./gltf.ts");
      corners = await readGltf(await wholeGltf(bytes, beside));
    } else throw new RangeError("expected a file .obj, .stl, .glb or .gltf");
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
    const at = geometry?.attributes.position;
    if (at === undefined || !("isMesh" in node)) return;
    const index = geometry?.index?.array ?? Array.from({ length: at.count }, (_, i) => i);
    for (const corner of index) {
      // Numbers may lie among others or stand for parts of a range: the attribute knows.
      const there = corner < at.count;
      const [x, y, z] = there ? [at.getX(corner), at.getY(corner), at.getZ(corner)] : NOWHERE;
      const [right, up, back] = [0, 1, 2].map((row) =>
        m[row]! * x + m[4 + row]! * y + m[8 + row]! * z + m[12 + row]!
      ) as [number, number, number];
      corners.push(right, -back, up);
    }
  });
  return corners;
}

const NOWHERE = [NaN, NaN, NaN] as const;

interface Attribute {
  readonly array: Float32Array;
  readonly count: number;
  getX(index: number): number;
  getY(index: number): number;
  getZ(index: number): number;
}

interface Geometry {
  readonly attributes: { readonly position?: Attribute };
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
