/** Small hand-made streams for tests of checks. */
import type { CheckSetup, Json, Seen, Verdict } from "../../../harness/contract.ts";
import type { AnyCheck } from "../../../harness/schema/catalogue.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";
import type { DiagnosticArray, Float64MultiArray, Odometry } from "../../../msgs/types.ts";
import type { Truth } from "../../../sim/contract.ts";

/** A robot that drives along x at 1 m/s, level, heading east, for 10 s. */
export const STRAIGHT: Truth = {
  start: 0,
  end: 10 * SECOND,
  at(at, out) {
    out.position.set([at / SECOND, 0, 0]);
    out.orientation.set([1, 0, 0, 0]);
    out.velocity.set([1, 0, 0]);
    for (const part of [out.acceleration, out.angularVelocity, out.angularAcceleration]) {
      part.fill(0);
    }
  },
};

/** What a check is told: 10 s, truth {@linkcode STRAIGHT}, the usual topics. */
export function setupOf(over: Partial<CheckSetup> = {}): CheckSetup {
  const topics = new Set(["/odom", "/fusion/state", "/fusion/innovation", "/diagnostics"]);
  return { epoch: SIMULATED_EPOCH, durationNs: 10 * SECOND, truth: STRAIGHT, topics, ...over };
}

/** Runs a check over messages. */
export function judge(
  check: AnyCheck,
  config: Record<string, unknown>,
  { seen, setup = setupOf() }: { seen: readonly Seen[]; setup?: CheckSetup },
): Verdict & { summary: Json } {
  const state = check.init(check.config.parse(config), setup);
  for (const message of seen) check.see(state, message);
  return { ...check.verdict(state), summary: check.summary?.(state) ?? null };
}

/** Times from `step` to `to` in steps, nanoseconds. */
export function times(step_s: number, to_s: number): Nanos[] {
  return Array.from(
    { length: Math.round(to_s / step_s) },
    (_, i) => Math.round((i + 1) * step_s * SECOND),
  );
}

/** What an odometry message may differ in from one at rest at the origin. */
export interface OdometryParts {
  readonly position?: readonly [number, number, number];
  readonly yaw?: number;
  readonly roll?: number;
  readonly linear?: number;
  readonly covariance?: Float64Array;
  readonly stamp?: Nanos;
  readonly topic?: string;
}

/** An odometry message, delivered at `at` and stamped so. */
export function odometry(at: Nanos, parts: OdometryParts = {}): Seen {
  const { position = [0, 0, 0], yaw = 0, roll = 0, linear = 0, stamp = at } = parts;
  const [x, y, z] = position;
  const [cy, sy, cr, sr] = [yaw, roll].flatMap((a) => [Math.cos(a / 2), Math.sin(a / 2)]);
  const orientation = { w: cy! * cr!, x: cy! * sr!, y: sy! * sr!, z: sy! * cr! };
  const none = { x: 0, y: 0, z: 0 };
  const covariance = parts.covariance ?? new Float64Array(36);
  const message: Odometry = {
    header: { stamp: toTime(stamp, SIMULATED_EPOCH), frame_id: "odom" },
    child_frame_id: "base_link",
    pose: { pose: { position: { x, y, z }, orientation }, covariance },
    twist: {
      twist: { linear: { ...none, x: linear }, angular: none },
      covariance: new Float64Array(36),
    },
  };
  return { topic: parts.topic ?? "/odom", type: "nav_msgs/msg/Odometry", message, at };
}

/** Odometry that follows {@linkcode STRAIGHT} at 10 Hz, `change` applied. */
export function straight(change: (t: number) => OdometryParts = () => ({})): Seen[] {
  return times(0.1, 10).map((at) => {
    const t = at / SECOND;
    return odometry(at, { position: [t, 0, 0], linear: 1, ...change(t) });
  });
}

/** A message of plain numbers. */
export function numbers(
  topic: string,
  { at, data, label }: { at: Nanos; data: ArrayLike<number>; label?: string },
): Seen {
  const dim = label === undefined ? [] : [{ label, size: data[0] ?? 0, stride: data.length }];
  const message: Float64MultiArray = {
    layout: { dim, data_offset: 0 },
    data: Float64Array.from(data),
  };
  return { topic, type: "std_msgs/msg/Float64MultiArray", message, at };
}

/** A diagnostics message of one status. */
export function diagnosis(
  at: Nanos,
  { name, level = 0, values = {} }: {
    name: string;
    level?: number;
    values?: Record<string, string>;
  },
): Seen {
  const pairs = Object.entries(values).map(([key, value]) => ({ key, value }));
  const message: DiagnosticArray = {
    header: { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "" },
    status: [{ level, name, message: "", hardware_id: "", values: pairs }],
  };
  return { topic: "/diagnostics", type: "diagnostic_msgs/msg/DiagnosticArray", message, at };
}
