/** The moment of failure: what a page's pictures and its red lines show. */
import type { RunResult } from "../../run/result.ts";
import type { Capture } from "../capture/capture.ts";
import { distanceOf } from "../capture/track.ts";

/** A moment and why it is the one. */
export interface Moment {
  /** Simulated time, s. */
  readonly at_s: number;
  readonly why: string;
}

/**
 * The earliest time that a failed check names; else when the estimate first left the 3 σ that it
 * claims; else its largest error; else the end. Undefined: nothing failed.
 */
export function momentOf(
  { verdict, checks, simulated_s }: Pick<RunResult, "verdict" | "checks" | "simulated_s">,
  { track, outside_s }: Pick<Capture, "track" | "outside_s">,
): Moment | undefined {
  if (verdict !== "fail") return undefined;
  const named = checks.filter((check) => check.verdict === "fail").flatMap(({ name, reason }) => {
    const at = Number(/\bat (\d+(?:\.\d+)?(?:e-?\d+)?) s\b/.exec(reason ?? "")?.[1] ?? NaN);
    return at <= simulated_s ? [{ at_s: at, why: `${name} names that moment` }] : [];
  });
  const first = named.toSorted((a, b) => a.at_s - b.at_s)[0];
  if (first !== undefined) return first;
  if (track?.notFinite_s !== undefined) {
    return { at_s: track.notFinite_s, why: "the estimate is not finite from here on" };
  }
  if (outside_s !== undefined) {
    return { at_s: outside_s, why: "the estimate leaves the 3 σ that it claims" };
  }
  const samples = track?.samples().filter(({ error }) => error.length > 0) ?? [];
  if (samples.length === 0) return { at_s: simulated_s, why: "the end of the run" };
  const worst = samples.reduce((a, b) => distanceOf(b) > distanceOf(a) ? b : a);
  return { at_s: worst.at_s, why: "the largest error of position" };
}
