/** How a run looks in a terminal: streams, checks, digest, how fast it was. */
import type { RunResult } from "../harness/run/result.ts";
import { digits, paint, paintVerdict, table } from "./terminal.ts";

/** Digest digits in tables; `--json` has all. */
const DIGEST_SHOWN = 16;

/** The whole report of one run. */
export function showRun(result: RunResult): string {
  const parts = [showStreams(result)];
  if (result.checks.length > 0) parts.push(showChecks(result.checks));
  parts.push(summary(result));
  return parts.join("\n\n");
}

/** The table of streams. */
export function showStreams({ topics }: Pick<RunResult, "topics">): string {
  const rows = Object.entries(topics).map(([topic, { type, count, hz, digest, exact }]) => [
    topic,
    type,
    String(count),
    hz.toFixed(1),
    exact ? digest.slice(0, DIGEST_SHOWN) : `${digest.slice(0, DIGEST_SHOWN)} (not exact)`,
  ]);
  return table(["topic", "type", ">count", ">Hz", "digest"], rows);
}

/** The table of checks: value and limit, and the reason of whatever did not pass. */
export function showChecks(checks: RunResult["checks"]): string {
  const rows = checks.map(({ name, value, unit, limit, verdict, reason }) => [
    name,
    value === null ? "–" : `${digits(value)} ${unit}`.trim(),
    `${limit} ${unit}`.trim(),
    verdict,
    reason ?? "",
  ]);
  return table(["check", ">value", "limit", "verdict", "reason"], rows, {
    colour: (row, column, text) => column === 3 ? paintVerdict(checks[row]!.verdict, text) : text,
  });
}

function summary({ verdict, digest, seed, simulated_s, wall_s, realtime_factor }: RunResult) {
  const seeded = seed === null ? "" : `seed ${seed} · `;
  const speed = realtime_factor > 0
    ? `${digits(simulated_s)} s in ${wall_s.toFixed(2)} s (${
      realtime_factor.toFixed(realtime_factor < 10 ? 1 : 0)
    } × real time)`
    : `${digits(simulated_s)} s`;
  const lines = [`${paint("bold", paintVerdict(verdict))} · ${seeded}${speed}`];
  if (digest !== "") lines.push(`digest ${digest}`);
  return lines.join("\n");
}
