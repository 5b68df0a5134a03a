/** Tables, colour and the progress bar: what a run looks like in a terminal. */
import { styleText } from "#terminal";

type Style = "green" | "red" | "yellow" | "dim" | "bold";

/** NO_COLOR (no-color.org) and FORCE_COLOR are honoured; else colour is for terminals. */
function coloured(stream: { isTerminal(): boolean }): boolean {
  const force = Deno.env.get("FORCE_COLOR");
  if (force !== undefined && force !== "") return force !== "0";
  if (Deno.env.get("NO_COLOR")) return false;
  return stream.isTerminal();
}

/** Colours text for standard output, where that is wanted. */
export function paint(style: Style, text: string): string {
  return coloured(Deno.stdout) ? styleText(style, text, { validateStream: false }) : text;
}

/** A verdict in its colour. */
export function paintVerdict(verdict: string, text = verdict): string {
  return paint(verdict === "pass" ? "green" : verdict === "fail" ? "red" : "yellow", text);
}

/**
 * Rows under a head in columns. Columns whose head begins with `>` are set to the right; colour is
 * added after the width is known.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { colour = (_row: number, _column: number, text: string) => text } = {},
): string {
  const titles = head.map((title) => title.replace(/^>/, ""));
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length))
  );
  const line = (cells: readonly string[], row: number) =>
    cells.map((cell, i) => {
      const width = i === cells.length - 1 && !head[i]!.startsWith(">") ? 0 : widths[i]!;
      const set = head[i]!.startsWith(">") ? cell.padStart(width) : cell.padEnd(width);
      return row < 0 ? paint("dim", set) : colour(row, i, set);
    }).join("  ");
  return [line(titles, -1), ...rows.map(line)].map((text) => `  ${text}`).join("\n");
}

const BAR_WIDTH = 30;

/** A bar on standard error, on terminals only; redrawn at most ten times a second. */
export class ProgressBar {
  readonly #shown: boolean;
  #last = -Infinity;

  constructor(readonly title: string, quiet: boolean) {
    this.#shown = !quiet && Deno.stderr.isTerminal();
  }

  /** `fraction` 0 … 1; `wall` in seconds. */
  show(fraction: number, wall: number, note: string): void {
    if (!this.#shown || wall - this.#last < 0.1) return;
    this.#last = wall;
    const full = Math.round(Math.min(Math.max(fraction, 0), 1) * BAR_WIDTH);
    const bar = "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
    this.#write(`\r\x1b[K${this.title} ${bar} ${note}`);
  }

  /** Wipes the bar, if it stands there. */
  clear(): void {
    if (this.#last > -Infinity) this.#write("\r\x1b[K");
    this.#last = -Infinity;
  }

  #write(text: string): void {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  }
}

/** A number with the digits that matter. */
export function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  if (size >= 1000 || size < 1e-3) return value.toExponential(3);
  return value.toPrecision(4).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
