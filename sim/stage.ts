/** What the sensors of a run stand on: world, robot, random streams and the faults of the world. */
import { RandomTree } from "../core/math/random.ts";
import { SECOND, SIMULATED_EPOCH } from "../msgs/time.ts";
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

/** The stage of one run; in whichever thread it is set, it is the same. */
export class Stage {
  readonly world: SimulatedWorld;
  readonly faults: Faults;
  readonly #config: SimConfig;
  readonly #random: RandomTree;
  readonly #files: Readonly<Record<string, string>>;
  readonly #robot: KnotTruth;

  /** @throws {RangeError} a fault that doesn't fit, a bad file */
  constructor(config: SimConfig, seed: number, { files = {}, meshes }: SimulationFiles) {
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
    return createRobot(robot, { world: this.world, files: this.#files, duration });
  }

  /** What a sensor is given. */
  setupOf(name: string): SensorSetup {
    const settings = this.#config.sensors[name]!;
    return {
      name,
      frame: frameOf(name, settings),
      epoch: SIMULATED_EPOCH,
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
