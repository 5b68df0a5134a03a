/** The charts of a page over the time of a run: errors, consistency, innovations, rates. */
import { chi2MeanBand } from "../../../core/evaluation/consistency.ts";
import type { Capture } from "../capture/capture.ts";
import { distanceOf, TRACK_PARTS, type TrackSample } from "../capture/track.ts";
import { numberText, type Point, type Span } from "./axes.ts";
import { escape } from "./page.ts";
import { timeChart } from "./time_chart.ts";

/** What all charts share. */
export interface Frame {
  readonly span: Span;
  readonly faults: readonly Span[];
  /** The moment of failure, s. */
  readonly moment: number | undefined;
}

/** χ² bounds hold a single value with this probability. */
export const PROBABILITY = 0.999;

const dotsOf = (list: readonly { at_s: number; value: number }[]) =>
  list.map(({ at_s, value }): Point => [at_s, value]);

function boundsOf(dimension: number): number[] {
  const { low, high } = chi2MeanBand(dimension, 1, PROBABILITY);
  return [low, high];
}

/** What the estimate is wrong by, with what it claims. */
export function errorsOf(samples: readonly TrackSample[], frame: Frame): string {
  const known = samples.filter(({ error }) => error.length > 0);
  if (known.length === 0) return "";
  const charts = TRACK_PARTS.map((part, i) =>
    timeChart({
      ...frame,
      title: `error ${
        part === "heading" ? "of heading, degrees" : `${part}, m`
      }, and the 3 σ claimed`,
      line: known.map(({ at_s, error }): Point => [at_s, error[i]!]),
      band: known.map(({ at_s, sd }): Point => [at_s, 3 * sd[i]!]),
    })
  );
  const worst = known.reduce((a, b) => distanceOf(b) > distanceOf(a) ? b : a);
  const largest = `<p class="dim">Largest error of position: ${
    numberText(distanceOf(worst))
  } m at ${numberText(worst.at_s)} s.</p>`;
  return [...charts, largest].join("\n");
}

/** NEES, and NIS of each sensor. */
export function consistencyOf({ squares }: Pick<Capture, "squares">, frame: Frame): string {
  const nees = squares?.nees() ?? [], innovations = squares?.innovations() ?? [];
  const charts = innovations.map(([name, { dimension, count, rejected, taken, refused }]) =>
    timeChart({
      ...frame,
      title:
        `NIS of ${name}, dimension ${dimension}: ${count} innovations, ${rejected} rejected (red)`,
      logarithmic: true,
      dots: dotsOf(taken),
      badDots: dotsOf(refused),
      bounds: boundsOf(dimension),
    })
  );
  if (nees.length > 0) {
    charts.unshift(timeChart({
      ...frame,
      title: "NEES of the 12 states",
      logarithmic: true,
      line: dotsOf(nees),
      bounds: boundsOf(12),
    }));
  }
  if (charts.length === 0) return "";
  return `${charts.join("\n")}\n<p class="dim">Dashed: χ² bounds that hold ${
    100 * PROBABILITY
  } % of values.</p>`;
}

/** Each component of each sensor's innovations, beside what the filter expected of it. */
export function innovationsOf({ squares }: Pick<Capture, "squares">, frame: Frame): string {
  const charts = (squares?.innovations() ?? []).flatMap(([name, { dimension, taken, refused }]) =>
    Array.from({ length: dimension }, (_, k) => {
      const all = [...taken, ...refused].sort((a, b) => a.at_s - b.at_s);
      return timeChart({
        ...frame,
        title: `innovation of ${name}${
          dimension === 1 ? "" : `, component ${k + 1} of ${dimension}`
        }, and the 3 σ expected`,
        dots: taken.map(({ at_s, innovation }): Point => [at_s, innovation[k]!]),
        badDots: refused.map(({ at_s, innovation }): Point => [at_s, innovation[k]!]),
        band: all.map(({ at_s, sd }): Point => [at_s, 3 * sd[k]!]),
      });
    })
  );
  if (charts.length === 0) return "";
  return `${
    charts.join("\n")
  }\n<p class="dim">Measured minus expected, in the sensor's own unit. ` +
    "Blue: taken by the filter. Red: rejected by its gate.</p>";
}

/** Streams whose rate changed by more than this share of its median are shown. */
const CHANGE = 0.25;
/** And by more messages than what falls to the one or the other side of a span's end. */
const CHANGE_MIN = 1.5;
const RATES_MAX = 16;

/** Rates of the streams that did not keep theirs. */
export function ratesOf({ rates }: Pick<Capture, "rates">, frame: Frame): string {
  const seen: string[] = [], charts: string[] = [];
  for (const [topic, rate] of [...rates].sort(([a], [b]) => a < b ? -1 : 1)) {
    const spans = rate.over(frame.span.to);
    const sorted = spans.map(({ count }) => count).sort((a, b) => a - b);
    const usual = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const limit = Math.max(CHANGE * usual, CHANGE_MIN);
    if (!spans.some(({ count }) => Math.abs(count - usual) > limit)) continue;
    if (charts.length === RATES_MAX) {
      seen.push(topic);
      continue;
    }
    charts.push(timeChart({
      ...frame,
      title: `rate of ${topic}, Hz`,
      line: spans.flatMap(({ from_s, to_s, count }): Point[] => {
        const hz = count / (to_s - from_s);
        return [[from_s, hz], [to_s, hz]];
      }),
    }));
  }
  if (charts.length === 0) return "";
  const more = seen.length === 0 ? "" : `\n<p class="dim">Also: ${escape(seen.join(", "))}.</p>`;
  return charts.join("\n") + more;
}
