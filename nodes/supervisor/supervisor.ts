/**
 * The supervisor: between what is commanded and what the robot does. It watches a primary and a
 * backup input that see obstacles (and odometry, where limits say so), relies on the first that can
 * be relied on, asks for recovery of what fails, and sends commands within `safety_limits`: nominal
 * on the primary, slower on the backup, standing on neither. What it can't handle ends in the
 * safe state, where the robot stands until `reset` is said on `supervisor/reset`.
 *
 * A switch takes at most `max_age_ms` of the input that fell silent and one `period_ms`.
 */
import { type Clearance, clearanceOf, type Corridor } from "../../core/resilience/clearance.ts";
import { RandomTree } from "../../core/math/random.ts";
import { DataError, type RecoveryRequest } from "../../core/resilience/guard.ts";
import type { Velocity } from "../../core/resilience/speed_limit.ts";
import type { Time } from "../../msgs/time.ts";
import type { DiagnosticStatus, Odometry } from "../../msgs/types.ts";
import { bestEffort, defineNode, latched, nanosNear, reliable } from "../../runtime/node.ts";
import type { Io, NodeDef } from "../../runtime/node.ts";
import { allowed, decide, type Decision } from "./decide.ts";
import { inputStatus, modeStatus, noCounts, recoveryMessage } from "./diagnostics.ts";
import { type SupervisorParams, supervisorParams } from "./params.ts";
import { COMMAND_TYPES, commandOf, judgeSpread, RANGE_TYPES } from "./read.ts";
import { type RangeMessage, RangeReader, type Returns } from "./read.ts";
import { type Dated, Watch } from "./watch.ts";

const outputs = {
  command: { topic: "cmd_vel", type: "geometry_msgs/msg/Twist", qos: reliable(1) },
  mode: { topic: "mode", type: "std_msgs/msg/String", qos: latched(1) },
  recovery: {
    topic: "recovery_request",
    type: "diagnostic_msgs/msg/DiagnosticArray",
    qos: reliable(10),
  },
} as const;

/** What of the returns of an input is needed; it may throw `DataError` and `ProcessError`. */
export type Assess = (returns: Returns, corridor: Corridor) => Clearance;

/** A supervisor around a processing function of one's own. */
export function defineSupervisor(
  assess: Assess = ({ xyz, count }, corridor) => clearanceOf(xyz, count, corridor),
): NodeDef {
  return defineNode({
    name: "supervisor",
    params: supervisorParams,
    inputs: {
      primary: { topic: "points", type: RANGE_TYPES, qos: bestEffort(5) },
      backup: { topic: "scan", type: RANGE_TYPES, qos: bestEffort(5) },
      odom: { topic: "odom", type: "nav_msgs/msg/Odometry", qos: reliable(1) },
      command: { topic: "cmd_vel_raw", type: COMMAND_TYPES, qos: reliable(1) },
      reset: { topic: "supervisor/reset", type: "std_msgs/msg/String", qos: reliable(1) },
    },
    outputs,
    create(params: SupervisorParams, io) {
      const supervisor = new Supervisor(params, { io, assess });
      io.diagnostics(() => supervisor.statuses());
      return {
        primary: (message) => supervisor.range("primary", message),
        backup: (message) => supervisor.range("backup", message),
        odom: (message) => supervisor.odometry(message),
        command(message, receivedAt) {
          supervisor.command(() => commandOf(message), receivedAt);
        },
        reset: ({ data }) => supervisor.reset(data),
      };
    },
  });
}

/** The node `supervisor`. */
export const supervisor: NodeDef = defineSupervisor();

interface Parts {
  readonly io: Io<typeof outputs>;
  readonly assess: Assess;
}

class Supervisor {
  readonly #params: SupervisorParams;
  readonly #io: Io<typeof outputs>;
  readonly #primary: Watch<RangeMessage, Clearance>;
  readonly #backup: Watch<RangeMessage, Clearance>;
  readonly #odometry: Watch<Odometry, void> | undefined;
  readonly #counts = noCounts();
  readonly #missedFrom: number;
  #command: Dated<Velocity> | undefined;
  #decision: Decision | undefined;
  #now: number;

