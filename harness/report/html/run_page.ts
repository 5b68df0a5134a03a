/** One run as one page: what failed, when, and what was to be seen then. */
import type { Json } from "../../contract.ts";
import type { CheckResult, RunResult } from "../../run/result.ts";
import type { RunError } from "../../sweep/record.ts";
import { VERSION } from "../../version.ts";
import type { Capture } from "../capture/capture.ts";
import type { TrackSample } from "../capture/track.ts";
import { numberText, type Point, type Span } from "./axes.ts";
import { barsChart, spansChart } from "./bars_chart.ts";
import { consistencyOf, errorsOf, innovationsOf, ratesOf } from "./estimate.ts";
import { figures } from "./figures.ts";
import { type Moment, momentOf } from "./moment.ts";
import { badge, type Cell, escape, link, page, section, table } from "./page.ts";
import { type Event, storyOf } from "./story.ts";
import { planChart } from "./plan_chart.ts";
import { PLOTS_SCRIPT, PLOTS_STYLE } from "./plots.ts";

/** What a page is made of. */
export interface RunReport {
  readonly result: RunResult;
  /** What was collected while it ran. */
  readonly capture: Capture;
  /** The command that runs it again. */
  readonly repeat: string;
  /** A recording beside the page. */
  readonly recording?: string | undefined;
  /** What the run ended with, instead of verdicts. */
  readonly error?: RunError | undefined;
}

/** Lines of a log that are shown. */
const LINES_MAX = 200;

/** The page, under 2 MB. */
export function runPage(report: RunReport): string {
  const { result, capture, error } = report;
  const moment = error === undefined ? momentOf(result, capture) : endOf(result);
  const span = { from: 0, to: result.simulated_s };
  const faults = (result.faults ?? []).map(({ from_s, to_s }) => ({
    from: from_s,
    to: to_s ?? span.to,
  }));
  const frame = { span, faults, moment: moment?.at_s };
  const samples = capture.track?.samples() ?? [];
  const seeded = result.seed === null ? "" : ` seed ${result.seed}`;
  return page(`${error === undefined ? result.verdict : "error"}: ${result.scenario}${seeded}`, [
    head(report, moment),
    section("The error", error === undefined ? "" : lines(error.text.split("\n"))),
    section("What happened, in order", story(storyOf(result, capture, moment))),
    section(error === undefined ? "Verdicts" : "Checks, up to then", verdicts(result.checks)),
    section("Faults", faultSection(result, span)),
    section("What was seen", figures(capture, moment ?? { at_s: result.simulated_s })),
    section("The way", wayOf(samples, moment)),
    section("Errors of the estimate", errorsOf(samples, frame)),
    section("Consistency", consistencyOf(capture, frame)),
    section("Innovations", innovationsOf(capture, frame)),
    section("Rates that changed", ratesOf(capture, frame)),
    section("Streams", streams(report)),
    section("What nodes said, when it changed", health(capture)),
    section("Warnings", lines(result.warnings)),
    section("Nodes at the end", nodes(result)),
  ], { script: PLOTS_SCRIPT, style: PLOTS_STYLE });
}

/** Of a run that ended with an error: where simulated time stopped. */
function endOf({ simulated_s }: RunResult): Moment | undefined {
  return simulated_s > 0 ? { at_s: simulated_s, why: "the run ended here" } : undefined;
}

function head(
  { result, repeat, recording, error }: RunReport,
  moment: Moment | undefined,
): string {
  const { scenario, seed, digest, simulated_s, checks } = result;
  const verdict = error === undefined ? result.verdict : "error";
  const failed = checks.filter((check) => check.verdict === "fail");
  const causes = failed.map(({ name, value, unit, limit, reason }) => {
    const measured = value === null ? "" : `${numberText(value)} ${unit}, `;
    return `<p><b>${escape(name)}</b>: ${escape(`${measured}limit ${limit} ${unit}`)}${
      reason === undefined ? "" : `<br>${escape(reason)}`
    }</p>`;
  });
  if (error !== undefined) {
    const whose = error.kind === "internal" ? "Dryrun itself broke" : "The run came to no verdict";
    causes.push(`<p><b>${whose}</b>: ${escape(error.text.split("\n", 1)[0]!)}</p>`);
  }
  const when = moment === undefined
    ? ""
    : `<p class="dim">Red lines stand at ${numberText(moment.at_s)} s: ${escape(moment.why)}.</p>`;
  const shade = (result.faults ?? []).length > 0
    ? '<p class="dim">Shaded: something was wrong on purpose.</p>'
    : "";
  return [
    `<h1>${(badge(verdict) as { html: string }).html} ${escape(scenario)}${
      seed === null ? "" : ` seed ${seed}`
    }</h1>`,
    causes.length === 0 ? "" : `<div class="causes">${causes.join("")}</div>`,
    `<pre>${escape(repeat)}</pre>`,
    `<p class="dim">${numberText(simulated_s)} s of simulated time · Dryrun ${VERSION} · digest ${
      escape(digest.slice(0, 16))
    }${recording === undefined ? "" : ` · recording: ${link(recording, recording)}`}</p>`,
    when,
    shade,
  ].join("\n");
}

