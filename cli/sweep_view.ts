/** How a sweep looks in a terminal: failures as they come, progress, tables at the end. */
import { wallSeconds } from "../harness/host/wall.ts";
import { repeatCommand } from "../harness/run/repeat.ts";
import type { AcrossResult } from "../harness/run/across.ts";
import { variantName } from "../harness/schema/sweep.ts";
import type { SweepCase } from "../harness/sweep/cases.ts";
import type { Change, Comparison } from "../harness/sweep/compare.ts";
import type { RunRecord } from "../harness/sweep/record.ts";
import type { Rate, ScenarioSummary, SweepSummary } from "../harness/sweep/summary.ts";
import { showChecks } from "./run_view.ts";
import { digits, paint, paintVerdict, ProgressBar, table } from "./terminal.ts";

/** Up to this many runs, each has its line; of more, only what failed. */
const LINES_MAX = 50;
/** Failures that are told while others still run. */
const FAILURES_SHOWN = 10;

/** What goes to the terminal while a sweep runs. */
export class SweepWatch {
  readonly #bar: ProgressBar;
  readonly #began = wallSeconds();
  readonly #running = new Map<number, number>();
  #done = 0;
  #failed = 0;
  #tenth = 0;

  /**
   * @param total cases; undefined: as many as fit into the time
   * @param options.seconds wall time that the sweep is to last
   */
  constructor(
    readonly total: number | undefined,
    readonly options: { readonly quiet: boolean; readonly seconds?: number | undefined },
  ) {
    this.#bar = new ProgressBar("scenarios", options.quiet);
  }

  /** A case is done. */
  record(record: RunRecord): void {
    this.#running.clear();
    this.#done++;
    const bad = record.verdict === "fail" || record.verdict === "error";
    if (bad) this.#failed++;
    const all = this.total !== undefined && this.total <= LINES_MAX;
    if (!this.options.quiet && (all || bad && this.#failed <= FAILURES_SHOWN)) {
      this.#bar.clear();
      console.log(lineOf(record));
      if (bad && !all && this.#failed === FAILURES_SHOWN) {
        console.log("        more come at the end");
      }
    }
    this.#show();
  }

  /** A case has come to a simulated time. */
  alive({ index }: SweepCase, at: number): void {
    this.#running.set(index, at);
    this.#show();
  }

  /** Wipes the bar. */
  clear(): void {
    this.#bar.clear();
  }

