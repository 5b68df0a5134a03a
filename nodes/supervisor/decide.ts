/** What the robot may do: on which input it relies, how fast it may go, and when it is over. */
import type { Clearance } from "../../core/resilience/clearance.ts";
import {
  type LimitedBy,
  limitVelocity,
  type SpeedLimits,
  type Velocity,
} from "../../core/resilience/speed_limit.ts";
import type { SupervisorParams } from "./params.ts";
import type { Dated } from "./watch.ts";

/**
 * `nominal`: on the primary input. `degraded`: on the backup, slower. `fallback`: on neither, the
 * robot stands until one is back. `safe`: it stands until a person resets it.
 */
export type Mode = "nominal" | "degraded" | "fallback" | "safe";

/** What is to be known of an input. */
export interface InputState {
  readonly name: string;
  readonly usable: boolean;
  readonly givenUp: boolean;
  readonly reason: string | undefined;
  /** Why its processing is in the safe state. */
  readonly guard: { readonly safe: string | undefined };
}

/** The inputs; `odometry` is undefined where it is not watched. */
export interface Inputs {
  readonly primary: InputState;
  readonly backup: InputState;
  readonly odometry: InputState | undefined;
}

/** A mode and why. */
export interface Decision {
  readonly mode: Mode;
  readonly reason: string;
}

/** The mode that the inputs allow; whether it was safe before is the caller's. */
export function decide({ primary, backup, odometry }: Inputs): Decision {
  for (const input of [primary, backup, odometry]) {
    if (input?.guard.safe !== undefined) {
      return { mode: "safe", reason: `${input.name}: ${input.guard.safe}` };
    }
  }
  const why = (input: InputState) => `${input.name}: ${input.reason ?? "not healthy long enough"}`;
  if (odometry !== undefined && !odometry.usable) {
    return standing(why(odometry), odometry.givenUp);
  }
  if (primary.usable) return { mode: "nominal", reason: "ok" };
  if (backup.usable) return { mode: "degraded", reason: why(primary) };
  return standing(`${why(primary)}; ${why(backup)}`, primary.givenUp && backup.givenUp);
}

/** Without what it needs a robot stands; once nobody brings it back, for good. */
function standing(reason: string, givenUp: boolean): Decision {
  return givenUp
    ? { mode: "safe", reason: `not recovered: ${reason}` }
    : { mode: "fallback", reason };
}

const STANDING: Velocity = { linear: 0, angular: 0 };

/** What to send: the command within limits, or nothing but zeros. */
export function allowed(
  mode: Mode,
  { command, clearance, now }: {
    readonly command: Dated<Velocity> | undefined;
    readonly clearance: Dated<Clearance> | undefined;
    readonly now: number;
  },
  params: SupervisorParams,
): Velocity & { readonly by: LimitedBy | "mode" | "silence" } {
  if (mode === "safe" || mode === "fallback" || clearance === undefined) {
    return { ...STANDING, by: "mode" };
  }
  const { max_command_age_ms } = params.safety_limits;
  if (command === undefined || now - command.at > max_command_age_ms * 1e6) {
    return { ...STANDING, by: "silence" };
  }
  const age = Math.max(0, now - clearance.at) / 1e9;
  return limitVelocity(command.result, clearance.result, limitsOf(mode, age, params));
}

/** Limits in a mode, with data of an age, s. The next message may be a period late: it ages more. */
function limitsOf(
  mode: "nominal" | "degraded",
  age: number,
  { processing_parameters: processing, safety_limits: safe }: SupervisorParams,
): SpeedLimits {
  const { speed_factor, extra_distance_m } = processing.degraded;
  const factor = mode === "degraded" ? speed_factor : 1;
  return {
    maxSpeed: factor * safe.max_speed_m_s,
    maxTurn: factor * safe.max_turn_rad_s,
    maxDeceleration: safe.max_deceleration_m_s2,
    minDistance: safe.min_distance_m + (mode === "degraded" ? extra_distance_m : 0),
    reaction: age + processing.period_ms / 1e3,
  };
}
