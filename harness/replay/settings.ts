/** How the nodes of a replay are set: as the recording says, then as the user does. */
import { z } from "zod";
import { InputError } from "../errors.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { computeSchema } from "../../runtime/host/compute.ts";
import { fetchSchema } from "../../runtime/host/fetch.ts";
import { mergeParams, parseOverrides, type RawParams } from "../../runtime/params.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import type { NodeSettings } from "../run/host_nodes.ts";

const RECORDED = z.record(
  z.string(),
  z.object({
    node: z.string(),
    namespace: z.string(),
    remap: z.record(z.string(), z.string()),
    params: z.record(z.string(), z.unknown()),
    compute_ms: computeSchema,
    fetch: fetchSchema.optional(),
  }),
);

/**
 * What a Dryrun recording says of its nodes, by name; nothing for any other log.
 *
 * @throws {InputError} a Dryrun recording whose record is damaged
 */
export function recordedSettings(
  metadata: Readonly<Record<string, string>> | undefined,
  file: string,
): Record<string, NodeSettings> {
  if (metadata?.nodes === undefined) return {};
  try {
    return RECORDED.parse(JSON.parse(metadata.nodes));
  } catch {
    throw new InputError(
      `${file}: metadata "dryrun": expected nodes as a recording of sim has them`,
    );
  }
}

/** The nodes that `--node` names. @throws {InputError} none, one twice, or an unknown one */
export function nodesNamed(
  names: readonly string[],
  table: Readonly<Record<string, NodeDef>>,
): Record<string, NodeDef> {
  const known = Object.keys(table);
  if (names.length === 0) {
    throw new InputError(`--node: expected one or more of ${known.join(", ")}`);
  }
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`--node: "${twice}" is named twice`);
  return Object.fromEntries(names.map((name) => {
    const def = Object.hasOwn(table, name) ? table[name] : undefined;
    if (def) return [name, def];
    throw new InputError(`--node: unknown node "${name}"; ${suggestion(name, known)}`);
  }));
}

/**
 * Each node's parameters from texts `[node.]name=value`: the recorded ones under these. Without a
 * node's name a text is for every node.
 *
 * @throws {ParameterError} a name that the node does not have, a value that it can't be
 */
export function overridden(
  recorded: RawParams,
  texts: readonly string[],
  { name, def, nodes }: { name: string; def: NodeDef; nodes: readonly string[] },
): RawParams {
  const own = texts.flatMap((text) => {
    const dot = text.indexOf(".");
    const to = dot > 0 ? text.slice(0, dot) : "";
    if (!nodes.includes(to)) return [text];
    return to === name ? [text.slice(dot + 1)] : [];
  });
  return mergeParams(recorded, parseOverrides(def.params, own, name));
}
