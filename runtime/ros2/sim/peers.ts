/** Nodes of a scenario that run outside: who they are on the graph, and whether all are there. */
import type { NodeTopics } from "../../memory/node_topics.ts";
import { GraphError } from "../../memory/match.ts";
import { ACK_TOPIC } from "../lockstep.ts";
import type { RosNode } from "../ros_node.ts";

/** A node that is expected outside. */
export interface ExpectedNode {
  /** As the scenario names it. */
  readonly name: string;
  readonly topics: NodeTopics;
}

/** What is known of the nodes outside. */
export interface Peers {
  /** By expected name: its absolute name on the graph, found by what it publishes. */
  readonly found: ReadonlyMap<string, string>;
  /** What is not there yet, in words; empty: all is. */
  readonly missing: readonly string[];
}

/**
 * Looks for the nodes: each publishes all of its outputs, reads those inputs that are published
 * here, and nobody else publishes an output.
 *
 * @param lockstep each must be a node of Dryrun, and read without loss
 * @throws {GraphError} two publishers of an output, an output of another type
 */
export function findPeers(
  ros: RosNode,
  expected: readonly ExpectedNode[],
  { published, lockstep }: { published: ReadonlySet<string>; lockstep: boolean },
): Peers {
  const found = new Map<string, string>();
  const missing: string[] = [];
  const dryrun = new Set(ros.publishersOf(ACK_TOPIC).map(({ node }) => node));
  for (const { name, topics } of expected) {
    for (const { topic, type } of Object.values(topics.outputs)) {
      const node = writerOf(ros, topic, type);
      if (node === undefined) missing.push(`a publisher of ${topic} (node ${name})`);
      else found.set(name, node);
    }
    const node = found.get(name);
    if (node === undefined) continue;
    if (lockstep && !dryrun.has(node)) missing.push(`an acknowledgement of ${node}`);
    for (const { topic } of Object.values(topics.inputs)) {
      if (!published.has(topic)) continue;
      const reader = ros.subscribersOf(topic).find((one) => one.node === node);
      const ready = reader !== undefined && !(lockstep && reader.qos.reliability !== "reliable");
      if (!ready) missing.push(`${node} as a reader of ${topic}`);
    }
  }
  return { found, missing };
}

/** Types of topics on which many nodes write: anybody's, if the node is among them. */
const SHARED: ReadonlySet<string> = new Set([
  "diagnostic_msgs/msg/DiagnosticArray",
  "tf2_msgs/msg/TFMessage",
]);

function writerOf(ros: RosNode, topic: string, type: string): string | undefined {
  const writers = ros.publishersOf(topic).filter(({ node }) => node !== ros.name);
  const [first, second] = writers;
  if (first === undefined || SHARED.has(type)) return first?.node;
  if (second !== undefined) {
    throw new GraphError(
      `${topic}: two publishers, ${first.node} and ${second.node}; a node's output has only one`,
    );
  }
  if (first.type !== type) {
    throw new GraphError(`${topic}: ${first.node} publishes ${first.type}, expected ${type}`);
  }
  return first.node;
}
