/**
 * Parameter sweeps: `sweep` in a scenario names paths and what values they take. Lists and ranges
 * make a grid of variants; `uniform` draws one value a run, from a stream of the run's seed that
 * is named by the path.
 */
import { z } from "zod";
import { RandomTree } from "../../core/math/random.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import { InputError } from "../errors.ts";
import type { Problem } from "./explain.ts";
import type { Path } from "./source.ts";

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const number = z.number();

/** One axis of a sweep. */
const AXIS = z.union([
  z.strictObject({ list: z.array(value).min(1).describe("each of them") }),
  z.strictObject({
    range: z.strictObject({
      from: number.describe("the first"),
      to: number.describe("the last, if a step ends there"),
      step: number.positive().describe("from one to the next"),
    }).refine(({ from, to }) => from <= to, "expected from <= to").describe("evenly spaced"),
  }),
  z.strictObject({
    uniform: z.tuple([number, number]).refine(([a, b]) => a <= b, "the smaller first")
      .describe("drawn between them, once a run"),
  }),
]);

/** The `sweep` of a scenario: paths such as `sensors.imu.rate_hz` or `robot.waypoints[1][0]`. */
export const SWEEP: z.ZodType<Sweep, Sweep | undefined> = z.record(
  z.string().regex(
    /^[a-z][a-z0-9_]*((\.[A-Za-z0-9_]+)|(\[\d+\]))*$/,
    "expected a path such as sensors.imu.rate_hz",
  ),
  AXIS,
).default({});

/** Axes by path. */
export type Sweep = Readonly<Record<string, z.infer<typeof AXIS>>>;

/** One case of a sweep: values by path. */
export type Variant = Readonly<Record<string, string | number | boolean | null>>;

/** How many values an axis has on the grid; a drawn one adds none. */
function sizeOf(axis: z.infer<typeof AXIS>): number {
  if ("list" in axis) return axis.list.length;
  if ("uniform" in axis) return 1;
  const { from, to, step } = axis.range;
  return Math.floor((to - from) / step * (1 + 1e-12)) + 1;
}

/** How many variants a grid has. */
export function gridSize(sweep: Sweep): number {
  return Object.values(sweep).reduce((cases, axis) => cases * sizeOf(axis), 1);
}

/** The k-th variant of the grid; the last axis varies fastest. */
export function variantAt(sweep: Sweep, k: number): Variant {
  const out: Record<string, Variant[string]> = {};
  for (const [path, axis] of Object.entries(sweep).toReversed()) {
    if ("uniform" in axis) continue;
    const size = sizeOf(axis), i = k % size;
    k = Math.floor(k / size);
    // Digits beyond the twelfth are the step's rounding: 0.1 · 3 is meant to be 0.3.
    out[path] = "list" in axis
      ? axis.list[i]!
      : Number((axis.range.from + i * axis.range.step).toPrecision(12));
  }
  return Object.fromEntries(
    Object.keys(sweep).filter((path) => path in out).map(
      (path) => [path, out[path]!],
    ),
  );
}

/** What the drawn axes are for a seed. */
export function drawsOf(sweep: Sweep, seed: number): Variant {
  const random = RandomTree.root(seed), out: Record<string, number> = {};
  for (const [path, axis] of Object.entries(sweep)) {
    if (!("uniform" in axis)) continue;
    const [low, high] = axis.uniform;
    out[path] = low + (high - low) * random.at(`sweep:${path}`).uniform();
  }
  return out;
}

/** A variant in words, for names: `sensors.imu.rate_hz=50`; empty without one. */
export function variantName(variant: Variant): string {
  return Object.entries(variant).map(([path, value]) => `${path}=${value}`).join(",");
}

/** `path=value` as a flag says it; the value is a number, true, false, null or text. */
export function parseSetting(text: string, flag: string): Variant {
  const at = text.indexOf("=");
  if (at <= 0) throw new InputError(`${flag}: expected PATH=VALUE, got "${text}"`);
  const raw = text.slice(at + 1);
  const words: Record<string, boolean | null> = { true: true, false: false, null: null };
  const plain = Object.hasOwn(words, raw) ? words[raw]! : raw.trim() === "" ? raw : Number(raw);
  return { [text.slice(0, at)]: typeof plain === "number" && Number.isNaN(plain) ? raw : plain };
}

/** The steps of a path such as `robot.waypoints[1][0]`. */
export function stepsOf(path: string): Path {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) =>
    index === undefined ? name! : Number(index)
  );
}

/**
 * A copy of a scenario's data with a variant's values in it. A path into an entry that does not
 * exist is a problem; what is left out there is added, for the schema to judge.
 */
export function withVariant(
  data: unknown,
  variant: Variant,
  problems: Problem[],
): unknown {
  return Object.entries(variant).reduce((whole, [path, value]) => {
    const steps = stepsOf(path);
    const put = (part: unknown, depth: number): unknown => {
      const step = steps[depth]!;
      if (typeof part !== "object" || part === null) {
        const here = steps.slice(0, depth).join(".");
        problems.push({
          path: ["sweep", path],
          message: `there is no ${here} in the scenario to set ${step} of`,
          key: true,
        });
        return part;
      }
      const last = depth === steps.length - 1;
      // What has defaults need not stand there; an entry of sensors or nodes must.
      const mayLack = depth >= 2 || steps[0] === "world";
      if (!last && !mayLack && !Object.hasOwn(part, step)) {
        problems.push({
          path: ["sweep", path],
          message: `there is no ${steps.slice(0, depth + 1).join(".")} in the scenario; ${
            suggestion(String(step), Object.keys(part))
          }`,
          key: true,
        });
        return part;
      }
      const next = last ? value : put(Reflect.get(part, step) ?? {}, depth + 1);
      if (Array.isArray(part)) return part.with(Number(step), next);
      return { ...part, [step]: next };
    };
    return put(whole, 0);
  }, data);
}
