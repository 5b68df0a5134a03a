/** What GitHub Actions shows of a sweep: annotations on the run, and the step's summary. */
import { repeatCommand } from "../run/repeat.ts";
import type { Comparison } from "../sweep/compare.ts";
import { type RunRecord, sortRecords } from "../sweep/record.ts";
import type { Rate, SweepSummary } from "../sweep/summary.ts";

/** GitHub shows ten annotations of a step and drops the rest. */
const ANNOTATIONS_MAX = 10;

/** Workflow commands, a line each: what failed, and how to repeat it. */
export function annotations(records: readonly RunRecord[]): string[] {
  const bad = sortRecords(records).filter(({ verdict }) =>
    verdict === "fail" || verdict === "error"
  );
  return bad.slice(0, ANNOTATIONS_MAX).map((record) => {
    const { scenario, seed, error, checks, file } = record;
    const failed = checks.filter(({ verdict }) => verdict === "fail")
      .map(({ name, value, unit, limit }) => `${name} ${value ?? "–"} ${unit}, limit ${limit}`);
    const said = error?.text ?? (failed.length > 0 ? failed.join("; ") : "no check failed");
    const place = /\.(ya?ml|ts)$/.test(file) ? `file=${escaped(file, true)},` : "";
    const title = escaped(`${scenario} seed ${seed}`, true);
    return `::error ${place}title=${title}::${escaped(`${said}\n${repeatCommand(record)}`)}`;
  });
}

/** https://docs.github.com/actions: `%`, line ends, and in properties `:` and `,`. */
function escaped(text: string, property = false): string {
  const plain = text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  return property ? plain.replaceAll(":", "%3A").replaceAll(",", "%2C") : plain;
}

/** The summary as Markdown. */
export function markdown(summary: SweepSummary, comparison?: Comparison): string {
  const rows = summary.scenarios.map((one) => [
    ...[name(one.scenario, one.variant), String(one.runs), rateText(one.pass_rate)],
    one.failed_seeds.join(" "),
  ]);
  const checks = summary.scenarios.flatMap((one) =>
    one.checks.map((check) => [
      ...[name(one.scenario, one.variant), check.name, rateText(check.pass_rate)],
      ...[check.values?.median, check.values?.p95, check.values?.max].map(numberText),
      `${check.limit} ${check.unit}`,
    ])
  );
  const parts = [
    `## Dryrun: ${summary.verdict}, ${summary.runs} runs`,
    table(["scenario", "runs", "passed (95 %)", "failed seeds"], rows),
    "<details><summary>Checks</summary>\n",
    table(["scenario", "check", "passed (95 %)", "median", "p95", "max", "limit"], checks),
    "\n</details>",
  ];
  if (summary.across.length > 0) {
    parts.push(table(
      ["over all seeds", "check", "value", "limit", "verdict"],
      summary.across.map(({ scenario, name, value, unit, limit, verdict }) => [
        ...[scenario, name, `${numberText(value)} ${unit}`, `${limit} ${unit}`, verdict],
      ]),
    ));
  }
  if (comparison !== undefined) {
    const told = comparison.changes.filter(({ change }) => change !== "none");
    parts.push(`Against before: **${comparison.verdict}**, ${comparison.paired} pairs.`);
    parts.push(table(
      ["scenario", "check", "change", "lost", "gained", "p", "difference"],
      told.map(({ scenario, check, change, lost, gained, p, difference, unit }) => [
        ...[scenario, check, change, String(lost), String(gained), numberText(p)],
        difference === null ? "" : `${numberText(difference.mean)} ${unit}`,
      ]),
    ));
  }
  return `${parts.join("\n\n")}\n`;
}

function name(scenario: string, variant: string): string {
  return variant === "" ? scenario : `${scenario} ${variant}`;
}

function numberText(value: number | null | undefined): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : "";
}

function rateText(rate: Rate | null): string {
  if (rate === null) return "";
  const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`;
  return `${percent(rate.value)} (${percent(rate.low)} … ${percent(rate.high)})`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
