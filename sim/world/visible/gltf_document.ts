/**
 * What of a glTF 2.0 document is read: nodes, triangles, where their numbers lie. All else is left
 * out and every number that points at something is checked, because three's loader answers some
 * damage with a promise that nobody waits for.
 */
import { z } from "zod";

const whole = z.int().min(0), size = z.int().min(1), number = z.number();
const COMPONENT_BYTES: Readonly<Record<number, number>> = {
  5120: 1,
  5121: 1,
  5122: 2,
  5123: 2,
  5125: 4,
  5126: 4,
};
const PARTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 } as const;

const componentType = z.int().refine((type) => type in COMPONENT_BYTES, {
  message: "expected a component type, 5120 to 5126",
});
const accessor = z.object({
  bufferView: whole,
  byteOffset: whole.default(0),
  componentType,
  normalized: z.boolean().optional(),
  count: size,
  min: z.array(number).max(16).optional(),
  max: z.array(number).max(16).optional(),
  type: z.enum(["SCALAR", "VEC2", "VEC3", "VEC4", "MAT2", "MAT3", "MAT4"]),
  sparse: z.undefined({ error: "sparse accessors are not read" }).optional(),
});
const primitive = z.object({
  attributes: z.object({ POSITION: whole.optional() }),
  indices: whole.optional(),
  mode: z.int().min(0).max(6).default(4),
});
const schema = z.object({
  asset: z.object({ version: z.literal("2.0") }),
  scene: whole.optional(),
  scenes: z.array(z.object({ nodes: z.array(whole).default([]) })).min(1),
  nodes: z.array(z.object({
    mesh: whole.optional(),
    children: z.array(whole).default([]),
    matrix: z.array(number).length(16).optional(),
    translation: z.tuple([number, number, number]).optional(),
    rotation: z.tuple([number, number, number, number]).optional(),
    scale: z.tuple([number, number, number]).optional(),
  })),
  meshes: z.array(z.object({ primitives: z.array(primitive).min(1) })),
  accessors: z.array(accessor),
  bufferViews: z.array(z.object({
    buffer: whole,
    byteOffset: whole.default(0),
    byteLength: size,
    byteStride: z.int().min(4).max(252).multipleOf(4).optional(),
  })),
  buffers: z.array(z.object({ uri: z.string().optional(), byteLength: size })),
  extensionsRequired: z.array(z.string()).default([]),
});

/** A document whose every reference leads somewhere. */
export type GltfDocument = z.output<typeof schema>;

/** Extensions that change looks alone, or what the loader reads anyway. */
const HARMLESS = /^(KHR_materials_|KHR_texture_|EXT_texture_|KHR_lights_|KHR_mesh_quantization$)/;

/** The document that some JSON is. @throws {Error} the first thing that is wrong, and where */
export function gltfDocument(data: unknown): GltfDocument {
  const { success, data: document, error } = schema.safeParse(data);
  if (!success) {
    const { path, message } = error.issues[0]!;
    throw new Error(`${path.join(".") || "the document"}: ${message}`);
  }
  const odd = document.extensionsRequired.find((name) => !HARMLESS.test(name));
  if (odd !== undefined) throw new Error(`it needs ${odd}, which is not read`);
  const { scene, scenes } = document;
  if (scene !== undefined) refers(scene, scenes, "scene");
  checkTree(document);
  for (const [i, { primitives }] of document.meshes.entries()) {
    for (const { attributes: { POSITION }, indices, mode } of primitives) {
      const at = `meshes.${i}.primitives`;
      if (POSITION !== undefined) checkPositions(refers(POSITION, document.accessors, at), at);
      if (indices !== undefined) checkIndices(refers(indices, document.accessors, at), at);
      if (mode > 4 && POSITION === undefined) throw new Error(`${at}: a strip without POSITION`);
    }
  }
  for (const i of document.accessors.keys()) checkExtent(document, i);
  return document;
}

function refers<T>(index: number, list: readonly T[], at: string): T {
  const found = list[index];
  if (found === undefined) throw new Error(`${at}: ${index} of ${list.length} is none`);
  return found;
}

/** Each node has one parent at most, and none is below itself. */
function checkTree({ nodes, scenes, meshes }: GltfDocument): void {
  const below = new Set<number>();
  for (const [i, { mesh, children }] of nodes.entries()) {
    if (mesh !== undefined) refers(mesh, meshes, `nodes.${i}.mesh`);
    for (const child of children) {
      refers(child, nodes, `nodes.${i}.children`);
      if (below.has(child)) throw new Error(`nodes.${i}.children: ${child} has two parents`);
      below.add(child);
    }
  }
  for (const [i, scene] of scenes.entries()) {
    for (const node of scene.nodes) {
      refers(node, nodes, `scenes.${i}.nodes`);
      if (below.has(node)) throw new Error(`scenes.${i}.nodes: ${node} is a child`);
    }
  }
}

function checkPositions({ type }: GltfDocument["accessors"][number], at: string): void {
  if (type !== "VEC3") throw new Error(`${at}: POSITION is ${type}; expected VEC3`);
}

function checkIndices(
  { type, componentType }: GltfDocument["accessors"][number],
  at: string,
): void {
  if (type === "SCALAR" && [5121, 5123, 5125].includes(componentType)) return;
  throw new Error(`${at}: indices are ${type} of ${componentType}; expected unsigned SCALAR`);
}

/** An accessor's numbers lie within its view, and that within its buffer. */
function checkExtent({ accessors, bufferViews, buffers }: GltfDocument, index: number): void {
  const { bufferView, byteOffset, componentType, count, type } = accessors[index]!;
  const at = `accessors.${index}`, view = refers(bufferView, bufferViews, at);
  const buffer = refers(view.buffer, buffers, `bufferViews.${bufferView}`);
  if (view.byteOffset + view.byteLength > buffer.byteLength) {
    throw new Error(`bufferViews.${bufferView}: goes beyond the end of its buffer`);
  }
  const bytes = COMPONENT_BYTES[componentType]!, item = bytes * PARTS[type];
  const stride = view.byteStride ?? item, first = Math.floor(byteOffset / stride) * stride;
  if (byteOffset % bytes !== 0) throw new Error(`${at}: byteOffset is no multiple of ${bytes}`);
  if (stride < item) throw new Error(`${at}: items of ${item} bytes stand ${stride} bytes apart`);
  const start = stride === item ? byteOffset : first;
  if (start + count * stride > view.byteLength) {
    throw new Error(`${at}: ${count} items go beyond the end of bufferViews.${bufferView}`);
  }
}
