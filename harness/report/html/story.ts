/** What happened, in order: the first signs that something went wrong, from all that was seen. */
import { chi2MeanBand } from "../../../core/evaluation/consistency.ts";
import type { RunResult } from "../../run/result.ts";
import type { Capture } from "../capture/capture.ts";
import type { Square } from "../capture/squares.ts";
import { TRACK_PARTS, type TrackSample } from "../capture/track.ts";
import { numberText } from "./axes.ts";
import { PROBABILITY } from "./estimate.ts";
import type { Moment } from "./moment.ts";

/** Something that happened. */
export interface Event {
  readonly at_s: number;
  readonly text: string;
}

/** A story of more is no story. */
const EVENTS_MAX = 16;
/** NEES above its bound by chance is not so three times in a row. */
const IN_A_ROW = 3;
/** Changes of nodes' health that are told. */
const HEALTH_MAX = 5;

/** The first of each, by time; none where nothing failed. */
export function storyOf(
  { faults = [] }: Pick<RunResult, "faults">,
  { track, squares, health }: Pick<Capture, "track" | "squares" | "health">,
  moment: Moment | undefined,
): Event[] {
  if (moment === undefined) return [];
  const samples = track?.samples() ?? [];
  const told = [
    ...faults.flatMap(({ name, type, from_s, to_s }): Event[] => [
      { at_s: from_s, text: `the fault ${name} (${type}) begins` },
      ...to_s === null ? [] : [{ at_s: to_s, text: `the fault ${name} ends` }],
    ]),
    ...TRACK_PARTS.flatMap((_, part) => leaving(samples, part)),
    ...aboveBound(squares?.nees() ?? []),
    ...(squares?.innovations() ?? []).flatMap(([name, { refused, rejected, count }]): Event[] =>
      refused.length === 0 ? [] : [{
        at_s: refused[0]!.at_s,
        text: `the filter rejects ${name} for the first time, ${rejected} of ${count} in all`,
      }]
    ),
    ...health.changes.filter(({ level }) => level > 0).filter(isFirst).slice(0, HEALTH_MAX)
      .map(({ at_s, name, message }) => ({ at_s, text: `${name}: ${message}` })),
    { at_s: moment.at_s, text: `the moment of the red lines: ${moment.why}` },
  ];
  const motion = motionAt(samples, moment.at_s);
  if (motion !== undefined) told.push({ at_s: moment.at_s, text: `the robot ${motion}` });
  return told.sort((a, b) => a.at_s - b.at_s).slice(0, EVENTS_MAX);
}

/** Of what says that it is unwell, the first time. */
function isFirst(
  { name }: { readonly name: string },
  i: number,
  all: readonly { readonly name: string }[],
): boolean {
  return all.findIndex((other) => other.name === name) === i;
}

/** Where a part of the error is first more than three of the deviations that are claimed for it. */
function leaving(samples: readonly TrackSample[], part: number): Event[] {
  const first = samples.find(({ error, sd }) => Math.abs(error[part] ?? 0) > 3 * sd[part]!);
  if (first === undefined) return [];
  const name = TRACK_PARTS[part]!, unit = name === "heading" ? "degrees" : "m";
  return [{
    at_s: first.at_s,
    text: `the error of ${name} leaves the 3 σ that is claimed: ` +
      `${numberText(first.error[part]!)} ${unit}, 3 σ is ${numberText(3 * first.sd[part]!)}`,
  }];
}

function aboveBound(nees: readonly Square[]): Event[] {
  const { high } = chi2MeanBand(12, 1, PROBABILITY);
  const first = nees.findIndex((_, i) =>
    i + IN_A_ROW <= nees.length && nees.slice(i, i + IN_A_ROW).every(({ value }) => value > high)
  );
  if (first < 0) return [];
  const { at_s, value } = nees[first]!;
  const text = `NEES is above its bound: ${numberText(value)}, bound ${numberText(high)}`;
  return [{ at_s, text }];
}

/** What the robot truly did around a moment; undefined where that is not known. */
export function motionAt(samples: readonly TrackSample[], at_s: number): string | undefined {
  const known = samples.filter(({ truth }) => truth !== undefined);
  if (known.length < 2) return undefined;
  const nearest = (to: number) =>
    known.reduce((a, b) => Math.abs(b.at_s - to) < Math.abs(a.at_s - to) ? b : a);
  const a = nearest(at_s - 0.25), b = nearest(at_s + 0.25), span = b.at_s - a.at_s;
  if (!(span > 0 && span < 2)) return undefined;
  const [x, y, z] = [0, 1, 2].map((i) => b.truth![i]! - a.truth![i]!) as [number, number, number];
  const speed = Math.sqrt(x * x + y * y + z * z) / span;
  const turned = (b.heading_deg ?? 0) - (a.heading_deg ?? 0);
  const rate = (turned - 360 * Math.round(turned / 360)) / span;
  const parts = [
    ...speed < 0.02 ? [] : [`drives at ${speed.toFixed(2)} m/s`],
    ...Math.abs(rate) < 2
      ? []
      : [`turns ${rate > 0 ? "left" : "right"} at ${Math.abs(rate).toFixed(0)} °/s`],
  ];
  return parts.length === 0 ? "stands still then" : `${parts.join(" and ")} then`;
}
