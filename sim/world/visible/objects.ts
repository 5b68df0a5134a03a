/** The things that a scenario can put into its world, by `type`. */
import { z } from "zod";
import { type MaterialConfig, materialFields } from "./material.ts";
import { type Part, standing } from "./part.ts";
import { type PathConfig, pathSchema } from "./path.ts";
import { barrel, cone, pallet, person, shelf } from "./props.ts";

/** What every object has. */
export interface ObjectBase extends MaterialConfig {
  name?: string | undefined;
  class?: string | undefined;
  position_m?: [number, number] | [number, number, number] | undefined;
  rotation_deg: [number, number, number];
  yaw_deg: number;
  path?: PathConfig | undefined;
}

/** An object as a scenario states it. */
export type ObjectConfig =
  & ObjectBase
  & (
    | { type: "box"; size_m: [number, number, number] }
    | { type: "mesh"; file: string; scale: number }
    | { type: "sphere"; radius_m: number }
    | { type: "cylinder"; radius_m: number; height_m: number }
    | { type: "wall"; to_m: [number, number]; height_m: number; thickness_m: number }
    | { type: "shelf"; size_m: [number, number, number]; levels: number; filled: number }
    | { type: "pallet" }
    | { type: "cone"; height_m: number }
    | { type: "barrel"; radius_m: number; height_m: number }
    | { type: "person"; height_m: number; top: string; legs: string }
  );

const length = z.number().positive().max(1000);
const size = z.tuple([length, length, length]);
const base = {
  name: z.string().min(1).optional().describe("of this one thing: the id of its truth boxes"),
  class: z.string().regex(/^[a-z][a-z0-9_]*$/, "a class: a–z, 0–9 and _").optional()
    .describe("default: by type"),
  position_m: z.union([
    z.tuple([z.number(), z.number()]),
    z.tuple([z.number(), z.number(), z.number()]),
  ]).optional().describe("of the middle of its base; without z it stands on the ground"),
  yaw_deg: z.number().default(0).describe("which way it faces, 0 is east"),
  rotation_deg: z.tuple([z.number(), z.number(), z.number()]).default([0, 0, 0])
    .describe("roll, pitch, yaw before yaw_deg, about the middle of the base"),
  path: pathSchema.optional().describe("what moves, instead of position_m and yaw_deg"),
  ...materialFields,
};

const kinds = [
  z.strictObject({ type: z.literal("box"), ...base, size_m: size.describe("along its x, y, z") }),
  z.strictObject({
    type: z.literal("mesh"),
    ...base,
    file: z.string().min(1).describe(
      "OBJ, STL or glTF, relative to the scenario; z up (of glTF y), metres",
    ),
    scale: z.number().positive().max(1e6).default(1).describe("of the file's numbers"),
  }),
  z.strictObject({
    type: z.literal("sphere"),
    ...base,
    radius_m: length.describe("it lies on the ground"),
  }),
  z.strictObject({
    type: z.literal("cylinder"),
    ...base,
    radius_m: length.describe("about its z"),
    height_m: length.describe("along its z"),
  }),
  z.strictObject({
    type: z.literal("wall"),
    ...base,
    to_m: z.tuple([z.number(), z.number()]).describe("its other end; position_m is the first"),
    height_m: length.default(3).describe("from its base up"),
    thickness_m: length.default(0.2).describe("half to either side"),
  }),
  z.strictObject({
    type: z.literal("shelf"),
    ...base,
    size_m: size.default([4, 1, 4]).describe("length, depth, height"),
    levels: z.number().int().min(1).max(20).default(3).describe("boards"),
    filled: z.number().min(0).max(1).default(0.7).describe("share of places with a carton"),
  }),
  z.strictObject({ type: z.literal("pallet"), ...base }),
  z.strictObject({
    type: z.literal("cone"),
    ...base,
    height_m: length.default(0.75).describe("with its foot"),
  }),
  z.strictObject({
    type: z.literal("barrel"),
    ...base,
    radius_m: length.default(0.29).describe("without its hoops"),
    height_m: length.default(0.88).describe("of the drum"),
  }),
  z.strictObject({
    type: z.literal("person"),
    ...base,
    height_m: length.default(1.75).describe("from sole to crown"),
    top: materialFields.color.unwrap().default("#d0d020").describe("colour of the jacket"),
    legs: materialFields.color.unwrap().default("#203050").describe("colour of the trousers"),
  }),
] as const;

/** An object of a scenario's world, told apart by `type`. */
export const objectSchema: z.ZodType<ObjectConfig> = z.discriminatedUnion("type", [...kinds])
  .superRefine((object, context) => {
    const complain = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (object.path !== undefined && object.position_m !== undefined) {
      complain("position_m", "either position_m or path");
    }
    if (object.path === undefined && object.position_m === undefined) {
      complain("position_m", "expected where it stands, or a path");
    }
    if (object.type !== "wall" || object.position_m === undefined) return;
    const [x, y] = object.position_m;
    if (x === object.to_m[0] && y === object.to_m[1]) complain("to_m", "expected another point");
  }) as unknown as z.ZodType<ObjectConfig>;

/** The class that a type has by itself. */
const CLASSES: Readonly<Record<ObjectConfig["type"], string>> = {
  box: "box",
  mesh: "obstacle",
  sphere: "obstacle",
  cylinder: "obstacle",
  wall: "structure",
  shelf: "shelf",
  pallet: "pallet",
  cone: "cone",
  barrel: "barrel",
  person: "person",
};

/** An object's class. */
export function classOf(object: ObjectConfig): string {
  return object.class ?? CLASSES[object.type];
}

/** Corners of the triangles of mesh files, by the name that the scenario has for them. */
export type Meshes = Readonly<Record<string, Float64Array>>;

/**
 * The parts that an object is made of, about the middle of its base.
 *
 * @throws {RangeError} its mesh is not among those that were read
 */
export function partsOf(object: ObjectConfig, meshes: Meshes = {}): Part[] {
  switch (object.type) {
    case "mesh": {
      const corners = meshes[object.file];
      if (corners === undefined) {
        throw new RangeError(`world.objects: the mesh ${object.file} was not read`);
      }
      return [{ kind: "mesh", triangles: corners.map((value) => value * object.scale) }];
    }
    case "box":
      return [standing([0, 0, 0], object.size_m)];
    case "sphere":
      return [{ kind: "sphere", at: [0, 0, object.radius_m], radius: object.radius_m }];
    case "cylinder": {
      const { radius_m: radius, height_m: height } = object;
      return [{ kind: "cylinder", at: [0, 0, height / 2], radius, height }];
    }
    case "wall": {
      const [x, y] = object.position_m ?? [0, 0], dx = object.to_m[0] - x, dy = object.to_m[1] - y;
      const along = Math.sqrt(dx * dx + dy * dy);
      return [standing([along / 2, 0, 0], [along, object.thickness_m, object.height_m])];
    }
    case "shelf":
      return shelf(object.size_m, object.levels, object.filled);
    case "pallet":
      return pallet();
    case "cone":
      return cone(object.height_m);
    case "barrel":
      return barrel(object.radius_m, object.height_m);
    case "person":
      return person(object.height_m, object);
  }
}
