/** A way seen from above. */
import {
  BOTTOM,
  LEFT,
  numberText,
  path,
  type Point,
  RIGHT,
  type Span,
  svg,
  ticks,
  TOP,
  WIDTH,
} from "./axes.ts";

/** A way seen from above. */
export interface Way {
  readonly truth: readonly Point[];
  readonly estimate: readonly Point[];
  /** Where the estimate was at the moment of failure. */
  readonly marked?: Point | undefined;
}

/** The true way and the estimated one, east to the right, north up, a grid in metres. */
export function planChart({ truth, estimate, marked }: Way): string {
  const all = [...truth, ...estimate].filter(([x, y]) => Number.isFinite(x + y));
  const spanOf = (values: number[]): Span => ({
    from: values.reduce((a, b) => Math.min(a, b), Infinity),
    to: values.reduce((a, b) => Math.max(a, b), -Infinity),
  });
  if (all.length === 0) return "";
  const east = spanOf(all.map(([x]) => x)), north = spanOf(all.map(([, y]) => y));
  const wide = Math.max(east.to - east.from, 1), high = Math.max(north.to - north.from, 1);
  const factor = Math.min((WIDTH - LEFT - RIGHT - 20) / wide, 420 / high);
  const height = TOP + 20 + high * factor + BOTTOM + 10;
  const x = (value: number) => LEFT + 10 + (value - east.from) * factor;
  const y = (value: number) => height - BOTTOM - 10 - (value - north.from) * factor;
  const at = ([e, n]: Point) => [x(e), y(n)] as const;
  const limits = { left: x(east.from) - 10, right: x(east.from + wide) + 10 };
  const step = {
    east: ticks({ from: east.from, to: east.from + wide }, wide * factor / 80),
    north: ticks({ from: north.from, to: north.from + high }, high * factor / 60),
  };
  return svg("the way, true and estimated", [WIDTH, Math.round(height)], [
    ...step.east.map((value) =>
      `<path class="grid" d="M${x(value).toFixed(1)} ${TOP}V${(height - BOTTOM).toFixed(1)}"/>` +
      `<text class="middle" x="${x(value).toFixed(1)}" y="${(height - 6).toFixed(1)}">${
        numberText(value)
      } m</text>`
    ),
    ...step.north.map((value) =>
      `<path class="grid" d="M${limits.left.toFixed(1)} ${y(value).toFixed(1)}H${
        limits.right.toFixed(1)
      }"/>` +
      `<text class="right" x="${LEFT - 6}" y="${y(value).toFixed(1)}" dy="4">${
        numberText(value)
      } m</text>`
    ),
    `<path class="truth" d="${path(truth.map(at))}"/>`,
    `<path class="line" d="${path(estimate.map(at))}"/>`,
    marked === undefined
      ? ""
      : `<circle class="mark" cx="${x(marked[0]).toFixed(1)}" cy="${
        y(marked[1]).toFixed(1)
      }" r="6"/>`,
    `<text class="title" x="${LEFT}" y="15">north over east: driven (grey), estimated (blue)</text>`,
  ]);
}
