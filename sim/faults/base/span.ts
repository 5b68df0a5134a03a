/** When a fault acts: fixed in the scenario, or drawn from the fault's own streams. */
import { z } from "zod";
import type { RandomTree } from "../../../core/math/random.ts";
import type { Emit } from "../../../msgs/message.ts";
import { SECOND } from "../../../msgs/time.ts";
import type { Span } from "../../contract.ts";

/** A time, or the bounds that it is drawn between. */
export type TimeChoice = number | [number, number];

/** What every fault's entry in a scenario has. */
export interface FaultBase {
  /** Its name in the table of faults. */
  type: string;
  /** Off: as if it did not stand there. */
  enabled: boolean;
  at_s: TimeChoice;
  for_s?: TimeChoice | undefined;
}

/** What a fault of a stream has beside. */
export interface StreamFaultBase extends FaultBase {
  /** A sensor, for all its topics, or one absolute topic. */
  stream: string;
}

const time = z.number().min(0).max(8_000_000);
const choice = (least: z.ZodNumber) =>
  z.union([least, z.tuple([least, least]).refine(([a, b]) => a <= b, "the smaller first")]);

/** The zod fields of {@linkcode FaultBase}. */
// deno-lint-ignore explicit-module-boundary-types
export function faultFields<T extends string>(type: T) {
  return {
    type: z.literal(type),
    enabled: z.boolean().default(true).describe("false: as if it did not stand here"),
    at_s: choice(time).describe("when it begins, s, or [earliest, latest], drawn from the seed"),
    for_s: choice(time.gt(0)).optional()
      .describe("how long it lasts, s, or [shortest, longest]; absent: to the end"),
  };
}

/** The zod fields of {@linkcode StreamFaultBase}. */
// deno-lint-ignore explicit-module-boundary-types
export function streamFaultFields<T extends string>(type: T) {
  return {
    ...faultFields(type),
    stream: z.string().regex(
      /^([a-z][a-z0-9_]*|(\/[A-Za-z_][A-Za-z0-9_]*)+)$/,
      "expected a sensor's name (all its topics) or an absolute topic",
    ).describe("a sensor, for all its topics, or one absolute topic"),
  };
}

/** The span of a fault; what is drawn comes from `at` and `for` below `rng`. */
export function spanOf({ at_s, for_s }: FaultBase, rng: RandomTree): Span {
  const from = Math.round(drawn(at_s, rng, "at") * SECOND);
  if (for_s === undefined) return { from, to: Infinity };
  return { from, to: from + Math.max(1, Math.round(drawn(for_s, rng, "for") * SECOND)) };
}

function drawn(choice: TimeChoice, rng: RandomTree, path: string): number {
  if (typeof choice === "number") return choice;
  const [low, high] = choice;
  return low + (high - low) * rng.at(path).uniform();
}

/** The largest time, s, that a choice can come to. */
export function latest(choice: TimeChoice): number {
  return typeof choice === "number" ? choice : choice[1];
}

/** Hands on to `inside` what was to be delivered within the span, the rest to `outside`. */
export function during({ from, to }: Span, inside: Emit, outside: Emit): Emit {
  return (port, message, deliverAt) =>
    (deliverAt >= from && deliverAt < to ? inside : outside)(port, message, deliverAt);
}
