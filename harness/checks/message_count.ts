/** How many messages a topic carried: for streams that are rare, or must be. */
import { z } from "zod";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { obstacle, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.describe("whose messages are counted"),
  min: z.int().min(0).optional().describe("least number of messages"),
  max: z.int().min(0).optional().describe("largest number of messages"),
}).describe("how many messages a topic has").refine(
  ({ min, max }) => (min ?? max) !== undefined,
  "give min or max",
);

/** What {@linkcode messageCount} is told. */
export type MessageCountConfig = z.output<typeof config>;

interface State {
  readonly config: MessageCountConfig;
  readonly setup: CheckSetup;
  count: number;
}

/** The check `message_count`. */
export const messageCount: Check<MessageCountConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({ config, setup, count: 0 }),
  see(state) {
    state.count++;
  },
  verdict({ config, setup, count }) {
    const limit = { min: config.min, max: config.max, unit: "messages" };
    const missing = obstacle(setup, { topics: [config.topic] });
    return missing !== undefined ? skipped(limit, missing) : within(count, limit);
  },
};
