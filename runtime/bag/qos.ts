/** Quality of service as rosbag2 stores it: a YAML list, one entry a publisher. */
import { parse } from "yaml";
import type { Qos } from "../../msgs/message.ts";

/** rmw's numbers; rosbag2 since metadata version 9 writes the names instead. */
const BEST_EFFORT = [2, "best_effort"];
const TRANSIENT_LOCAL = [1, "transient_local"];

/** RMW_DURATION_INFINITE. */
const INFINITE = "\n    sec: 9223372036\n    nsec: 854775807";

/**
 * The text of `offered_qos_profiles` for one publisher, in rosbag2's numbers of version 8: every
 * rosbag2 reads those. Liveliness is automatic.
 *
 * @see https://github.com/ros2/rosbag2/blob/rolling/rosbag2_storage/src/rosbag2_storage/qos.cpp
 */
export function qosText(qos: Qos): string {
  return "- history: 1\n" +
    `  depth: ${qos.depth}\n` +
    `  reliability: ${qos.reliability === "best_effort" ? 2 : 1}\n` +
    `  durability: ${qos.durability === "transient_local" ? 1 : 2}\n` +
    `  deadline:${duration(qos.deadlineMs)}\n` +
    `  lifespan:${duration(qos.lifespanMs)}\n` +
    "  liveliness: 1\n" +
    `  liveliness_lease_duration:${duration(qos.livelinessLeaseMs)}\n` +
    "  avoid_ros_namespace_conventions: false";
}

function duration(ms: number | undefined): string {
  if (ms === undefined) return INFINITE;
  const sec = Math.floor(ms / 1000);
  return `\n    sec: ${sec}\n    nsec: ${Math.round((ms - sec * 1000) * 1e6)}`;
}

/** The first publisher's offer; undefined where there is none or it can't be understood. */
export function parseQos(text: string | undefined): Qos | undefined {
  if (text === undefined || text.trim() === "" || text.trim() === "[]") return undefined;
  let first: unknown;
  try {
    const list: unknown = parse(text, { logLevel: "error" });
    first = Array.isArray(list) ? list[0] : undefined;
  } catch {
    return undefined;
  }
  if (typeof first !== "object" || first === null) return undefined;
  const { depth, reliability, durability } = first as Record<string, unknown>;
  if (reliability === undefined || durability === undefined) return undefined;
  return {
    reliability: BEST_EFFORT.includes(reliability as number) ? "best_effort" : "reliable",
    durability: TRANSIENT_LOCAL.includes(durability as number) ? "transient_local" : "volatile",
    depth: typeof depth === "number" ? depth : 0,
  };
}
