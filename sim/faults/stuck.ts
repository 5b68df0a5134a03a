/** A sensor repeats its last reading: values stay, stamps go on (or stay too). */
import { z } from "zod";
import type { Message } from "../../msgs/message.ts";
import type { StreamFault } from "../contract.ts";
import { isStamped, stampOf, withStamp } from "./base/quantities.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** What stays. */
export interface StuckConfig extends StreamFaultBase {
  type: "stuck";
  stamps: "fresh" | "stuck";
}

/** The fault `stuck`. */
export const stuck: StreamFault<StuckConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("stuck"),
    stamps: z.enum(["fresh", "stuck"]).default("fresh")
      .describe("fresh: the driver stamps anew what the sensor repeats"),
  }).describe("a sensor repeats its last reading"),
  fits: () => true,
  wrap({ stamps }, { span, type }, next) {
    const restamps = stamps === "fresh" && isStamped(type);
    let held: Message | undefined;
    return during(span, (port, message, at) => {
      held ??= message;
      next(port, restamps ? withStamp(held, stampOf(message)) : held, at);
    }, next);
  },
};