  constructor(params: SupervisorParams, { io, assess }: Parts) {
    const { sensor_ranges: ranges, processing_parameters: processing } = params;
    const { safety_limits: safe } = params;
    this.#params = params;
    this.#io = io;
    this.#now = io.now();
    this.#missedFrom = this.#now + processing.start_up_s * 1e9;
    const corridor = corridorOf(processing.corridor);
    const random = RandomTree.root(processing.recovery.seed).under("supervisor");
    const common = {
      ...{ processing, random },
      onRecovery: (name: string, request: RecoveryRequest) => this.#request(name, request),
    };
    const watch = (name: "primary" | "backup") => {
      const reader = new RangeReader(io.tf, processing.base_frame, ranges[name]);
      const run = (message: RangeMessage) => assess(reader.read(message), corridor);
      return new Watch({ ...common, name, limits: ranges[name], work: run });
    };
    this.#primary = watch("primary");
    this.#backup = watch("backup");
    if (safe.max_position_sd_m > 0 || safe.max_heading_sd_rad > 0) {
      const limits = { min_rate_hz: 1, max_age_ms: safe.max_odometry_age_ms };
      const judge = (message: Odometry) => judgeSpread(message, safe);
      this.#odometry = new Watch({ ...common, name: "odometry", limits, work: judge });
    }
    io.every(processing.period_ms, () => this.#tick());
  }

  range(which: "primary" | "backup", message: RangeMessage): void {
    const input = which === "primary" ? this.#primary : this.#backup;
    this.#seen(input, message, message.msg.header.stamp);
  }

  odometry(message: Odometry): void {
    if (this.#odometry !== undefined) this.#seen(this.#odometry, message, message.header.stamp);
  }

  command(read: () => Velocity, at: number): void {
    this.#counts.commands++;
    this.#command = undefined;
    try {
      this.#command = { result: read(), at };
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      this.#counts.bad_commands++;
      this.#io.log.warn(`cmd_vel_raw: ${error.message}`, "bad command");
    }
  }

  reset(text: string): void {
    if (text !== "reset") {
      this.#io.log.warn(`supervisor/reset: expected "reset", got ${JSON.stringify(text)}`);
      return;
    }
    this.#counts.resets++;
    for (const input of this.#inputs()) input.reset();
    this.#io.log.info(`reset, in mode ${this.#decision?.mode ?? "none"}`);
    if (this.#decision?.mode === "safe") this.#decision = undefined;
  }

  statuses(): DiagnosticStatus[] {
    const now = this.#io.now();
    const decision = this.#decision ?? { mode: "fallback", reason: "starting" };
    return [
      modeStatus(decision, this.#counts),
      ...this.#inputs().map((input) => inputStatus(input, now)),
    ];
  }

  #request(name: string, request: RecoveryRequest): void {
    const { attempt, limit, reason } = request;
    this.#io.log.warn(`${name}: recovery requested, ${attempt} of ${limit}: ${reason}`);
    const stamp = this.#io.stamp(this.#io.now());
    this.#io.publish.recovery(recoveryMessage(stamp, name, request));
  }

  #inputs(): Watch<never, unknown>[] {
    return [this.#primary, this.#backup, ...this.#odometry === undefined ? [] : [this.#odometry]];
  }

  #seen<I, R>(input: Watch<I, R>, message: I, stamp: Time): void {
    const reason = input.see(message, nanosNear(this.#io, stamp), this.#io.now());
    if (reason !== undefined) this.#io.log.debug(`${input.name}: left out: ${reason}`);
  }

  #tick(): void {
    const now = this.#io.now();
    if (now < this.#now) this.#clockSetBack(now);
    this.#now = now;
    for (const input of this.#inputs()) input.judge(now, now >= this.#missedFrom);
    if (this.#decision?.mode !== "safe") {
      const [primary, backup, odometry] = [this.#primary, this.#backup, this.#odometry];
      this.#enter(decide({ primary, backup, odometry }));
    }
    this.#send(now);
  }

  #enter(next: Decision): void {
    const before = this.#decision?.mode;
    this.#decision = next;
    if (next.mode === before) return;
    this.#counts.changes++;
    this.#io.publish.mode({ data: next.mode });
    const level = next.mode === "safe" ? "error" : next.mode === "nominal" ? "info" : "warn";
    this.#io.log[level](`${next.mode}: ${next.reason}`);
  }

  #send(now: number): void {
    const { mode } = this.#decision!;
    const clearance = (mode === "nominal" ? this.#primary : this.#backup).newest;
    const sent = allowed(mode, { command: this.#command, clearance, now }, this.#params);
    this.#counts.limited[sent.by]++;
    this.#io.publish.command({
      linear: { x: sent.linear, y: 0, z: 0 },
      angular: { x: 0, y: 0, z: sent.angular },
    });
  }

  #clockSetBack(now: number): void {
    this.#counts.clock_jumps++;
    this.#io.log.warn(`the clock was set back by ${((this.#now - now) / 1e9).toFixed(3)} s`);
    this.#command = undefined;
    for (const input of this.#inputs()) input.forget();
  }
}

function corridorOf(given: SupervisorParams["processing_parameters"]["corridor"]): Corridor {
  return {
    ...{ front: given.front_m, rear: given.rear_m, halfWidth: given.half_width_m },
    ...{ minHeight: given.min_height_m, maxHeight: given.max_height_m },
  };
}
