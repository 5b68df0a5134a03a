/** What every chart is made of: SVG that needs no script, scales, steps, paths. */
import { escape } from "./page.ts";

/** A value at a time, s. */
export type Point = readonly [at: number, value: number];

/** A span of simulated time, s. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** How charts are laid out, in their own units. */
export const WIDTH = 860, LEFT = 62, RIGHT = 8, TOP = 24, BOTTOM = 22;

/** Round steps, about `count` of them. */
export function ticks({ from, to }: Span, count: number): number[] {
  const raw = (to - from) / count;
  if (!(raw > 0 && raw < Infinity)) return [from];
  const power = Math.pow(10, Math.floor(Math.log10(raw)));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const found: number[] = [];
  for (let i = first; i * step <= to + 1e-9 * step; i++) found.push(Number((i * step).toFixed(12)));
  return found;
}

/** Numbers as charts and tables show them. */
export function numberText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : "–";
}

/** From a span to pixels. */
export function scale({ from, to }: Span, pixels: Span): (value: number) => number {
  const factor = (pixels.to - pixels.from) / (to - from || 1);
  return (value) => pixels.from + (value - from) * factor;
}

/** A path through points, to a tenth of a pixel; it begins anew after what is not finite. */
export function path(points: readonly (readonly [number, number])[]): string {
  let open = false;
  return points.map(([x, y]) => {
    const sound = Number.isFinite(x) && Number.isFinite(y), word = open ? "L" : "M";
    open = sound;
    return sound ? `${word}${x.toFixed(1)} ${y.toFixed(1)}` : "";
  }).join("");
}

/** Seconds under a chart. */
export function timeAxis(span: Span, x: (at: number) => number, y: number): string {
  return ticks(span, 10).map((step, i, all) =>
    `<text class="${i === all.length - 1 && x(step) > WIDTH - 30 ? "right" : "middle"}" ` +
    `x="${x(step).toFixed(1)}" y="${y}">${numberText(step)} s</text>`
  ).join("");
}

/** A chart with what it is called for those who do not see it. */
export function svg(
  label: string,
  [width, height]: readonly [number, number],
  parts: readonly string[],
  attributes = "",
): string {
  return `<svg${attributes} viewBox="0 0 ${width} ${height}" role="img" aria-label="${
    escape(label)
  }">${parts.join("")}</svg>`;
}
