/** Which topics a node would be on, by its definition and its place in the graph. */
import type { Qos, TypeName } from "../../msgs/message.ts";
import type { NodeDef } from "../node.ts";
import { GraphError } from "./match.ts";
import { resolveTopic } from "./names.ts";

/** How a node is named, and where its topics lie. */
export interface NodeScope {
  /** Default: the name in its definition. */
  readonly name?: string | undefined;
  /** Default `/`. */
  readonly namespace?: string | undefined;
  /** From → to, as ROS 2 resolves them. */
  readonly remaps?: Readonly<Record<string, string>> | undefined;
}

/** The topics of a node, by input and output, with absolute names. */
export interface NodeTopics {
  /** By input; `types`: any of these. */
  readonly inputs: Readonly<
    Record<string, { topic: string; types: readonly TypeName[]; qos: Qos }>
  >;
  /** By output. */
  readonly outputs: Readonly<
    Record<string, { topic: string; type: TypeName; qos: Qos; exact: boolean }>
  >;
}

/**
 * The absolute topics of a node, without hosting it.
 *
 * @throws {NameError} a bad name
 * @throws {GraphError} an input below `ground_truth`: a node must not see the truth
 */
export function topicsOf(def: NodeDef, scope: NodeScope = {}): NodeTopics {
  const { namespace = "/", remaps = {}, name: node = def.name } = scope;
  const resolve = (topic: string) => resolveTopic(topic, { node, namespace, remaps });
  const inputs = Object.entries(def.inputs).map(([key, { topic, type, qos }]) => {
    const absolute = resolve(topic);
    if (absolute.split("/").includes("ground_truth")) {
      throw new GraphError(
        `node ${node}: input ${key} reads ${absolute}: nodes never see the truth`,
      );
    }
    return [key, {
      topic: absolute,
      types: typeof type === "string" ? [type] : type,
      qos,
    }] as const;
  });
  const outputs = Object.entries(def.outputs).map(([key, { topic, type, qos, exact }]) =>
    [key, { topic: resolve(topic), type, qos, exact: exact ?? true }] as const
  );
  return { inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) };
}
