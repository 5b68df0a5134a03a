/**
 * The sensor's clock is wrong: it steps by `step_ms` and then runs fast by `skew_ppm`, until it is
 * set right at the end of the span. Stamps are
 *
 *     t + step + skew (t − start),
 *
 * t the right stamp. (`clock_skew_ppm` of a sensor is a part's own skew, over the whole run.)
 */
import { z } from "zod";
import { MILLISECOND, toNanos, toTime } from "../../msgs/time.ts";
import type { StreamFault } from "../contract.ts";
import { isStamped, stampOf, withStamp } from "./base/quantities.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** How wrong. */
export interface SkewedClockConfig extends StreamFaultBase {
  type: "skewed_clock";
  skew_ppm: number;
  step_ms: number;
}

/** The fault `skewed_clock`. */
export const skewedClock: StreamFault<SkewedClockConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("skewed_clock"),
    skew_ppm: z.number().min(-1e6).max(1e6).default(0).describe("how much it runs fast"),
    step_ms: z.number().min(-1e9).max(1e9).default(0).describe("how far it steps ahead at once"),
  }).refine(({ skew_ppm, step_ms }) => skew_ppm !== 0 || step_ms !== 0, {
    message: "give skew_ppm or step_ms: with neither the clock is right",
  }).describe("the sensor's clock is wrong"),
  fits: (_config, type) => isStamped(type),
  wrap({ skew_ppm, step_ms }, { span, epoch, topic }, next) {
    const step = step_ms * MILLISECOND, skew = skew_ppm * 1e-6;
    return during(span, (port, message, at) => {
      const right = toNanos(stampOf(message), epoch, topic);
      const wrong = right + Math.round(step + skew * (right - span.from));
      next(port, withStamp(message, toTime(wrong, epoch)), at);
    }, next);
  },
};
