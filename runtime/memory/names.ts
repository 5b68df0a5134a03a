/** Topic names, resolved as ROS 2 does: namespace, `~`, remaps. */

/** A name that ROS 2 would refuse. */
export class NameError extends Error {
  /** As printed before the message. */
  override readonly name = "NameError";
}

/** Where a name is resolved: the node's own name, its namespace, and the remaps given to it. */
export interface NameScope {
  /** The node's own name. */
  readonly node: string;
  /** Default `/`. */
  readonly namespace?: string;
  /** From → to; both sides may be relative, private, or `node:from`. */
  readonly remaps?: Readonly<Record<string, string>>;
}

const TOKEN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The absolute name of a node.
 *
 * @throws {NameError} a node name that is not one token, a bad namespace
 */
export function nodeName({ node, namespace = "/" }: NameScope): string {
  if (!TOKEN.test(node)) {
    throw new NameError(`A node's name is letters, digits and _, not "${node}"`);
  }
  return join(checkedNamespace(namespace), node);
}

/**
 * The absolute name of a topic, after remaps.
 *
 * @example
 * ```ts
 * import { resolveTopic } from "./names.ts";
 * const scope = { node: "fusion", namespace: "/robot1", remaps: { odom: "/state/odom" } };
 * resolveTopic("imu/data", scope); // "/robot1/imu/data"
 * resolveTopic("~/debug", scope); // "/robot1/fusion/debug"
 * resolveTopic("odom", scope); // "/state/odom"
 * ```
 * @throws {NameError} a name that ROS 2 would refuse
 */
export function resolveTopic(name: string, scope: NameScope): string {
  const plain = expand(name, scope);
  for (const [from, to] of Object.entries(scope.remaps ?? {})) {
    const [only, pattern] = splitNode(from);
    if (only !== undefined && only !== scope.node) continue;
    if (expand(pattern, scope) === plain) return expand(to, scope);
  }
  return plain;
}

/** `node:from` applies to that node alone. */
function splitNode(from: string): [node: string | undefined, pattern: string] {
  const colon = from.indexOf(":");
  return colon < 0 ? [undefined, from] : [from.slice(0, colon), from.slice(colon + 1)];
}

function expand(name: string, scope: NameScope): string {
  const namespace = checkedNamespace(scope.namespace ?? "/");
  if (name.startsWith("~")) {
    if (name !== "~" && !name.startsWith("~/")) {
      throw new NameError(`Topic "${name}": after ~ comes a /`);
    }
    return checked(nodeName(scope) + name.slice(1), name);
  }
  return checked(name.startsWith("/") ? name : join(namespace, name), name);
}

function join(namespace: string, name: string): string {
  return namespace === "/" ? `/${name}` : `${namespace}/${name}`;
}

function checkedNamespace(namespace: string): string {
  const absolute = namespace.startsWith("/") ? namespace : `/${namespace}`;
  return absolute === "/" ? absolute : checked(absolute, namespace);
}

function checked(absolute: string, given: string): string {
  if (absolute.slice(1).split("/").every((token) => TOKEN.test(token))) return absolute;
  throw new NameError(
    `Name "${given}": tokens of letters, digits and _, not beginning with a digit, joined by single /`,
  );
}
