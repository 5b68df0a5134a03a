/**
 * What a node says of itself on `/diagnostics`: a value of a status, such as the number of
 * magnetometer messages it rejected, or the level of a status.
 */
import { z } from "zod";
import type { DiagnosticArray } from "../../msgs/types.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { broken, type Limit, obstacle, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/diagnostics").describe("where it is said"),
  status: z.string().min(1).describe("a status whose name contains this"),
  key: z.string().min(1).optional().describe(
    "of one of its values; absent: its level (0 ok, 1 warn, 2 error, 3 stale)",
  ),
  take: z.enum(["last", "max", "min"]).default("last").describe("which of the values of a run"),
  min: z.number().optional().describe("least value"),
  max: z.number().optional().describe("largest value"),
  equals: z.string().optional().describe("the last value is this text, instead of a number"),
})
  .describe("what a node says of itself")
  .refine(({ min, max, equals }) => (min ?? max ?? equals) !== undefined, "give min, max or equals")
  .refine(
    ({ min, max, equals }) => equals === undefined || (min ?? max) === undefined,
    "equals is for text, min and max for numbers",
  );

/** What {@linkcode diagnostics} is told. */
export type DiagnosticsConfig = z.output<typeof config>;

interface State {
  readonly config: DiagnosticsConfig;
  readonly setup: CheckSetup;
  /** Names of statuses, and keys of the one asked for: for the reason when nothing was found. */
  readonly met: Set<string>;
  text: string | undefined;
  value: number;
}

/** The check `diagnostics`. */
export const diagnostics: Check<DiagnosticsConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({ config, setup, met: new Set(), text: undefined, value: NaN }),
  see(state, { type, message }) {
    if (type !== "diagnostic_msgs/msg/DiagnosticArray") return;
    for (const status of (message as DiagnosticArray).status) {
      state.met.add(status.name);
      if (!status.name.includes(state.config.status)) continue;
      if (state.config.key === undefined) note(state, String(status.level));
      for (const { key, value } of status.values) {
        state.met.add(`${status.name}/${key}`);
        if (key === state.config.key) note(state, value);
      }
    }
  },
  verdict(state) {
    const { config, setup, text } = state;
    const limit: Limit = { min: config.min, max: config.max, unit: "" };
    const missing = obstacle(setup, { topics: [config.topic] });
    if (missing !== undefined) return skipped(limit, missing);
    if (text === undefined) return broken(limit, absence(state));
    if (config.equals === undefined) {
      const notANumber = `${config.status}/${config.key} is "${text}"`;
      return Number.isNaN(state.value) ? broken(limit, notANumber) : within(state.value, limit);
    }
    const same = text === config.equals;
    return {
      verdict: same ? "pass" : "fail",
      value: null,
      unit: "",
      limit: `= ${config.equals}`,
      ...(same ? {} : { reason: `${config.status}/${config.key} is "${text}"` }),
    };
  },
};

function note(state: State, text: string): void {
  const value = text.trim() === "" ? NaN : Number(text);
  const { take } = state.config;
  if (take === "last" || Number.isNaN(state.value)) state.value = value;
  else state.value = take === "max" ? Math.max(state.value, value) : Math.min(state.value, value);
  state.text = text;
}

function absence({ config, met }: State): string {
  const wanted = config.key === undefined ? config.status : `${config.status}/${config.key}`;
  const all = [...met];
  const related = all.filter((name) => name.includes(config.status));
  const shown = (related.length > 0 ? related : all).slice(0, 8).join(", ");
  return `nothing on ${config.topic} is ${wanted}; there are: ${shown || "no messages"}`;
}
