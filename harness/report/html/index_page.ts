/** All runs of a sweep on one page, what failed first, with a link to each run's own. */
import { repeatCommand } from "../../run/repeat.ts";
import { variantName } from "../../schema/sweep.ts";
import { fileNameOf, type RunRecord, sortRecords } from "../../sweep/record.ts";
import type { Rate, ScenarioSummary, SweepSummary } from "../../sweep/summary.ts";
import { numberText } from "./axes.ts";
import { badge, type Cell, escape, link, page, section, table } from "./page.ts";

/** What the page is made of. */
export interface IndexReport {
  readonly records: readonly RunRecord[];
  readonly summary: Pick<SweepSummary, "verdict" | "runs" | "scenarios" | "across">;
  /** Names of the files that lie beside it. */
  readonly files: ReadonlySet<string>;
}

/** Runs that have a line; of more, the results file has all. */
const ROWS_MAX = 2000;

/** The page. */
export function indexPage({ records, summary, files }: IndexReport): string {
  const bad = (record: RunRecord) => record.verdict === "fail" || record.verdict === "error";
  const sorted = sortRecords(records);
  const failed = sorted.filter(bad), rest = sorted.filter((record) => !bad(record));
  const rows = [...failed, ...rest].slice(0, ROWS_MAX).map((record) => rowOf(record, files));
  const more = records.length > rows.length
    ? `<p class="dim">and ${records.length - rows.length} more in results.jsonl</p>`
    : "";
  const title = `${summary.verdict}: ${summary.runs} runs, ${failed.length} failed`;
  return page(title, [
    `<h1>${(badge(summary.verdict) as { html: string }).html} ${summary.runs} runs, ` +
    `${failed.length} failed</h1>`,
    section("Runs", table(["run", "verdict", "what failed", "repeat", "files"], rows) + more),
    section("Scenarios", scenarioTable(summary.scenarios)),
    section("Over all seeds", acrossTable(summary.across)),
  ]);
}

function rowOf(record: RunRecord, files: ReadonlySet<string>): Cell[] {
  const { scenario, seed, variant, verdict, checks, error } = record;
  const set = variantName(variant), name = `${scenario} seed ${seed}${set && ` ${set}`}`;
  const failed = checks.filter((check) => check.verdict === "fail").map(
    ({ name, value, unit, limit, reason = "" }) =>
      `${name}: ${value === null ? "" : `${numberText(value)} ${unit}, `}limit ${limit} ${unit}` +
      (reason === "" ? "" : `: ${reason}`),
  );
  const said = error !== null
    ? [error.text.split("\n", 1)[0]!]
    : verdict === "fail" && failed.length === 0
    ? ["no check failed, though the scenario expects it"]
    : failed;
  const html = `${fileNameOf(record)}.html`, mcap = `${fileNameOf(record)}.mcap`;
  return [
    files.has(html) ? { html: link(html, name) } : name,
    badge(verdict),
    { html: said.map(escape).join("<br>") },
    { html: `<code>${escape(repeatCommand(record))}</code>` },
    files.has(mcap) ? { html: link(mcap, "MCAP") } : "",
  ];
}

function scenarioTable(scenarios: readonly ScenarioSummary[]): string {
  const rows = scenarios.flatMap(({ scenario, variant, checks }) =>
    checks.map(({ name, pass_rate, values, limit, unit }): Cell[] => [
      ...[`${scenario} ${variant}`.trim(), name, rateText(pass_rate)],
      ...[values?.median, values?.p95, values?.max].map((value) => numberText(value ?? NaN)),
      `${limit} ${unit}`,
    ])
  );
  if (rows.length === 0) return "";
  const numbers = [">median", ">p95", ">max"];
  return table(["scenario", "check", "passed (95 % interval)", ...numbers, "limit"], rows);
}

function acrossTable(across: IndexReport["summary"]["across"]): string {
  const told = across.filter(({ verdict }) => verdict !== "skipped");
  const rows = told.map(({ scenario, name, verdict, value, unit, limit, reason }): Cell[] => [
    ...[scenario, name, badge(verdict), `${numberText(value ?? NaN)} ${unit}`],
    ...[`${limit} ${unit}`, reason ?? ""],
  ]);
  if (rows.length === 0) return "";
  return table(["scenario", "check", "verdict", ">value", "limit", "reason"], rows);
}

function rateText(rate: Rate | null): string {
  if (rate === null) return "–";
  const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
  return `${percent(rate.value)} (${percent(rate.low)} … ${percent(rate.high)})`;
}
