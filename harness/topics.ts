/** Topic names: relative ones become absolute, remaps are applied, as ROS 2 does. */

/** How a node's names are changed. */
export interface Naming {
  readonly namespace?: string;
  /** From the node's own topic (relative or absolute) to the one to use. */
  readonly remap?: Readonly<Record<string, string>>;
}

/**
 * The absolute name of a node's topic.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { absoluteTopic } from "./topics.ts";
 * assert.equal(absoluteTopic("imu/data"), "/imu/data");
 * assert.equal(absoluteTopic("odom", { namespace: "front", remap: { odom: "pose" } }), "/front/pose");
 * ```
 */
export function absoluteTopic(topic: string, { namespace = "", remap = {} }: Naming = {}): string {
  const full = absolute(topic, namespace);
  for (const [from, to] of Object.entries(remap)) {
    if (absolute(from, namespace) === full) return absolute(to, namespace);
  }
  return full;
}

function absolute(topic: string, namespace: string): string {
  if (topic.startsWith("/")) return topic;
  const folder = namespace.replace(/^\/+|\/+$/g, "");
  return folder === "" ? `/${topic}` : `/${folder}/${topic}`;
}