  #show(): void {
    const now = wallSeconds(), spent = now - this.#began, { total } = this;
    const { seconds, quiet } = this.options;
    const share = seconds !== undefined ? spent / seconds : this.#done / Math.max(1, total ?? 1);
    const left = seconds !== undefined
      ? seconds - spent
      : this.#done > 0
      ? spent / this.#done * ((total ?? 0) - this.#done)
      : NaN;
    const of = total === undefined ? "" : ` of ${total}`;
    const failed = this.#failed > 0 ? ` · ${this.#failed} failed` : "";
    const remaining = Number.isNaN(left) ? "" : ` · ${duration(Math.max(0, left))} left`;
    const note = `${this.#done}${of}${failed}${remaining}`;
    this.#bar.show(share, now, note);
    if (quiet || Deno.stderr.isTerminal() || total === undefined || total <= LINES_MAX) return;
    const tenth = Math.floor(10 * share);
    if (tenth > this.#tenth && tenth < 10) console.error(`${10 * tenth} %: ${note}`);
    this.#tenth = tenth;
  }
}

/** Seconds as people say them. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One line a run; a failed one with its reasons and how to repeat it. */
function lineOf(record: RunRecord): string {
  const { scenario, seed, verdict, checks, digest, error, variant } = record;
  const set = variantName(variant);
  const head = `${paintVerdict(verdict === "error" ? "fail" : verdict, verdict.padEnd(7))} ` +
    `${scenario} --seed ${seed}${set && `  ${set}`}  ${paint("dim", digest.slice(0, 16))}`;
  if (verdict === "pass" || verdict === "skipped") return head;
  const failed = checks.filter((check) => check.verdict === "fail").map((
    { name, value, unit, limit, reason },
  ) =>
    `        ${name}: ${value === null ? "" : `${digits(value)} ${unit}, `}` +
    `limit ${limit} ${unit}${reason ? ` (${reason})` : ""}`
  );
  const said = error === null ? failed : error.text.split("\n").map((line) => `        ${line}`);
  const unmet = said.length > 0
    ? said
    : ["        no check failed, though the scenario expects it"];
  return [head, ...unmet, `        ${repeatCommand(record)}`].join("\n");
}

/** Tables of a finished sweep. */
export function showSummary(summary: SweepSummary, records: readonly RunRecord[]): string {
  const parts = summary.scenarios.map(showScenario);
  const told = summary.across.filter(({ verdict }) => verdict !== "skipped");
  if (told.length > 0) parts.push(showAcross(told));
  const bad = records.filter(({ verdict }) => verdict === "fail" || verdict === "error");
  const closing = [
    `${
      paint(
        "bold",
        paintVerdict(summary.verdict === "error" ? "fail" : summary.verdict, summary.verdict),
      )
    }` +
    `: ${summary.runs} runs, ${bad.length} failed`,
  ];
  const first = bad[0];
  if (first) closing.push(`repeat the first: ${repeatCommand(first)}`);
  return [...parts, closing.join("\n")].join("\n\n");
}

function showScenario(
  { scenario, variant, runs, pass_rate, checks, failed_seeds }: ScenarioSummary,
) {
  const title = `${paint("bold", scenario)}${variant && ` ${variant}`}: ${runs} runs, passed ${
    rateText(pass_rate)
  }`;
  const failed = failed_seeds.length > 0 ? `\n  failed seeds: ${failed_seeds.join(" ")}` : "";
  if (runs === 1) return title + failed;
  const rows = checks.map(({ name, values, limit, unit, pass_rate }) => [
    name,
    ...[values?.median, values?.p95, values?.max].map((value) =>
      value === undefined ? "–" : digits(value)
    ),
    `${limit} ${unit}`.trim(),
    rateText(pass_rate),
  ]);
  const head = ["check", ">median", ">p95", ">max", "limit", "passed (95 % interval)"];
  return `${title}${failed}\n${table(head, rows)}`;
}

function showAcross(results: readonly AcrossResult[]): string {
  const named = results.map((result) => ({
    ...result,
    name: `${result.scenario}: ${result.name}`,
  }));
  return `over all seeds\n${showChecks(named)}`;
}

function rateText(rate: Rate | null): string {
  if (rate === null) return "–";
  const percent = (share: number) => (100 * share).toFixed(share === 0 || share === 1 ? 0 : 1);
  return `${percent(rate.value)} % (${percent(rate.low)} … ${percent(rate.high)})`;
}

/** What has changed against an earlier sweep. */
export function showComparison({ verdict, changes, paired, only_before, only_now }: Comparison) {
  const told = changes.filter(({ change }) => change !== "none");
  const alone = only_before + only_now > 0
    ? `; left out: ${only_now} cases that only this sweep has, ${only_before} that only the other`
    : "";
  const head = `against before: ${paintVerdict(verdict)}, ${paired} pairs${alone}`;
  if (told.length === 0) return `${head}; nothing has changed by more than chance`;
  const row = ({ scenario, check, change, lost, gained, p, difference, unit }: Change) => [
    ...[scenario, check, change, String(lost), String(gained), digits(p)],
    difference === null
      ? ""
      : `${digits(difference.mean)} ${unit} (${digits(difference.low)} … ${
        digits(difference.high)
      })`,
  ];
  const titles = ["scenario", "check", "change", ">lost", ">gained", ">p", "difference (99 %)"];
  return `${head}\n${table(titles, told.map(row))}`;
}
