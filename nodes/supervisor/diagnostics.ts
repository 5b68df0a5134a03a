/** What the supervisor says of itself: its mode, each input with its three classes of error. */
import { statusOf } from "../../msgs/diagnostics.ts";
import type { DiagnosticArray, DiagnosticStatus } from "../../msgs/types.ts";
import type { Time } from "../../msgs/time.ts";
import type { RecoveryRequest } from "../../core/resilience/guard.ts";
import type { Decision, Mode } from "./decide.ts";
import type { Watch } from "./watch.ts";

const LEVELS: Readonly<Record<Mode, number>> = { nominal: 0, degraded: 1, fallback: 2, safe: 2 };

/** What is counted beside the inputs. */
export interface Counts {
  /** Commands that came. */
  commands: number;
  /** Of those, no numbers. */
  bad_commands: number;
  /** Commands sent, by what they were limited. */
  readonly limited: Record<"nothing" | "speed" | "distance" | "mode" | "silence", number>;
  /** Changes of mode. */
  changes: number;
  /** Resets by a person. */
  resets: number;
  /** Times that the clock was set back. */
  clock_jumps: number;
}

/** Nothing was counted yet. */
export function noCounts(): Counts {
  return {
    ...{ commands: 0, bad_commands: 0, changes: 0, resets: 0, clock_jumps: 0 },
    limited: { nothing: 0, speed: 0, distance: 0, mode: 0, silence: 0 },
  };
}

/** The status of the whole. */
export function modeStatus({ mode, reason }: Decision, counts: Counts): DiagnosticStatus {
  const { limited, ...others } = counts;
  return statusOf({ level: LEVELS[mode], name: "supervisor: mode", message: reason }, [
    ["mode", mode],
    ...Object.entries(others),
    ...Object.entries(limited).map(([by, count]) => [`limited_by_${by}`, count] as const),
  ]);
}

/** The status of an input: a warning while it is not to be used, an error once it is given up. */
export function inputStatus<I, R>(input: Watch<I, R>, now: number): DiagnosticStatus {
  const { name, usable, givenUp, reason, health, attempts } = input;
  const { ok, badData, failed, recoveries, unknown } = input.guard.counts;
  const level = givenUp || unknown > 0 ? 2 : usable ? 0 : 1;
  const message = reason ?? (usable ? "ok" : "healthy, but not for long enough");
  const age = health.age(now);
  return statusOf({ level, name: `supervisor: ${name}`, message }, [
    ["usable", usable],
    ["given_up", givenUp],
    ["age_ms", Number.isFinite(age) ? (age / 1e6).toFixed(1) : "none"],
    ["good_messages", health.good],
    ["bad_messages", health.bad],
    ["processed", ok],
    ["data_errors", badData],
    ["process_errors", failed],
    ["unknown_errors", unknown],
    ["recoveries_requested", recoveries],
    ["attempts", attempts],
  ]);
}

/** A request for recovery, as whoever restarts devices and nodes reads it. */
export function recoveryMessage(
  stamp: Time,
  name: string,
  { attempt, limit, waitNs, reason }: RecoveryRequest,
): DiagnosticArray {
  const request = statusOf({ level: 2, name, message: reason }, [
    ["attempt", attempt],
    ["limit", limit],
    ["next_in_ms", Math.round(waitNs / 1e6)],
  ]);
  return { header: { stamp, frame_id: "" }, status: [request] };
}