function story(events: readonly Event[]): string {
  if (events.length === 0) return "";
  return table([">at, s", ""], events.map(({ at_s, text }) => [numberText(at_s), text]));
}

function verdicts(checks: readonly CheckResult[]): string {
  const first = ["fail", "skipped", "pass"];
  const sorted = checks.toSorted((a, b) => first.indexOf(a.verdict) - first.indexOf(b.verdict));
  const rows = sorted.map(({ name, value, unit, limit, verdict, reason = "" }): Cell[] => [
    ...[name, badge(verdict), value === null ? "–" : `${numberText(value)} ${unit}`],
    ...[`${limit} ${unit}`, reason],
  ]);
  return rows.length === 0 ? "" : table(["check", "verdict", ">value", "limit", "reason"], rows);
}

function faultSection({ faults = [] }: RunResult, span: Span): string {
  if (faults.length === 0) return "";
  const bars = faults.map(({ name, type, topics, from_s, to_s }) => ({
    name: `${name} (${type}${topics.length > 0 ? ` on ${topics.join(" ")}` : ""}) ` +
      `${numberText(from_s)} … ${to_s === null ? "end" : `${numberText(to_s)} s`}`,
    from: from_s,
    to: to_s ?? span.to,
  }));
  return spansChart("when what was wrong on purpose", span, bars);
}

function wayOf(samples: readonly TrackSample[], moment: Moment | undefined): string {
  const truth = samples.flatMap((sample): Point[] =>
    sample.truth ? [[sample.truth[0]!, sample.truth[1]!]] : []
  );
  const estimate = samples.map(({ estimate: [x, y] }): Point => [x!, y!]);
  if (moment === undefined || samples.length === 0) return planChart({ truth, estimate });
  const away = ({ at_s }: TrackSample) => Math.abs(at_s - moment.at_s);
  const nearest = samples.reduce((a, b) => away(b) < away(a) ? b : a);
  return planChart({ truth, estimate, marked: [nearest.estimate[0]!, nearest.estimate[1]!] });
}

function streams({ result, capture }: RunReport): string {
  const rows = Object.entries(result.topics).map(([topic, { type, count, hz, bytes }]): Cell[] => {
    const rate = capture.rates.get(topic);
    const over = rate ? barsChart(`messages of ${topic} over time`, rate.counts) : "";
    return [
      { html: `${escape(topic)}<br><span class="dim">${escape(type)}</span>` },
      ...[String(count), numberText(hz)],
      ...[numberText(bytes / 1e6), rate ? numberText(rate.latencyMean) : "–"],
      ...[rate ? numberText(rate.latencyMax) : "–", { html: over }],
    ];
  });
  const titles = [">count", ">Hz", ">MB", ">mean latency, ms", ">largest, ms", "over the run"];
  return table(["topic", ...titles], rows);
}

const LEVELS = ["ok", "warn", "error", "stale"];

function health({ health: { changes, count } }: Capture): string {
  if (changes.length === 0) return "";
  const rows = changes.map(({ at_s, name, level, message }): Cell[] => {
    const word = LEVELS[level] ?? String(level);
    const kind = level === 0 ? "pass" : level === 1 ? "skipped" : "fail";
    return [numberText(at_s), name, { html: `<b class="${kind}">${escape(word)}</b>` }, message];
  });
  const more = count > rows.length ? `<p class="dim">and ${count - rows.length} more</p>` : "";
  return table([">at, s", "status", "level", "message"], rows) + more;
}

function lines(all: readonly string[]): string {
  if (all.length === 0) return "";
  const more = all.length > LINES_MAX ? `\nand ${all.length - LINES_MAX} more` : "";
  return `<pre>${escape(all.slice(0, LINES_MAX).join("\n") + more)}</pre>`;
}

function nodes({ nodes }: RunResult): string {
  const rows = Object.entries(nodes).flatMap(([, { diagnostics }]) =>
    Object.entries(diagnostics).map(([name, status]): Cell[] => {
      const { level = 0, message = "", values = {} } = status as Record<string, Json>;
      const said = Object.entries(values as Record<string, Json>).map(([key, value]) =>
        `${key} ${value}`
      );
      return [name, LEVELS[Number(level)] ?? String(level), String(message), said.join(" · ")];
    })
  );
  return rows.length === 0 ? "" : table(["status", "level", "message", "values"], rows);
}
