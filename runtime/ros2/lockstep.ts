/**
 * Lockstep: a harness publishes one message, or one time, and goes on when every node of Dryrun that
 * reads it has said on `/dryrun/ack` that it is done with it and with all that it published for it.
 */
import { z } from "zod";
import { type Qos, reliable } from "../../msgs/message.ts";

/** Where nodes acknowledge. Whoever subscribes to it asks for lockstep. */
export const ACK_TOPIC = "/dryrun/ack";

/** std_msgs, so that any tool can show it; the text is the JSON of an {@linkcode Ack}. */
export const ACK_TYPE = "std_msgs/msg/String";

/** Nothing of it may be lost. */
export const ACK_QOS: Qos = reliable(1000);

/** The name of a harness's node: whoever follows its clock may wait for its parameters. */
export const HARNESS_NODE = "dryrun";

/** Where a harness latches the parameters of the scenario's nodes, as a ROS parameter file. */
export const PARAMETERS_TOPIC = "/dryrun/parameters";

/** `node` has handled message number `sequence` of `topic`, counted from 1 since it joined. */
export interface Ack {
  /** Absolute. */
  readonly node: string;
  /** Absolute. Of `/clock`, `sequence` is its time in nanoseconds since the epoch. */
  readonly topic: string;
  readonly sequence: number;
  /** Messages that it has published so far, by topic. */
  readonly published: Readonly<Record<string, number>>;
}

const SCHEMA: z.ZodType<Ack> = z.object({
  node: z.string().startsWith("/"),
  topic: z.string().startsWith("/"),
  sequence: z.number().int().min(0),
  published: z.record(z.string(), z.number().int().min(0)),
});

/** An acknowledgement as text. */
export function ackText(ack: Ack): string {
  return JSON.stringify(ack);
}

/** An acknowledgement; undefined for a text that is none: anybody may publish there. */
export function parseAck(text: string): Ack | undefined {
  try {
    return SCHEMA.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
