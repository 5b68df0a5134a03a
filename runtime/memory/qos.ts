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
  return shortfall("deadline", offered.deadlineMs, requested.deadlineMs) ??
    shortfall("liveliness lease", offered.livelinessLeaseMs, requested.livelinessLeaseMs);
}

/** A promise of the publisher that is weaker than what the subscriber asks for. */
function shortfall(
  what: string,
  offeredMs = Infinity,
  requestedMs = Infinity,
): string | undefined {
  if (offeredMs <= requestedMs) return undefined;
  const offer = offeredMs === Infinity ? `no ${what}` : `a ${what} of ${offeredMs} ms`;
  return `${offer} is offered, ${requestedMs} ms asked for: make the subscriber's ${what} ` +
    "longer or the publisher's shorter";
}
