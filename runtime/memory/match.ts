/** Who on a topic fits whom: the rules for types, writers and QoS. */
import type { TypeName } from "../../msgs/message.ts";
import { incompatibility } from "./qos.ts";
import type { Publisher, Subscriber } from "./topic.ts";

/** Nodes, topics and types that don't fit together; names the topic and both sides. */
export class GraphError extends Error {
  /** As printed before the message. */
  override readonly name = "GraphError";
}

/** Types of topics that many nodes write to. */
const SHARED: ReadonlySet<TypeName> = new Set<TypeName>([
  "diagnostic_msgs/msg/DiagnosticArray",
  "tf2_msgs/msg/TFMessage",
]);

/** Who is on a topic. */
export interface Members {
  readonly publishers: readonly Publisher[];
  readonly subscribers: readonly Subscriber[];
}

/**
 * Checks a topic: its writers agree on the type unless every reader says which it takes, every
 * reader takes it, and a node's output has no other writer.
 *
 * @throws {GraphError} otherwise
 */
export function checkTopic(name: string, { publishers, subscribers }: Members): void {
  checkWriters(name, publishers);
  for (const publisher of publishers) {
    for (const reader of subscribers) {
      if (reader.types.includes(publisher.type)) continue;
      throw new GraphError(
        `${name}: ${publisher.by} publishes ${publisher.type}, but ${reader.by}'s ` +
          `${reader.label} reads ${reader.types.join(" or ")}`,
      );
    }
  }
  const [first, ...others] = publishers;
  const other = others.find(({ type }) => type !== first?.type);
  if (first === undefined || other === undefined) return;
  const undecided = subscribers.find(({ decided }) => decided === undefined);
  if (subscribers.length > 0 && undecided === undefined) return;
  const hint = undecided !== undefined && undecided.types.length > 1
    ? `; the parameter ${undecided.label.replace("input ", "")}_type of ${undecided.by} decides`
    : "";
  throw new GraphError(
    `${name}: two types on one topic: ${first.by} publishes ${first.type}, ${other.by} publishes ` +
      `${other.type}${hint}`,
  );
}

function checkWriters(name: string, publishers: readonly Publisher[]): void {
  const [first, second] = publishers;
  if (first === undefined || second === undefined || SHARED.has(first.type)) return;
  if (!publishers.some(({ exclusive }) => exclusive)) return;
  throw new GraphError(
    `${name}: two publishers, ${first.by} and ${second.by}; a node's output has only one`,
  );
}

/** Undefined: they fit. Otherwise why a reader gets nothing from a writer. */
export function matchOf(publisher: Publisher, reader: Subscriber): string | undefined {
  if ((reader.decided ?? publisher.type) !== publisher.type) return "other type";
  return incompatibility(publisher.qos, reader.qos);
}
