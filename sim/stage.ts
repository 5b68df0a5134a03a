/** What the sensors of a run stand on: world, robot, random streams and the faults of the world. */
import { RandomTree } from "../core/math/random.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, type Time } from "../msgs/time.ts";
import type { SensorSetup } from "./contract.ts";
import { Faults, type FaultTarget } from "./faults/base/apply.ts";
import { frameOf } from "./mounts.ts";
import { createRobot } from "./robots/mod.ts";
import type { KnotTruth } from "./robots/knot_truth.ts";
import type { SimConfig } from "./schema.ts";
import { type SensorConfig, SENSORS } from "./sensors/mod.ts";
import { mountOf } from "./sensors/timing.ts";
import type { Meshes } from "./world/visible/objects.ts";
import { SimulatedWorld } from "./world/world.ts";

/** What the files are that a simulation's settings name. */
export interface SimulationFiles {
  /** Texts of the files that {@linkcode filesOf} names, by that name. */
  readonly files?: Readonly<Record<string, string>>;
  /** Triangles of the meshes that {@linkcode meshesOf} names, by that name. */
  readonly meshes?: Meshes;
}

/** A simulation that fills up what hardware does not give. */
export interface Beside {
  /** What `Nanos` 0 is as a stamp. */
  readonly epoch: Time;
  /** Sensors that are real: nothing of them is simulated but their frames on `/tf_static`. */
  readonly real: ReadonlySet<string>;
  /** What moves instead of the scenario's robot. */
  readonly body?: KnotTruth | undefined;
  /** How far its truth is known by now: captures that end later wait. Absent: always far enough. */
  readonly known?: (() => Nanos) | undefined;
  /** Whether there is a truth to be told on `/ground_truth/odom`. */
  readonly hasTruth: boolean;
}

/** What a stage is set with. */
export interface StageOptions extends SimulationFiles {
  readonly beside?: Beside | undefined;
}

/** The stage of one run; in whichever thread it is set, it is the same. */
export class Stage {
  readonly world: SimulatedWorld;
  readonly faults: Faults;
  readonly #config: SimConfig;
  readonly #random: RandomTree;
  readonly #files: Readonly<Record<string, string>>;
  readonly #robot: KnotTruth;
  readonly #beside: Beside | undefined;

  /** @throws {RangeError} a fault that doesn't fit, a bad file */
  constructor(config: SimConfig, seed: number, { files = {}, meshes, beside }: StageOptions) {
    this.#beside = beside;
    this.#config = config;
    this.#files = files;
    this.world = new SimulatedWorld(config.world, meshes);
    this.#robot = this.robot();
    this.#random = RandomTree.root(seed);
    this.faults = new Faults(config.faults, {
      random: this.#random,
      targets: this.sensors.map((name) => targetOf(name, config.sensors[name]!)),
      wheels: this.#robot.wheels,
      until: Math.round(config.duration_s * SECOND),
      ...(beside && { epoch: beside.epoch }),
    });
    this.faults.disturb(this.world.scene);
  }

  /** Names of the sensors, sorted. */
  get sensors(): string[] {
    return Object.keys(this.#config.sensors).sort();
  }

  /** The robot at its start. */
  robot(): KnotTruth {
    const { robot, duration_s: duration } = this.#config;
    return this.#beside?.body ??
      createRobot(robot, { world: this.world, files: this.#files, duration });
  }

  /** What a sensor is given. */
  setupOf(name: string): SensorSetup {
    const settings = this.#config.sensors[name]!;
    return {
      name,
      frame: frameOf(name, settings),
      epoch: this.#beside?.epoch ?? SIMULATED_EPOCH,
      start: 0,
      mount: mountOf(settings),
      world: this.world,
      wheels: this.#robot.wheels,
      rng: this.#random.under(name),
    };
  }
}

function targetOf(name: string, settings: SensorConfig): FaultTarget {
  const outputs = Object.values(SENSORS[settings.type]!.outputs(settings, name));
  const topics = Object.fromEntries(outputs.map(({ topic, type }) => [topic, type]));
  return { name, type: settings.type, topics };
}
