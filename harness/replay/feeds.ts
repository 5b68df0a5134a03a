/** Which topics of a log go to which topics of the nodes, and what is wrong with that. */
import type { TypeName } from "../../msgs/message.ts";
import type { Log, LogTopic } from "../../runtime/bag/log.ts";
import type { NodeTopics } from "../../runtime/memory/node_topics.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import { InputError } from "../errors.ts";

/** A topic of the log that is fed. */
export interface Fed {
  /** As in the log. */
  readonly from: LogTopic;
  /** As the nodes know it. */
  readonly to: string;
  readonly type: TypeName;
}

/** The plan of a replay. */
export interface Plan {
  readonly feeds: readonly Fed[];
  /** Needed topics that nothing in the log feeds. */
  readonly warnings: readonly string[];
}

/** Static transforms: every node's host reads them. */
const TF_STATIC = { topic: "/tf_static", type: "tf2_msgs/msg/TFMessage" } as const;

/**
 * Plans what is fed: inputs of the nodes and static transforms, never what one of the nodes
 * writes itself.
 *
 * @param map from a topic of the log to a topic of the nodes, both absolute
 * @throws {InputError} a mapped topic that is not there, a type that the input does not take, no
 * needed topic in the log at all
 */
export function planFeeds(
  log: Log,
  { nodes, map }: { nodes: Readonly<Record<string, NodeTopics>>; map: ReadonlyMap<string, string> },
): Plan {
  const wanted = wantedTopics(nodes);
  checkMap(log, { wanted, map });
  const sources = new Map([...map].map(([from, to]) => [to, from]));
  const feeds: Fed[] = [];
  const missing: string[] = [];
  for (const [to, types] of wanted) {
    const own = map.has(to) ? undefined : to; // mapped away: it feeds another
    const name = sources.get(to) ?? own;
    const from = name === undefined ? undefined : log.topics.get(name);
    if (from !== undefined) feeds.push({ from, to, type: typeOf(log, from, types) });
    else missing.push(`${to} (${[...types].join(" or ")})`);
  }
  if (feeds.length === 0) {
    const names = [...log.topics.keys()].join(", ") || "nothing";
    throw new InputError(
      `${log.path}: none of the topics that ${Object.keys(nodes).join(", ")} needs is in the ` +
        `log: ${missing.join(", ")}; it has ${names}; --map from=to renames`,
    );
  }
  const warnings = missing.map((topic) => `${log.path}: no topic for ${topic}`);
  const mapped = sources.get(TF_STATIC.topic);
  const transforms = log.topics.get(mapped ?? TF_STATIC.topic);
  if (transforms === undefined) return { feeds, warnings };
  try {
    const type = typeOf(log, transforms, new Set([TF_STATIC.type]));
    feeds.push({ from: transforms, to: TF_STATIC.topic, type });
  } catch (error) {
    // Nobody asked for it by name: the nodes can do without.
    if (mapped !== undefined || !(error instanceof InputError)) throw error;
    warnings.push(error.message);
  }
  return { feeds, warnings };
}

/** Inputs by absolute topic with the types that all their readers take. */
function wantedTopics(nodes: Readonly<Record<string, NodeTopics>>): Map<string, Set<TypeName>> {
  const written = new Set(
    Object.values(nodes).flatMap(({ outputs }) => Object.values(outputs).map(({ topic }) => topic)),
  );
  const wanted = new Map<string, Set<TypeName>>();
  for (const { inputs } of Object.values(nodes)) {
    for (const { topic, types } of Object.values(inputs)) {
      if (written.has(topic) || topic === TF_STATIC.topic) continue;
      const before = wanted.get(topic);
      wanted.set(topic, new Set(types.filter((type) => before?.has(type) ?? true)));
    }
  }
  return wanted;
}

function checkMap(
  log: Log,
  { wanted, map }: { wanted: ReadonlyMap<string, unknown>; map: ReadonlyMap<string, string> },
): void {
  const targets = new Set<string>();
  for (const [from, to] of map) {
    if (!log.topics.has(from)) {
      const hint = suggestion(from, log.topics.keys());
      throw new InputError(`--map ${from}=${to}: ${log.path} has no topic ${from}; ${hint}`);
    }
    if (!wanted.has(to) && to !== TF_STATIC.topic) {
      const hint = suggestion(to, wanted.keys());
      throw new InputError(`--map ${from}=${to}: no node reads ${to}; ${hint}`);
    }
    if (targets.has(to)) throw new InputError(`--map ${from}=${to}: ${to} is mapped twice`);
    targets.add(to);
  }
}

function typeOf(log: Log, topic: LogTopic, types: ReadonlySet<TypeName>): TypeName {
  const { name, type, unreadable } = topic;
  if (unreadable !== undefined) {
    throw new InputError(`${log.path}: ${name} can't be read: ${unreadable}`);
  }
  const found = [...types].find((candidate) => candidate === type);
  if (found !== undefined) return found;
  throw new InputError(
    `${log.path}: ${name} is ${type || "of no stated type"}; expected ${[...types].join(" or ")}`,
  );
}
