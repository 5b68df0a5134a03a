/** The outline of a scenario: its top-level keys and the frame of each entry. */
import { z } from "zod";
import { computeSchema } from "../../runtime/host/compute.ts";
import { fetchSchema } from "../../runtime/host/fetch.ts";
import type { Catalogue } from "./catalogue.ts";
import { SWEEP } from "./sweep.ts";
import { TRUTH } from "../hil/truth/source.ts";

/** Names of sensors, nodes and checks: what topics and random streams are named by. */
export const NAME: z.ZodString = z.string().regex(
  /^[a-z][a-z0-9_]*$/,
  "expected a name of a–z, 0–9 and _ that begins with a letter",
);

/** A topic name, relative or absolute. */
export const TOPIC: z.ZodString = z.string().regex(
  /^\/?[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z_][A-Za-z0-9_]*)*$/,
  "expected a topic name such as imu/data or /odom",
);

const SEED = z.number().int();

/** How one node of a scenario is hosted; its parameters are parsed by the node's own schema. */
export const NODE_ENTRY = z.strictObject({
  node: z.string().describe(
    "which module: a name in the table of nodes, or ./FILE.ts of your own (./FILE.ts#export)",
  ),
  params: z.record(z.string(), z.unknown()).default({}).describe("the module's own parameters"),
  namespace: TOPIC.optional().describe("put before the node's relative topics"),
  remap: z.record(TOPIC, TOPIC).default({}).describe("the node's topic: the topic it uses instead"),
  compute_ms: computeSchema.default(0).describe(
    "outputs leave and the callback group frees this much after the start of a callback",
  ),
  fetch: fetchSchema.optional().describe(
    "what the network answers to the node, by URL: one answer, or a list that is taken in turn and " +
      "whose last one stays; every other URL fails",
  ),
  initial: z.enum(["none", "truth", "drawn"]).default("none").describe(
    "start state: from the first data, from truth, or from truth plus an error drawn from the " +
      "node's initial standard deviations",
  ),
});

/** What every entry of `sensors`, `faults` and `checks` has; the rest is the type's own. */
const TYPED = z.looseObject({ type: z.string() });

/** The schema of a scenario's outline; entries are parsed one by one afterwards. */
// deno-lint-ignore explicit-module-boundary-types
export function outlineOf(catalogue: Pick<Catalogue, "world" | "robot" | "fit">) {
  const schema = z.strictObject({
    name: NAME.describe("unique; reports and recordings carry it"),
    description: z.string().optional().describe("what the scenario is about, for people"),
    tags: z.array(NAME).default([]).describe("what `scenarios --tag` chooses by"),
    seed: SEED.default(1).describe("root of every random stream"),
    duration_s: z.number().gt(0).max(1_000_000).describe("simulated time"),
    world: catalogue.world.prefault({}),
    robot: catalogue.robot,
    sensors: z.record(NAME, TYPED).default({}).describe("by name; topics are named by it"),
    nodes: z.record(NAME, NODE_ENTRY).default({}).describe("the modules under test, by name"),
    faults: z.record(NAME, TYPED).default({}).describe("what goes wrong, by name"),
    checks: z.record(NAME, TYPED).default({}).describe("what is judged, by name"),
    seeds: z.union([z.string(), z.array(SEED).min(1)]).optional().describe(
      "seeds that `scenarios` runs when none are given, such as 1..20",
    ),
    sweep: SWEEP.describe("paths and the values that they take; each variant runs all seeds"),
    expect: z.enum(["pass", "fail"]).default("pass").describe("fail: passes if a check fails"),
    truth: TRUTH,
  });
  return schema.superRefine((outline, context) => catalogue.fit?.(outline, context));
}

/** A scenario's outline, parsed. */
export type Outline = z.output<ReturnType<typeof outlineOf>>;
