/**
 * The world: where on earth and when, its gravity, ground, bounds and magnets. The frame `world`
 * is ENU at the origin, z = 0 on the level ground.
 */
import { z } from "zod";
import { normalGravity, STANDARD_GRAVITY } from "../../core/models/gravity.ts";
import { decimalYear, magneticFieldEnu } from "../../core/models/wmm.ts";
import type { Nanos } from "../../msgs/time.ts";
import type { Scene, World } from "../contract.ts";
import { addDipole, type MagnetConfig, magnetSchema } from "./magnets.ts";
import { addFields, emptyScene } from "./scene.ts";
import { type RampConfig, rampSchema, Terrain } from "./terrain.ts";
import { type LightConfig, lightSchema } from "./visible/light.ts";
import { type MaterialConfig, materialFields } from "./visible/material.ts";
import { type Meshes, type ObjectConfig, objectSchema } from "./visible/objects.ts";
import { VisibleWorld } from "./visible/visible_world.ts";

/** A world as a scenario states it. */
export interface WorldConfig {
  origin: { lat_deg: number; lon_deg: number; alt_m: number };
  date: string;
  gravity_m_s2: number | "local";
  bounds_m: { min: [number, number]; max: [number, number] };
  ramps: RampConfig[];
  magnets: MagnetConfig[];
  /** What the ground looks like. */
  ground: MaterialConfig;
  /** Sun and sky. */
  light: LightConfig;
  /** What lidar and camera see. */
  objects: ObjectConfig[];
}

const corner = z.tuple([z.number(), z.number()]);

/** The `world` of a scenario. */
export const worldSchema: z.ZodType<WorldConfig> = z.strictObject({
  origin: z.strictObject({
    lat_deg: z.number().min(-90).max(90).describe("geodetic latitude"),
    lon_deg: z.number().min(-180).max(360).describe("longitude, east"),
    alt_m: z.number().min(-1000).max(20_000).default(0).describe("above the WGS84 ellipsoid"),
  }).default({ lat_deg: 48, lon_deg: 11, alt_m: 500 }).describe("where on earth (0, 0, 0) is"),
  date: z.string().default("2026-01-01").refine(isModelled, {
    error: "a date YYYY-MM-DD from 2020 to 2029, for which the magnetic field is known",
  }).describe("of the magnetic field, YYYY-MM-DD from 2020 to 2029"),
  gravity_m_s2: z.union([z.number().min(0).max(30), z.literal("local")]).default(STANDARD_GRAVITY)
    .describe("a number, or local: that of the origin on the WGS84 ellipsoid"),
  bounds_m: z.strictObject({
    min: corner.describe("corner of smallest x and y"),
    max: corner.describe("corner of largest x and y"),
  })
    .refine(({ min, max }) => min[0] < max[0] && min[1] < max[1], "min below max")
    .default({ min: [-50, -50], max: [50, 50] }).describe("waypoints lie within"),
  ramps: z.array(rampSchema).max(100).default([]).describe("on ground that is level else"),
  magnets: z.array(magnetSchema).max(100).default([]).describe("that disturb the earth's field"),
  ground: z.strictObject(materialFields).default({}).describe("what the ground looks like"),
  light: lightSchema.prefault({}).describe("sun and sky"),
  objects: z.array(objectSchema).max(10_000).default([]).describe("what lidar and camera see"),
}).describe("where and when on earth, the ground, and what is on it");

function isModelled(date: string): boolean {
  try {
    magneticFieldEnu({ lat_deg: 0, lon_deg: 0, alt_m: 0, year: decimalYear(date) });
    return true;
  } catch {
    return false;
  }
}

/** A world ready to be driven in and measured. */
export class SimulatedWorld implements World {
  readonly gravity: number;
  readonly terrain: Terrain;
  readonly scene: Scene = emptyScene();
  readonly #field: readonly [number, number, number];
  readonly #magnets: readonly MagnetConfig[];
  readonly #config: WorldConfig;
  readonly #meshes: Meshes;
  #visible: VisibleWorld | undefined;

  /** @throws {RangeError} an object's mesh is not among those that were read */
  constructor(config: WorldConfig, meshes: Meshes = {}) {
    this.#config = config;
    this.#meshes = meshes;
    for (const object of config.objects) {
      if (object.type !== "mesh" || Object.hasOwn(meshes, object.file)) continue;
      throw new RangeError(`world.objects: the mesh ${object.file} was not read`);
    }
    const { origin, date } = config;
    this.gravity = config.gravity_m_s2 === "local"
      ? normalGravity(origin.lat_deg, origin.alt_m)
      : config.gravity_m_s2;
    this.terrain = new Terrain(config.ramps);
    const field = magneticFieldEnu({ ...origin, year: decimalYear(date) });
    this.#field = [field.east, field.north, field.up];
    this.#magnets = config.magnets;
  }

  get visible(): VisibleWorld {
    return this.#visible ??= new VisibleWorld(this.#config, this.terrain, this.#meshes);
  }

  magneticField(position: Float64Array, at: Nanos, out: Float64Array): void {
    for (let i = 0; i < 3; i++) out[i] = this.#field[i]!;
    for (const magnet of this.#magnets) addDipole(magnet, position, at, out);
    addFields(this.scene, at, out);
  }
}

/** Whether a place is within the world's bounds. */
export function isInside({ bounds_m: { min, max } }: WorldConfig, x: number, y: number): boolean {
  return x >= min[0] && x <= max[0] && y >= min[1] && y <= max[1];
}
