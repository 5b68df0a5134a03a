/** How long a node's callbacks take, as a scenario says: `compute_ms`, a number or a distribution. */
import { z } from "zod";
import type { RandomTree } from "../../core/math/random.ts";
import { MILLISECOND, type Nanos } from "../../msgs/time.ts";

/** `compute_ms`: milliseconds, or a normal distribution of them that is cut to [min, max]. */
export const computeSchema: z.ZodType<ComputeTime> = z.union([
  z.number().min(0),
  z.strictObject({
    mean: z.number().min(0).describe("of a normal distribution"),
    sd: z.number().min(0).describe("its standard deviation"),
    min: z.number().min(0).optional().describe("draws below are cut to this; default 0"),
    max: z.number().min(0).optional().describe("draws above are cut to this"),
  }).refine(({ min = 0, max = Infinity }) => min <= max, "min is larger than max"),
]);

/** See {@linkcode computeSchema}. `min` is 0 by default, `max` unbounded. */
export type ComputeTime = number | {
  readonly mean: number;
  readonly sd: number;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
};

/**
 * What says how long the next call takes. Draws come from the stream `compute/PATH`, one stream a
 * handler, so that another input's messages never change this one's times.
 *
 * @throws {TypeError} a distribution without random streams
 */
export function computeTime(
  time: ComputeTime | undefined,
  { random, path }: { random: RandomTree | undefined; path: string },
): () => Nanos {
  if (time === undefined) return () => 0;
  if (typeof time === "number") {
    const constant = Math.round(time * MILLISECOND);
    return () => constant;
  }
  if (random === undefined) throw new TypeError("A drawn compute time needs random streams");
  const { mean, sd, min = 0, max = Infinity } = time;
  const stream = random.at(`compute/${path}`);
  return () => {
    const drawn = mean + sd * stream.gaussian();
    return Math.round(Math.min(Math.max(drawn, min), max) * MILLISECOND);
  };
}
