/** What only the whole scenario can tell: topics that meet, or that nobody writes. */
import { topicsOf } from "../../runtime/memory/node_topics.ts";
import { GraphError } from "../../runtime/memory/match.ts";
import { NameError, resolveTopic } from "../../runtime/memory/names.ts";
import { type Problem, show } from "./explain.ts";
import { latestChoice } from "../../sim/mod.ts";
import { SECOND } from "../../msgs/time.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import { TOPIC } from "./outline.ts";
import type { NodeEntry, Scenario } from "./scenario.ts";

/** Topics that every simulation has. */
const SIMULATED = ["/clock", "/ground_truth/odom", "/tf_static"];
/** Written by every node's host. */
const HOSTED = ["/diagnostics"];
/** Many may write there. */
const SHARED: ReadonlySet<string> = new Set(["/diagnostics", "/tf", "/tf_static"]);

/** Looks at how the parts of a scenario fit; returns what does not. */
export function crossCheck(scenario: Scenario): Problem[] {
  const problems: Problem[] = [];
  const writers = new Map<string, string>();
  const claim = (topic: string, path: string[]) => {
    const other = writers.get(topic);
    if (other !== undefined && !SHARED.has(topic)) {
      problems.push({ path, message: `${topic} is written by ${other} already` });
    }
    writers.set(topic, path.slice(0, 2).join("."));
  };
  for (const topic of [...SIMULATED, ...HOSTED]) writers.set(topic, "Dryrun itself");
  for (const [name, { sensor, config }] of Object.entries(scenario.sensors)) {
    for (const { topic } of Object.values(sensor.outputs(config, name))) {
      const path = ["sensors", name, ..."topic" in config ? ["topic"] : []];
      const { error } = TOPIC.safeParse(topic);
      if (error === undefined) claim(topic, path);
      else problems.push({ path, message: `${error.issues[0]!.message}, got ${show(topic)}` });
    }
  }
  for (const [name, entry] of Object.entries(scenario.nodes)) {
    for (const topic of checkNode(name, entry, problems)) claim(topic, ["nodes", name]);
  }
  checkTopics(scenario, { writers, problems });
  checkFaults(scenario, problems);
  checkAskedFaults(scenario, problems);
  return problems;
}

/** Faults act on a stream that exists, and begin before the end. */
function checkFaults({ sensors, faults, durationNs }: Scenario, problems: Problem[]): void {
  const streams = Object.entries(sensors).flatMap((
    [name, { sensor, config }],
  ) => [name, ...Object.values(sensor.outputs(config, name)).map(({ topic }) => topic)]);
  for (const [name, { config: { stream, at_s } }] of Object.entries(faults)) {
    if (stream !== undefined && !streams.includes(stream)) {
      const message = `no sensor or topic of one is called ${stream}; ${
        suggestion(stream, streams)
      }`;
      problems.push({ path: ["faults", name, "stream"], message });
    }
    if (latestChoice(at_s) * SECOND < durationNs) continue;
    const message = `it may begin at ${latestChoice(at_s)} s; the run ends at ${
      durationNs / SECOND
    } s`;
    problems.push({ path: ["faults", name, "at_s"], message });
  }
}

/** A node's names; returns the topics that it writes. */
function checkNode(name: string, entry: NodeEntry, problems: Problem[]): string[] {
  const { def, namespace, remap } = entry;
  const path = ["nodes", name];
  const own = [...Object.values(def.inputs), ...Object.values(def.outputs)];
  try {
    const plain = own.map(({ topic }) => resolveTopic(topic, { node: name, namespace }));
    for (const from of Object.keys(remap)) {
      const full = resolveTopic(from, { node: name, namespace });
      if (plain.includes(full)) continue;
      const hint = suggestion(from, own.map(({ topic }) => topic));
      problems.push({
        path: [...path, "remap", from],
        message: `${def.name} has no such topic; ${hint}`,
        key: true,
      });
    }
    topicsOf(def, { name, namespace, remaps: remap });
  } catch (error) {
    if (!(error instanceof NameError || error instanceof GraphError)) throw error;
    problems.push({ path, message: error.message.replace(`node ${name}: `, "") });
    if (error instanceof NameError) return [];
  }
  const scope = { node: name, namespace, remaps: remap };
  return Object.values(def.outputs).map(({ topic }) => resolveTopic(topic, scope));
}

/** Checks ask for topics that somebody writes. */
function checkTopics(
  scenario: Scenario,
  { writers, problems }: { writers: ReadonlyMap<string, string>; problems: Problem[] },
): void {
  for (const [name, { check, config }] of Object.entries(scenario.checks)) {
    for (const topic of check.topics(config)) {
      if (writers.has(topic)) continue;
      const message = `nothing in this scenario writes ${topic}; ` +
        suggestion(topic, writers.keys());
      problems.push({ path: ["checks", name, ...whereIn(config, topic)], message });
    }
  }
}

/** Checks ask about faults that the scenario has. */
function checkAskedFaults({ checks, faults }: Scenario, problems: Problem[]): void {
  for (const [name, { config }] of Object.entries(checks)) {
    const { fault } = config as { readonly fault?: unknown };
    if (typeof fault !== "string" || Object.hasOwn(faults, fault)) continue;
    const message = `no fault ${show(fault)}; ${suggestion(fault, Object.keys(faults))}`;
    problems.push({ path: ["checks", name, "fault"], message });
  }
}

/** The path of a topic in a check's configuration; empty: it is not written there. */
function whereIn(config: unknown, topic: string): (string | number)[] {
  for (const [key, value] of Object.entries(config as Record<string, unknown>)) {
    if (value === topic) return [key];
    if (Array.isArray(value) && value.includes(topic)) return [key, value.indexOf(topic)];
  }
  return [];
}
