/** Lines, bands and dots over the time of a run. */
import {
  BOTTOM,
  LEFT,
  numberText,
  path,
  type Point,
  RIGHT,
  scale,
  type Span,
  svg,
  ticks,
  timeAxis,
  TOP,
  WIDTH,
} from "./axes.ts";
import { escape } from "./page.ts";
import { plotData } from "./plots.ts";

/** A chart over the time of a run. */
export interface TimeChart {
  /** What is shown, with its unit. */
  readonly title: string;
  /** The run. */
  readonly span: Span;
  /** Drawn through. */
  readonly line?: readonly Point[];
  /** On either side of 0: what an estimate claims. */
  readonly band?: readonly Point[];
  /** Each by itself. */
  readonly dots?: readonly Point[];
  /** The same in the colour of what is wrong. */
  readonly badDots?: readonly Point[];
  /** Horizontal lines, such as the bounds of χ². */
  readonly bounds?: readonly number[];
  /** When something was wrong on purpose. */
  readonly faults?: readonly Span[];
  /** The moment of failure. */
  readonly moment?: number | undefined;
  /** Powers of ten at equal distances. */
  readonly logarithmic?: boolean;
}

const HEIGHT = 170;
/** Differences and margins of what is smaller do not overflow. */
const VALUE_MAX = 1e300;

/** What of the values is in view: all lines and dots, and of a wide band only what is near them. */
function rangeOf({ line = [], band = [], dots = [], badDots = [], bounds = [] }: TimeChart): Span {
  const values = [...line, ...dots, ...badDots].map(([, value]) => value)
    .filter(Number.isFinite).concat(bounds);
  const most = values.reduce((sum, value) => Math.max(sum, Math.abs(value)), 0);
  if (band.length > 0) {
    const claimed = band.map(([, value]) => value).filter(Number.isFinite).sort((a, b) => a - b);
    const typical = claimed[Math.floor(claimed.length * 0.8)] ?? 0;
    const half = 1.1 * Math.max(most, Math.min(typical, 4 * most)) || 1;
    return { from: -half, to: half };
  }
  const low = Math.min(...values, 0), high = Math.max(...values, 0);
  return { from: low, to: high > low ? high + 0.05 * (high - low) : low + 1 };
}

/** What is smaller than nearly all others lies on the lower edge: chance makes it as small. */
const SMALLEST_SHARE = 0.05;

/** Powers of ten that hold the values, and the bounds above them. */
function decades({ line = [], dots = [], badDots = [], bounds = [] }: TimeChart): Span {
  const logs = (values: readonly number[]) =>
    values.filter((value) => value > 0 && value < Infinity).map(Math.log10).sort((a, b) => a - b);
  const values = logs([...line, ...dots, ...badDots].map(([, value]) => value));
  const high = Math.max(values.at(-1) ?? -Infinity, logs(bounds).at(-1) ?? -Infinity);
  if (high === -Infinity) return { from: 0, to: 1 };
  const low = values[Math.floor(SMALLEST_SHARE * values.length)] ?? high;
  const to = Math.ceil(high + 1e-9);
  return { from: Math.min(Math.floor(low), to - 1), to };
}

type Sound = TimeChart & Required<Pick<TimeChart, "line" | "band" | "dots" | "badDots">>;

/** What is too large for any scale counts as infinite, and is not drawn; the tiniest are 0. */
function drawable(chart: TimeChart): Sound {
  const soundValue = (value: number) =>
    Math.abs(value) < 1 / VALUE_MAX ? 0 : Math.abs(value) < VALUE_MAX ? value : NaN;
  const sound = (points: readonly Point[] = []) =>
    points.map(([at, value]): Point => [at, soundValue(value)]);
  const { line, band, dots, badDots } = chart;
  return {
    ...chart,
    ...{ line: sound(line), band: sound(band), dots: sound(dots), badDots: sound(badDots) },
  };
}

/** A chart over time. Faults lie behind it, the moment of failure is a line. */
export function timeChart(given: TimeChart): string {
  const chart = drawable(given);
  const { title, span, faults = [], bounds = [], moment, logarithmic = false } = chart;
  const range = logarithmic ? decades(chart) : rangeOf(chart);
  const plot = { ...chart, view: range, faults, bounds, moment, logarithmic };
  const x = scale(span, { from: LEFT, to: WIDTH - RIGHT });
  const linear = scale(range, { from: HEIGHT - BOTTOM, to: TOP });
  const y = (value: number) => {
    const at = logarithmic ? (value > 0 ? Math.log10(value) : range.from) : value;
    return Math.max(TOP, Math.min(HEIGHT - BOTTOM, linear(at)));
  };
  const steps = ticks(range, logarithmic ? Math.min(6, range.to - range.from) : 5);
  const at = ([time, value]: Point) => [x(time), y(value)] as const;
  return svg(title, [WIDTH, HEIGHT], [
    ...faults.map(({ from, to }) =>
      `<rect class="fault" x="${x(from).toFixed(1)}" y="${TOP}" width="${
        Math.max(1, x(to) - x(from)).toFixed(1)
      }" height="${HEIGHT - TOP - BOTTOM}"/>`
    ),
    ...steps.map((step) => {
      const level = linear(step).toFixed(1);
      return `<path class="grid" d="M${LEFT} ${level}H${WIDTH - RIGHT}"/>` +
        `<text class="right" x="${LEFT - 6}" y="${level}" dy="4">${
          logarithmic ? powerText(step) : numberText(step)
        }</text>`;
    }),
    timeAxis(span, x, HEIGHT - 6),
    bandOf(chart.band, at),
    ...bounds.map((bound) =>
      `<path class="bound" d="M${LEFT} ${y(bound).toFixed(1)}H${WIDTH - RIGHT}"/>`
    ),
    `<path class="line" d="${path(chart.line.map(at))}"/>`,
    dotsOf(chart.dots, "dot", at),
    dotsOf(chart.badDots, "bad", at),
    moment === undefined
      ? ""
      : `<path class="moment" d="M${x(moment).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}"/>`,
    `<text class="title" x="${LEFT}" y="15">${escape(title)}</text>`,
  ], ` class="time" data-plot="${escape(plotData(plot))}"`);
}

function powerText(step: number): string {
  return step < -3 ? `1e${step}` : numberText(Math.pow(10, step));
}

function bandOf(
  band: readonly Point[],
  at: (point: Point) => readonly [number, number],
): string {
  const sound = band.filter(([, value]) => Number.isFinite(value));
  const up = sound.map(at), down = sound.map(([time, value]) => at([time, -value])).reverse();
  return sound.length === 0 ? "" : `<path class="band" d="${path([...up, ...down])}Z"/>`;
}

/** Dots as strokes of no length: a path is far smaller than as many circles. */
function dotsOf(
  dots: readonly Point[],
  kind: string,
  at: (point: Point) => readonly [number, number],
): string {
  const sound = dots.filter(([, value]) => Number.isFinite(value));
  const marks = sound.map(at).map(([x, y]) => `M${x.toFixed(1)} ${y.toFixed(1)}h0`).join("");
  return marks === "" ? "" : `<path class="${kind}" d="${marks}"/>`;
}
