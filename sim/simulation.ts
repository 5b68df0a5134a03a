/**
 * A simulation: a world, a robot and its sensors under one seed. The executor pulls it capture by
 * capture. Captures that end together go by priority, then by name, never by the order in which
 * they were listed, so that adding or removing a sensor leaves the others' order alone.
 */
import type { Emit, Message } from "../msgs/message.ts";
import { type Nanos, SECOND } from "../msgs/time.ts";
import type { Twist, TwistStamped } from "../msgs/types.ts";
import type { Ahead } from "./captures.ts";
import type { SensorFrame, Simulation, Truth } from "./contract.ts";
import { frameOf, mountsOf } from "./mounts.ts";
import type { KnotTruth } from "./robots/knot_truth.ts";
import type { Retakes } from "./retakes.ts";
import type { SimConfig } from "./schema.ts";
import { sensorSource } from "./sensor_source.ts";
import { type SensorConfig, SENSORS } from "./sensors/mod.ts";
import { clockSource, type Source, staticTransforms, truthSource } from "./sources.ts";
import { type Beside, type SimulationFiles, Stage } from "./stage.ts";

/** What {@linkcode createSimulation} takes beside the scenario. */
export interface SimulationOptions extends SimulationFiles {
  /** Makes the captures of some sensors. */
  readonly ahead?: Ahead | undefined;
  /** The simulation fills up what hardware does not give. */
  readonly beside?: Beside | undefined;
  /** Learn what is needed to take pictures of this simulation once more. */
  readonly retakes?: Retakes | undefined;
}

/** Meshes that must be read before a simulation is made, as the scenario names them. */
export function meshesOf({ world }: Pick<SimConfig, "world">): string[] {
  const files = world.objects.flatMap((object) => object.type === "mesh" ? [object.file] : []);
  return [...new Set(files)];
}

/** Files that must be read before a simulation is made, as the scenario names them. */
export function filesOf(config: SimConfig): string[] {
  const { robot } = config;
  return robot.type === "free" && robot.trajectory !== undefined ? [robot.trajectory.file] : [];
}

/**
 * Makes a simulation. The same settings and seed give the same messages in the same order.
 *
 * @param seed an integer of magnitude up to 2^53 − 1
 * @throws {RangeError} two sensors on a topic, or in a frame at two places, a sensor or fault that
 * doesn't fit, a bad file
 */
export function createSimulation(
  config: SimConfig,
  seed: number,
  options: SimulationOptions = {},
): Simulation {
  const stage = new Stage(config, seed, options), robot = stage.robot();
  const names = stage.sensors, until = Math.round(config.duration_s * SECOND);
  const { beside, retakes } = options;
  retakes?.follow(robot);
  const sources: Source[] = names.filter((name) => !beside?.real.has(name)).map((name) => {
    const ahead = options.ahead?.sensors.includes(name) ? options.ahead : undefined;
    return sensorSource(config.sensors[name]!, { name, stage, ahead, note: retakes?.note });
  });
  const own = names.flatMap((name) => framesOf(name, config.sensors[name]!));
  // Sensors that share their frame share those on it.
  const frames = new Map([...mountsOf(config.sensors), ...own].map((one) => [one.frame, one]));
  sources.push(staticTransforms([...frames.values()], beside?.epoch));
  if (beside === undefined) sources.push(clockSource(config.clock_rate_hz));
  if (beside?.hasTruth !== false) {
    sources.push(truthSource(config.truth_rate_hz, beside?.epoch));
  }
  const commands = config.robot.type === "free" ? undefined : config.robot.cmd_vel;
  return new Run({
    ...{ sources, robot, until, commands, faults: stage.faults.spans },
    known: beside?.known,
  });
}

/** The frames that a sensor has beside the one it is mounted by. */
function framesOf(name: string, settings: SensorConfig): readonly SensorFrame[] {
  return SENSORS[settings.type]!.frames?.(settings, frameOf(name, settings)) ?? [];
}

interface RunParts {
  readonly sources: Source[];
  readonly robot: KnotTruth;
  readonly until: Nanos;
  readonly commands: string | undefined;
  readonly faults: Simulation["faults"];
  readonly known: (() => Nanos) | undefined;
}

class Run implements Simulation {
  readonly topics: Simulation["topics"];
  readonly faults: Simulation["faults"];
  readonly #robot: KnotTruth;
  readonly #sources: Source[];
  readonly #until: Nanos;
  readonly #commands: string | undefined;
  readonly #known: (() => Nanos) | undefined;
  #current: Source | undefined;
  #at: Nanos = Infinity;

  constructor({ sources, robot, until, commands, faults, known }: RunParts) {
    this.#known = known;
    this.faults = faults;
    this.#sources = sources.sort((a, b) => a.priority - b.priority || (a.name < b.name ? -1 : 1));
    this.#robot = robot;
    this.#until = until;
    this.#commands = commands;
    this.topics = topicsOf(sources);
    this.#choose();
  }

  get truth(): Truth {
    return this.#robot;
  }

  next(): Nanos {
    if (this.#known !== undefined) this.#choose(); // truth may have come meanwhile
    return this.#at;
  }

  step(emit: Emit): void {
    const source = this.#current;
    if (source === undefined) throw new RangeError("the simulated run is over");
    if (!source.still) this.#robot.advance(this.#at);
    source.run(this.#robot, this.#at, emit);
    this.#choose();
  }

  get awaits(): boolean {
    return this.#current?.awaits?.() ?? false;
  }

  async arrival(): Promise<void> {
    if (this.awaits) await this.#current?.arrival?.();
  }

  command(topic: string, message: Message, at: Nanos): void {
    if (topic !== this.#commands) throw new RangeError(`no robot is driven on ${topic}`);
    const twist = "twist" in message ? (message as TwistStamped).twist : message as Twist;
    this.#robot.command(twist.linear.x, twist.angular.z, at);
  }

  /** The first capture to end; among equals the first of the sorted sources. */
  #choose(): void {
    let first: Source | undefined, at = Infinity;
    const known = this.#known?.() ?? Infinity;
    for (const source of this.#sources) {
      const next = source.next();
      if (next < at && (next <= known || source.still)) {
        at = next;
        first = source;
      }
    }
    const within = at <= this.#until;
    this.#current = within ? first : undefined;
    this.#at = within ? at : Infinity;
  }
}

function topicsOf(sources: readonly Source[]): Simulation["topics"] {
  const topics: Record<string, Source["topics"][string]> = {};
  const owner: Record<string, string> = {};
  for (const source of sources) {
    for (const [topic, spec] of Object.entries(source.topics)) {
      if (topic in owner) {
        throw new RangeError(`${source.name} and ${owner[topic]} both emit on ${topic}`);
      }
      owner[topic] = source.name;
      topics[topic] = spec;
    }
  }
  return topics;
}
