/** The sensor's clock stops: every message has the stamp of the first within the span. */
import { z } from "zod";
import type { Time } from "../../msgs/time.ts";
import type { StreamFault } from "../contract.ts";
import { isStamped, stampOf, withStamp } from "./base/quantities.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** A stopped clock has nothing to set. */
export interface FrozenClockConfig extends StreamFaultBase {
  type: "frozen_clock";
}

/** The fault `frozen_clock`. */
export const frozenClock: StreamFault<FrozenClockConfig> = {
  kind: "stream",
  config: z.strictObject(streamFaultFields("frozen_clock")).describe("the sensor's clock stops"),
  fits: (_config, type) => isStamped(type),
  wrap(_config, { span }, next) {
    let frozen: Time | undefined;
    return during(span, (port, message, at) => {
      frozen ??= stampOf(message);
      next(port, withStamp(message, frozen), at);
    }, next);
  },
};
