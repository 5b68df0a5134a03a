/**
 * What a page does beyond being read: its charts of time become plots with one cursor and one zoom.
 * uPlot is within the page, so that it works from a folder with no network.
 */
import LICENSE from "uplot/LICENSE" with { type: "text" };
import UPLOT_STYLE from "uplot/dist/uPlot.min.css" with { type: "text" };
import UPLOT from "uplot/dist/uPlot.iife.min.js" with { type: "text" };
import type { Point, Span } from "./axes.ts";
import SCRIPT from "./plots.js" with { type: "text" };

/** The script of a page, for browsers. */
export const PLOTS_SCRIPT: string = `/*! uPlot:\n${LICENSE.trim()}\n*/\n${UPLOT}\n${SCRIPT}`;

/** Its style, after that of every page. */
export const PLOTS_STYLE: string = `${UPLOT_STYLE}
.plot { margin: 6px 0; min-height: 150px } .uplot { width: 100%; font: 12px system-ui, sans-serif }
.u-title { font-size: 13px; font-weight: 600; text-align: left; color: var(--ink); padding-left: 58px }
.u-legend { color: var(--dim); text-align: left; padding-left: 50px; font-size: 12px }
.u-legend th { border: 0; padding: 0; color: var(--dim); font-weight: 400 }
.u-legend td { border: 0; padding: 0 8px 0 0; color: var(--ink); font-variant-numeric: tabular-nums }
.u-legend tr { margin-right: 6px } .u-legend .u-marker { border-width: 1px }
.u-select { background: var(--blue); opacity: .18 }
.u-cursor-x, .u-cursor-y { border-color: var(--dim) !important }
`;

/** The values of a chart, in the words of its plot. */
export interface PlotData {
  readonly title: string;
  readonly span: Span;
  /** What of the values is in view. */
  readonly view: Span;
  readonly logarithmic: boolean;
  readonly bounds: readonly number[];
  readonly faults: readonly Span[];
  readonly moment: number | undefined;
  readonly line: readonly Point[];
  readonly band: readonly Point[];
  readonly dots: readonly Point[];
  readonly badDots: readonly Point[];
}

/** The values as one object of plain data: columns over one list of times, as uPlot takes them. */
export function plotData(chart: PlotData): string {
  const { title, span, view, logarithmic, bounds, faults, moment, badDots, band } = chart;
  const names = ["line", "band", "dots", "badDots"] as const;
  const series = names.filter((name) => chart[name].length > 0);
  const { times, columns } = joined(series.map((name) => chart[name]));
  const least = logarithmic ? Math.pow(10, view.from) : -Infinity;
  const short = (value: number | null) => value === null ? null : soundOf(value, least);
  const own = Object.fromEntries(series.map((name, i) => [
    name === "badDots" ? "bad" : name,
    columns[i]!.map(short),
  ]));
  const [low, high] = [view.from, view.to].map((at) => logarithmic ? Math.pow(10, at) : at);
  return JSON.stringify({
    ...{ title, from: span.from, to: span.to, low, high, log: logarithmic, bounds },
    ...{ faults: faults.map(({ from, to }) => [from, to]), moment: moment ?? null },
    ...{ x: times.map((at) => Number(at.toFixed(4))), ...own },
    taken: band.length > 0 || badDots.length > 0,
  });
}

/** Five digits are more than a screen shows; what is below the view lies on its edge. */
function soundOf(value: number, least: number): number | null {
  return Number.isFinite(value) ? Number(Math.max(value, least).toPrecision(5)) : null;
}

/** One row a time, and one more for each further value that a series has at it. */
function joined(
  series: readonly (readonly Point[])[],
): { times: number[]; columns: (number | null)[][] } {
  const rows = new Map<number, (number | null)[][]>();
  series.forEach((points, column) => {
    const used = new Map<number, number>();
    for (const [at, value] of points) {
      if (!Number.isFinite(at)) continue;
      const own = rows.get(at) ?? [], nth = used.get(at) ?? 0;
      used.set(at, nth + 1);
      own[nth] ??= series.map(() => null);
      own[nth]![column] = value;
      rows.set(at, own);
    }
  });
  const sorted = [...rows].sort(([a], [b]) => a - b)
    .flatMap(([at, own]) => own.map((row) => ({ at, row })));
  return {
    times: sorted.map(({ at }) => at),
    columns: series.map((_, column) => sorted.map(({ row }) => row[column]!)),
  };
}
