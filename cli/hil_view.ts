/** How a run beside hardware looks in a terminal: that of any run, and its pace. */
import type { ContractRow } from "../harness/hil/contract/compare.ts";
import type { LatenessResult } from "../harness/hil/lateness.ts";
import type { RepeatedResult } from "../harness/hil/repeat.ts";
import type { HilResult } from "../harness/hil/result.ts";
import { silenceText } from "../harness/hil/silence.ts";
import { showRun } from "./run_view.ts";
import { digits, paint, paintVerdict, table } from "./terminal.ts";

/** The whole report of one run. */
export function showHil(result: HilResult): string {
  const { hil } = result;
  const parts = [showRun(result), facts(result)];
  if (Object.keys(hil.pace.topics).length > 0) parts.push(showPace(hil.pace));
  if (hil.silent.length > 0) {
    parts.push(hil.silent.map((one) => paint("red", `silent: ${silenceText(one)}`)).join("\n"));
  }
  return parts.join("\n\n");
}

function facts({ hil }: HilResult): string {
  const steps = hil.steps === null
    ? []
    : [`stepped by ${hil.steps.topic}: ${hil.steps.count} steps, ${hil.steps.timed_out} timed out`];
  const undecodable = Object.entries(hil.undecodable).map(([topic, count]) =>
    `${count} messages on ${topic} were not whole`
  );
  const unjudged = hil.unjudged > 0
    ? [`${hil.unjudged} messages at the end were not judged: their truth did not come`]
    : [];
  const real = hil.real.join(", ") || "nothing";
  const under = hil.sut === "nodes" ? "the scenario's nodes" : `somebody else's ${hil.sut}`;
  return [
    `real: ${real} · truth: ${hil.truth} · time: ${hil.time} · judged: ${under}`,
    ...steps,
    ...undecodable,
    ...unjudged,
  ].join("\n");
}

/** How late each simulated stream left: numbers and histogram. */
export function showPace({ deadline_ms, edges_ms, topics }: HilResult["hil"]["pace"]): string {
  const bins = [...edges_ms.map((edge) => `≤${edge}`), `>${edges_ms.at(-1)}`];
  const ms = (value: number) => value.toFixed(2);
  const rows = Object.entries(topics).map(([topic, one]: [string, LatenessResult]) => [
    topic,
    ...[String(one.count), ms(one.p50_ms), ms(one.p99_ms), ms(one.worst_ms)],
    `${(100 * one.within_1ms).toFixed(1)} %`,
    String(one.missed),
    ...one.histogram.map(String),
  ]);
  const head = ["pace (ms)", ">count", ">half", ">99 %", ">worst", ">within 1"];
  const missed = `>missed ${deadline_ms}`;
  return table([...head, missed, ...bins.map((bin) => `>${bin}`)], rows);
}

/** What differs between hardware and simulation, and what does not. */
export function showContract(rows: readonly ContractRow[]): string {
  const cells = rows.map(({ topic, what, hardware, simulation, verdict, why }) => [
    ...[topic, what, hardware, simulation, verdict, why ?? ""],
  ]);
  return table(["contract", "", "hardware", "simulation", "", ""], cells, {
    colour(row, column, text) {
      if (column !== 4) return text;
      const { verdict } = rows[row]!;
      return paint(verdict === "stops" ? "red" : verdict === "same" ? "green" : "yellow", text);
    },
  });
}

/** Each check over all runs: spread and worst case. */
export function showSpread({ spread, repeats, verdict }: RepeatedResult): string {
  const number = (value: number | null) => value === null ? "–" : digits(value);
  const rows = spread.map(({ name, min, mean, max, worst, unit, limit, pass, fail, skipped }) => [
    ...[name, number(min), number(mean), number(max), number(worst), `${limit} ${unit}`],
    ...[String(pass), String(fail), String(skipped)],
  ]);
  const head = [`${repeats.length} runs`, ">least", ">mean", ">most", ">worst", "limit"];
  return `${table([...head, ">passed", ">failed", ">skipped"], rows)}\n\n${paintVerdict(verdict)}`;
}
