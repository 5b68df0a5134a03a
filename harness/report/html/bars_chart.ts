/** Bars: of what lasted a while, and of counts. */
import { BOTTOM, LEFT, RIGHT, scale, type Span, svg, timeAxis, TOP, WIDTH } from "./axes.ts";
import { escape } from "./page.ts";

/** A line of things that lasted a while, such as faults. */
export interface Lasting extends Span {
  readonly name: string;
}

/** Where a cursor over the chart may be. */
const PLACE = ` data-left="${LEFT}" data-right="${
  WIDTH - RIGHT
}" data-top="${TOP}" data-bottom="${BOTTOM}"`;

/** A name above its bar: beside it there may be no room, as beside one of the whole run. */
const ROW = 32, BAR_DOWN = 17, BAR_HEIGHT = 10;
/** Letters that fit beside each other; of a longer name the rest is left out. */
const LETTERS = 118;

/** A bar each, over the time of the run. */
export function spansChart(title: string, span: Span, bars: readonly Lasting[]): string {
  const x = scale(span, { from: LEFT, to: WIDTH - RIGHT });
  const height = TOP + ROW * bars.length + BOTTOM;
  return svg(title, [WIDTH, height], [
    ...bars.map(({ name, from, to }, i) => {
      const left = x(from), right = Math.max(left + 2, x(Math.min(to, span.to)));
      const top = TOP + ROW * i, letters = [...name];
      const shown = letters.length > LETTERS ? `${letters.slice(0, LETTERS - 1).join("")}…` : name;
      return `<text x="${LEFT}" y="${top + 12}">${escape(shown)}</text><rect class="bar" x="${
        left.toFixed(1)
      }" y="${top + BAR_DOWN}" width="${(right - left).toFixed(1)}" height="${BAR_HEIGHT}"/>`;
    }),
    timeAxis(span, x, height - 6),
    `<text class="title" x="${LEFT}" y="15">${escape(title)}</text>`,
  ], ` class="time" data-from="${span.from}" data-to="${span.to}"${PLACE}`);
}

/** Counts side by side, small enough for a cell of a table. */
export function barsChart(label: string, counts: ArrayLike<number>): string {
  const list = Array.from(counts), most = list.reduce((a, b) => Math.max(a, b), 1);
  const marks = list.map((count, i) =>
    count === 0 ? "" : `M${2 * i + 1} 20V${(20 - 19 * count / most).toFixed(1)}`
  ).join("");
  return svg(
    label,
    [2 * list.length, 20],
    [`<path class="counts" d="${marks}"/>`],
    ' class="small"',
  );
}
