/** What is wrong around a node: who does not fit it, and who takes its place. */
import type { Qos } from "../../../msgs/message.ts";
import { incompatibility } from "../../memory/qos.ts";
import { describeQos } from "../qos.ts";
import type { Endpoint, RosNode } from "../ros_node.ts";

/** A topic as the watch sees it. */
export interface Watched {
  readonly topic: string;
  /** Types that fit; the first is the one that is used. */
  readonly types: readonly string[];
  readonly qos: Qos;
}

/** Something to be said once. */
export interface Finding {
  /** The same finding has the same key. */
  readonly key: string;
  readonly text: string;
}

/** Topics on which many nodes may write. */
const SHARED: ReadonlySet<string> = new Set([
  "diagnostic_msgs/msg/DiagnosticArray",
  "tf2_msgs/msg/TFMessage",
]);

/** Who writes to an input and does not fit: another type, another definition, or a QoS. */
export function inputFindings(ros: RosNode, input: Watched): Finding[] {
  const { topic, types, qos } = input;
  const own = ros.subscribersOf(topic).find(({ node }) => node === ros.name);
  return ros.publishersOf(topic).flatMap(({ node, type, hash, qos: offered }) => {
    if (!types.includes(type)) {
      return finding(`type ${topic} ${node}`, [
        `${topic}: ${node} publishes ${type}, but ${ros.name} reads ${types.join(" or ")}: `,
        "nothing of it arrives",
      ]);
    }
    if (own?.type === type && differ(own.hash, hash)) {
      return finding(`hash ${topic} ${node}`, [
        `${topic}: ${node} has another definition of ${type} (RIHS01 ${hash.slice(0, 12)}…, here `,
        `${own.hash.slice(0, 12)}…): its messages may not be read rightly`,
      ]);
    }
    return mismatch({ topic, writer: node, reader: ros.name }, offered, qos);
  });
}

/** Who reads an output and does not fit. */
export function outputFindings(ros: RosNode, { topic, types, qos }: Watched): Finding[] {
  return ros.subscribersOf(topic).flatMap(({ node, type, qos: requested }) => {
    if (!types.includes(type)) {
      return finding(`type ${topic} ${node}`, [
        `${topic}: ${node} reads ${type}, but ${ros.name} publishes ${types.join(" or ")}`,
      ]);
    }
    return mismatch({ topic, writer: ros.name, reader: node }, qos, requested);
  });
}

/** Others that write where only this node may; `twin`: one of its own name. */
export function rivals(ros: RosNode, { topic, types }: Watched): { node: string; twin: boolean }[] {
  if (SHARED.has(types[0] ?? "")) return [];
  const writers = ros.publishersOf(topic);
  const others = new Set(writers.map(({ node }) => node).filter((node) => node !== ros.name));
  const twins = writers.filter(({ node }) => node === ros.name).length > 1;
  return [
    ...[...others].map((node) => ({ node, twin: false })),
    ...(twins ? [{ node: ros.name, twin: true }] : []),
  ];
}

/** What is said of a rival. */
export function rivalText(ros: RosNode, topic: string, { node, twin }: {
  node: string;
  twin: boolean;
}): string {
  const other = twin ? `another ${node}` : node;
  return `${topic}: two publishers, ${ros.name} and ${other}; a node's output has only one`;
}

/** Types of a topic that an input could take, as the graph has them, sorted. */
export function candidates(ros: RosNode, { topic, types }: Watched): string[] {
  const found = new Set(ros.publishersOf(topic).map(({ type }) => type));
  return [...found].filter((type) => types.includes(type)).sort();
}

function differ(a: string, b: string): boolean {
  return a !== "" && b !== "" && a !== b;
}

function finding(key: string, text: readonly string[]): Finding[] {
  return [{ key, text: text.join("") }];
}

function mismatch(
  { topic, writer, reader }: { topic: string; writer: string; reader: string },
  offered: Endpoint["qos"],
  requested: Qos,
): Finding[] {
  const reason = incompatibility(offered, requested);
  if (reason === undefined) return [];
  return finding(`qos ${topic} ${writer} ${reader}`, [
    `${topic}: ${reader} gets nothing from ${writer}: ${reason} `,
    `(offered: ${describeQos(offered)}; asked for: ${describeQos(requested)})`,
  ]);
}
