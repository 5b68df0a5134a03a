/** Stamps of a topic rise strictly, message by message: none twice, none back (REP 103, tf2). */
import { z } from "zod";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { stampOf } from "./base/message.ts";
import { broken, obstacle, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/odom").describe("stamped messages that are judged"),
}).describe("stamps rise strictly");

/** What {@linkcode order} is told. */
export type OrderConfig = z.output<typeof config>;

interface State {
  readonly config: OrderConfig;
  readonly setup: CheckSetup;
  count: number;
  last: Nanos;
  faults: number;
  first: string | undefined;
  unstamped: string | undefined;
}

/** The check `order`. */
export const order: Check<OrderConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({
    config,
    setup,
    count: 0,
    last: -Infinity,
    faults: 0,
    first: undefined,
    unstamped: undefined,
  }),
  see(state, { topic, type, message }) {
    const stamp = stampOf(message, state.setup.epoch);
    if (stamp === undefined) {
      state.unstamped = `${topic} is ${type}, which has no stamp`;
      return;
    }
    state.count++;
    if (!(stamp > state.last)) {
      state.faults++;
      state.first ??= `${topic}: stamp ${stamp / SECOND} s follows ${state.last / SECOND} s`;
    }
    if (stamp > state.last) state.last = stamp;
  },
  verdict({ config, setup, count, faults, first, unstamped }) {
    const limit = { max: 0, unit: "messages" };
    const missing = obstacle(setup, { topics: [config.topic] });
    if (missing !== undefined) return skipped(limit, missing);
    if (unstamped !== undefined) return broken(limit, unstamped);
    if (count === 0) return broken(limit, `no message on ${config.topic}`);
    return within(faults, limit, first);
  },
};
