/** Quality of service: which offers meet which requests (DDS, "request versus offered"). */
import type { Qos } from "../../msgs/message.ts";

/**
 * Why a publisher's QoS does not meet a subscriber's, with what to do about it; `undefined` when it
 * does. Depth and lifespan are never a reason.
 *
 * @example
 * ```ts
 * import { bestEffort, reliable } from "../../msgs/message.ts";
 * import { incompatibility } from "./qos.ts";
 * incompatibility(reliable(1), bestEffort(10)); // undefined: more than was asked for
 * incompatibility(bestEffort(10), reliable(1)); // "best_effort is offered, reliable asked for: …"
 * ```
 */
export function incompatibility(offered: Qos, requested: Qos): string | undefined {
  if (offered.reliability === "best_effort" && requested.reliability === "reliable") {
    return "best_effort is offered, reliable asked for: make the publisher reliable or the " +
      "subscriber best_effort";
  }
  if (offered.durability === "volatile" && requested.durability === "transient_local") {
    return "volatile is offered, transient_local asked for: make the publisher transient_local or " +
      "the subscriber volatile";
  }
  const offeredMs = offered.deadlineMs ?? Infinity;
  const requestedMs = requested.deadlineMs ?? Infinity;
  if (offeredMs > requestedMs) {
    const offer = offeredMs === Infinity ? "no deadline" : `a deadline of ${offeredMs} ms`;
    return `${offer} is offered, ${requestedMs} ms asked for: make the subscriber's deadline ` +
      "longer or the publisher's shorter";
  }
  return undefined;
}
