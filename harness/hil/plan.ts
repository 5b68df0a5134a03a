/** What of a scenario is real, what is simulated beside it, and whether that can be. */
import { resolveTopic } from "../../runtime/memory/names.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import type { SensorOutput } from "../../sim/contract.ts";
import { InputError } from "../errors.ts";
import type { NodeEntry, Scenario } from "../schema/scenario.ts";
import type { TruthSource } from "./truth/source.ts";

/** The system under test: nodes of the scenario, or somebody else's output. */
export type Sut =
  | { readonly kind: "nodes"; readonly name?: string | undefined }
  | { readonly kind: "external"; readonly topic: string };

/** A topic that comes from hardware. */
export interface RealStream extends SensorOutput {
  /** The sensor of the scenario that it stands for. */
  readonly sensor: string;
}

/** What is run. */
export interface HilPlan {
  /** Only with the nodes that are hosted here. */
  readonly scenario: Scenario;
  readonly real: ReadonlySet<string>;
  readonly streams: readonly RealStream[];
  readonly truth: TruthSource;
  readonly sut: Sut;
}

/** `--sut`. @throws {InputError} no topic after `external:` */
export function parseSut(text: string | undefined): Sut {
  if (text === undefined) return { kind: "nodes" };
  if (!text.startsWith("external:")) return { kind: "nodes", name: text };
  const topic = text.slice("external:".length);
  if (!/^\/?[A-Za-z_][A-Za-z0-9_]*(\/[A-Za-z_][A-Za-z0-9_]*)*$/.test(topic)) {
    throw new InputError(`--sut: expected external:TOPIC such as external:odom, got "${text}"`);
  }
  return { kind: "external", topic: topic.startsWith("/") ? topic : `/${topic}` };
}

/**
 * Plans a run beside hardware.
 *
 * @throws {InputError} a stream that the scenario has not, no truth said, or what can't be simulated
 */
export function planHil(
  given: Scenario,
  { real, sut }: { readonly real: readonly string[]; readonly sut: Sut },
): HilPlan {
  const { name, sensors, truth } = given;
  for (const one of real) {
    if (Object.hasOwn(sensors, one)) continue;
    const hint = suggestion(one, Object.keys(sensors));
    throw new InputError(`--real: ${name} has no sensor "${one}"; ${hint}`);
  }
  const set = new Set(real);
  if (set.size === 0 && sut.kind !== "external") {
    throw new InputError("hil: expected --real STREAM,… or --sut external:TOPIC");
  }
  const nodes = nodesOf(given, sut);
  const problems = set.size === 0 ? [] : [
    ...truthProblems(given, set),
    ...faultProblems(given, set),
    ...(truth.from === "none" ? initialProblems(nodes) : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
  return {
    scenario: { ...given, nodes },
    ...{ real: set, streams: streamsOf(given, set), truth, sut },
  };
}

/** The topics of real sensors. */
function streamsOf({ sensors }: Scenario, real: ReadonlySet<string>): RealStream[] {
  return [...real].flatMap((sensor) => {
    const { sensor: kind, config } = sensors[sensor]!;
    return Object.values(kind.outputs(config, sensor)).map((output) => ({ ...output, sensor }));
  });
}

function nodesOf({ name, nodes }: Scenario, sut: Sut): Scenario["nodes"] {
  if (sut.kind === "external") return {};
  if (sut.name === undefined) return nodes;
  const chosen = Object.hasOwn(nodes, sut.name) ? nodes[sut.name] : undefined;
  if (chosen === undefined) {
    const hint = suggestion(sut.name, Object.keys(nodes));
    throw new InputError(
      `--sut: ${name} has no node "${sut.name}"; ${hint}; somebody else's is external:TOPIC`,
    );
  }
  return { [sut.name]: chosen };
}

/** Truth has to come from where the hardware is. */
function truthProblems(scenario: Scenario, real: ReadonlySet<string>): string[] {
  const { file, truth, robot, sensors } = scenario;
  const said = [...real].join(", ");
  switch (truth.from) {
    case "simulation":
      return [
        `${file}: truth: where is the hardware? Expected { from: topic, topic: … }, commanded ` +
        `or none beside real ${said}`,
      ];
    case "none":
      // All sensors of this table depend on where the robot is and how it moves.
      return Object.keys(sensors).filter((name) => !real.has(name)).map((name) =>
        `${file}: truth: none: sensors.${name} depends on motion and can't be simulated beside ` +
        `real ${said}: add it to --real, leave it out (--without ${name}) or say truth`
      );
    case "commanded":
      return "cmd_vel" in robot
        ? []
        : [`${file}: truth: commanded: a free robot takes no commands; expected a ground robot`];
    case "topic": {
      const owner = Object.entries(sensors).find(([name, { sensor, config }]) =>
        !real.has(name) &&
        Object.values(sensor.outputs(config, name)).some(({ topic }) => topic === truth.topic)
      )?.[0];
      return owner === undefined
        ? []
        : [`${file}: truth.topic: ${truth.topic} is simulated sensors.${owner}'s own`];
    }
  }
}

/** A stream that is real can't be broken here. */
function faultProblems(scenario: Scenario, real: ReadonlySet<string>): string[] {
  const topics = new Map(streamsOf(scenario, real).map(({ topic, sensor }) => [topic, sensor]));
  return Object.entries(scenario.faults).flatMap(([name, { config: { stream, enabled } }]) => {
    const sensor = real.has(stream ?? "") ? stream : topics.get(stream ?? "");
    return sensor === undefined || !enabled
      ? []
      : [`${scenario.file}: faults.${name}: acts on ${stream}, which --real takes from hardware`];
  });
}

function initialProblems(nodes: Scenario["nodes"]): string[] {
  return Object.entries(nodes).filter(([, { initial }]: [string, NodeEntry]) => initial !== "none")
    .map(([name, { initial }]) => `nodes.${name}.initial: ${initial}, but truth is none`);
}

/** Topics that the scenario's nodes write, with their types: what somebody else's may stand for. */
export function outputsOf({ nodes }: Scenario): Map<string, SensorOutput["type"]> {
  return new Map(
    Object.entries(nodes).flatMap(([name, { def, namespace, remap }]) =>
      Object.values(def.outputs).map(({ topic, type }) => [
        resolveTopic(topic, { node: name, namespace, remaps: remap }),
        type,
      ])
    ),
  );
}

/** A plan as results name it. */
export function describe({ real, sut, truth }: HilPlan): {
  real: string[];
  sut: string;
  truth: string;
} {
  return {
    real: [...real],
    sut: sut.kind === "external" ? sut.topic : sut.name ?? "nodes",
    truth: truth.from === "topic" ? truth.topic : truth.from,
  };
}
