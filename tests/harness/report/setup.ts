/** Runs that never were: setups, truths and messages for tests of what is collected of them. */
import type { CheckSetup, Seen } from "../../../harness/contract.ts";
import { type Nanos, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";
import type { Message } from "../../../msgs/message.ts";
import type { Truth } from "../../../sim/contract.ts";

export const TEN_SECONDS = 10_000_000_000;

/** Stands at the origin, turned by `yaw`. */
export function standing(yaw = 0, end: Nanos = TEN_SECONDS): Truth {
  return {
    start: 0,
    end,
    at(_at, out) {
      for (const part of Object.values(out)) part.fill(0);
      out.orientation.set([Math.cos(yaw / 2), 0, 0, Math.sin(yaw / 2)]);
    },
  };
}

export function setupOf(over: Partial<CheckSetup> = {}): CheckSetup {
  return {
    ...{ epoch: SIMULATED_EPOCH, durationNs: TEN_SECONDS, truth: standing() },
    ...{ topics: new Set<string>(), faults: [] },
    ...over,
  };
}

export function seen(message: unknown, at: Nanos, topic = "/odom"): Seen {
  return { topic, type: "", message: message as Message, at };
}

/** Odometry at a place, turned by `yaw`, with one standard deviation for all. */
export function odometry(at: Nanos, { x = 0, y = 0, z = 0, yaw = 0, sd = 1 } = {}) {
  const covariance = new Float64Array(36);
  for (let i = 0; i < 6; i++) covariance[7 * i] = sd * sd;
  const orientation = { x: 0, y: 0, z: Math.sin(yaw / 2), w: Math.cos(yaw / 2) };
  return {
    header: { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "odom" },
    pose: { pose: { position: { x, y, z }, orientation }, covariance },
  };
}
