/** What a scenario can be made of: the tables of the other rooms, side by side. */
import { z } from "zod";
import type { Check } from "../contract.ts";
import type { NodeDef } from "../../runtime/node.ts";
import type { Sensor } from "../../sim/contract.ts";
import type { AnyFault } from "../../sim/mod.ts";

/** A sensor as a table holds it, its inner types erased. */
// deno-lint-ignore no-explicit-any
export type AnySensor = Sensor<any, any>;
/** A check as a table holds it, its inner types erased. */
// deno-lint-ignore no-explicit-any
export type AnyCheck = Check<any, any>;

/** The tables that names in a scenario are looked up in. */
export interface Catalogue {
  /** Schema of `world`. */
  readonly world: z.ZodType;
  /** Schema of `robot`. */
  readonly robot: z.ZodType;
  /** By the `type` that a scenario gives. */
  readonly sensors: Readonly<Record<string, AnySensor>>;
  /** By the `node` that a scenario gives. */
  readonly nodes: Readonly<Record<string, NodeDef>>;
  /** By the `type` that a scenario gives. */
  readonly checks: Readonly<Record<string, AnyCheck>>;
  /** What no part of world and robot can see alone. */
  readonly fit?: (outline: { world: unknown; robot: unknown }, context: z.RefinementCtx) => void;
  /** By the `type` that a scenario gives. */
  readonly faults: Readonly<Record<string, AnyFault>>;
}

/** Made once each: zod compiles a schema when it is first used, which costs more than its use. */
const STRICT = new WeakMap<z.ZodType, z.ZodType>();

/** An object schema that refuses keys it does not know; other schemas as they are. */
export function strict(schema: z.ZodType): z.ZodType {
  if (!(schema instanceof z.ZodObject) || schema.def.catchall !== undefined) return schema;
  const made = STRICT.get(schema) ?? schema.strict();
  STRICT.set(schema, made);
  return made;
}
