/** One run as one page: what failed, when, and what was to be seen then. */
import { chi2MeanBand } from "../../../core/evaluation/consistency.ts";
import type { Json } from "../../contract.ts";
import type { CheckResult, RunResult } from "../../run/result.ts";
import { VERSION } from "../../version.ts";
import type { Capture } from "../capture/capture.ts";
import { distanceOf, TRACK_PARTS, type TrackSample } from "../capture/track.ts";
import { numberText, type Point, type Span } from "./axes.ts";
import { barsChart, spansChart } from "./bars_chart.ts";
import { CURSOR } from "./cursor.ts";
import { figures } from "./figures.ts";
import { type Moment, momentOf } from "./moment.ts";
import { badge, type Cell, escape, link, page, section, table } from "./page.ts";
import { planChart } from "./plan_chart.ts";
import { timeChart } from "./time_chart.ts";

/** What a page is made of. */
export interface RunReport {
  readonly result: RunResult;
  /** What was collected while it ran. */
  readonly capture: Capture;
  /** The command that runs it again. */
  readonly repeat: string;
  /** A recording beside the page. */
  readonly recording?: string | undefined;
}

/** What all charts share. */
interface Frame {
  readonly span: Span;
  readonly faults: readonly Span[];
  readonly moment: number | undefined;
}

/** χ² bounds hold a single value with this probability. */
const PROBABILITY = 0.999;
/** Lines of a log that are shown. */
const LINES_MAX = 200;

/** The page, under 2 MB. */
export function runPage(report: RunReport): string {
  const { result, capture } = report;
  const moment = momentOf(result, capture);
  const span = { from: 0, to: result.simulated_s };
  const faults = (result.faults ?? []).map(({ from_s, to_s }) => ({
    from: from_s,
    to: to_s ?? span.to,
  }));
  const frame = { span, faults, moment: moment?.at_s };
  const samples = capture.track?.samples() ?? [];
  const seeded = result.seed === null ? "" : ` seed ${result.seed}`;
  return page(`${result.verdict}: ${result.scenario}${seeded}`, [
    head(report, moment),
    section("Verdicts", verdicts(result.checks)),
    section("Faults", faultSection(result, span)),
    section("What was seen", moment === undefined ? "" : figures(capture, moment)),
    section("The way", wayOf(samples, moment)),
    section("Errors of the estimate", errorsOf(samples, frame)),
    section("Consistency", consistency(capture, frame)),
    section("Streams", streams(report)),
    section("What nodes said, when it changed", health(capture)),
    section("Warnings", lines(result.warnings)),
    section("Nodes at the end", nodes(result)),
  ], CURSOR);
}

function head({ result, repeat, recording }: RunReport, moment: Moment | undefined): string {
  const { scenario, seed, verdict, digest, simulated_s, checks } = result;
  const failed = checks.filter((check) => check.verdict === "fail");
  const causes = failed.map(({ name, value, unit, limit, reason }) => {
    const measured = value === null ? "" : `${numberText(value)} ${unit}, `;
    return `<p><b>${escape(name)}</b>: ${escape(`${measured}limit ${limit} ${unit}`)}${
      reason === undefined ? "" : `<br>${escape(reason)}`
    }</p>`;
  });
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

function errorsOf(samples: readonly TrackSample[], frame: Frame): string {
  const known = samples.filter(({ error }) => error.length > 0);
  if (known.length === 0) return "";
  const charts = TRACK_PARTS.map((part, i) =>
    timeChart({
      ...frame,
      title: `error ${
        part === "heading" ? "of heading, degrees" : `${part}, m`
      }, and the 3 σ claimed`,
      line: known.map(({ at_s, error }): Point => [at_s, error[i]!]),
      band: known.map(({ at_s, sd }): Point => [at_s, 3 * sd[i]!]),
    })
  );
  const worst = known.reduce((a, b) => distanceOf(b) > distanceOf(a) ? b : a);
  const largest = `<p class="dim">Largest error of position: ${
    numberText(distanceOf(worst))
  } m at ${numberText(worst.at_s)} s.</p>`;
  return [...charts, largest].join("\n");
}

function consistency({ squares }: Capture, frame: Frame): string {
  const nees = squares?.nees() ?? [], innovations = squares?.innovations() ?? [];
  const dots = (list: readonly { at_s: number; value: number }[]) =>
    list.map(({ at_s, value }): Point => [at_s, value]);
  const boundsOf = (dimension: number) => {
    const { low, high } = chi2MeanBand(dimension, 1, PROBABILITY);
    return [low, high];
  };
  const charts = innovations.map(([name, { dimension, count, rejected, taken, refused }]) =>
    timeChart({
      ...frame,
      title:
        `NIS of ${name}, dimension ${dimension}: ${count} innovations, ${rejected} rejected (red)`,
      logarithmic: true,
      dots: dots(taken),
      badDots: dots(refused),
      bounds: boundsOf(dimension),
    })
  );
  if (nees.length > 0) {
    charts.unshift(timeChart({
      ...frame,
      title: "NEES of the 12 states",
      logarithmic: true,
      line: dots(nees),
      bounds: boundsOf(12),
    }));
  }
  if (charts.length === 0) return "";
  return `${charts.join("\n")}\n<p class="dim">Dashed: χ² bounds that hold ${
    100 * PROBABILITY
  } % of values.</p>`;
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
