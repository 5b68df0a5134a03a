/** The faults of a run: their spans drawn, put into the world, set between sensors and readers. */
import type { RandomTree } from "../../../core/math/random.ts";
import type { Emit, TypeName } from "../../../msgs/message.ts";
import { type Nanos, SIMULATED_EPOCH, type Time } from "../../../msgs/time.ts";
import type { FaultSetup, FaultSpan, Scene, WheelGeometry } from "../../contract.ts";
import { type AnyFault, type FaultConfig, FAULTS } from "../mod.ts";
import { spanOf } from "./span.ts";

/** A sensor as far as faults are concerned. */
export interface FaultTarget {
  readonly name: string;
  readonly type: string;
  /** Topics and their types. */
  readonly topics: Readonly<Record<string, TypeName>>;
}

interface ActiveFault extends FaultSpan {
  readonly fault: AnyFault;
  readonly config: FaultConfig;
  readonly setup: FaultSetup;
}

/** What faults of a run need to know. */
export interface FaultsSetup {
  readonly random: RandomTree;
  readonly targets: readonly FaultTarget[];
  readonly wheels: WheelGeometry | undefined;
  readonly until: Nanos;
  /** What `Nanos` 0 is as a stamp; default that of a simulated run. */
  readonly epoch?: Time;
}

/** All faults of one run. */
export class Faults {
  readonly #active: readonly ActiveFault[];
  readonly #epoch: Time;

  /**
   * @param configs in the order in which they are put between a sensor and its readers
   * @throws {RangeError} a fault whose stream does not exist or which can't act on it
   */
  constructor(configs: Readonly<Record<string, FaultConfig>>, setup: FaultsSetup) {
    this.#epoch = setup.epoch ?? SIMULATED_EPOCH;
    this.#active = Object.entries(configs)
      .filter(([, { enabled }]) => enabled)
      .map(([name, config]) => activate(name, config, setup))
      .filter(({ span }) => span.from <= setup.until);
  }

  /** Their timeline, by beginning and name. */
  get spans(): FaultSpan[] {
    return this.#active
      .map(({ name, type, kind, topics, span }) => ({ name, type, kind, topics, span }))
      .sort((a, b) => a.span.from - b.span.from || (a.name < b.name ? -1 : 1));
  }

  /** Puts the faults of the world into it. */
  disturb(scene: Scene): void {
    for (const { fault, config, setup } of this.#active) {
      if (fault.kind === "world") fault.apply(config, setup, scene);
    }
  }

  /** What a sensor hands messages of a topic to; `next` itself where no fault acts on it. */
  wrap(topic: string, type: TypeName, next: Emit): Emit {
    let emit = next;
    // The first in the scenario is nearest to the sensor.
    for (const { fault, config, setup, topics } of this.#active.toReversed()) {
      if (fault.kind !== "stream" || !topics.includes(topic)) continue;
      emit = fault.wrap(config, { ...setup, topic, type, epoch: this.#epoch }, emit);
    }
    return emit;
  }
}

function activate(name: string, config: FaultConfig, setup: FaultsSetup): ActiveFault {
  const fault = FAULTS[config.type]!, rng = setup.random.under(`fault:${name}`);
  const span = spanOf(config, rng);
  const topics = fault.kind === "stream"
    ? streamTopics(name, { fault, config }, setup.targets)
    : setup.targets.filter(({ type }) => fault.seenBy.includes(type))
      .flatMap((target) => Object.keys(target.topics));
  const { type } = config, { wheels } = setup;
  const own = { name, span, rng, wheels };
  return { name, type, kind: fault.kind, topics, span, fault, config, setup: own };
}

function streamTopics(
  name: string,
  { fault, config }: { fault: AnyFault; config: FaultConfig },
  targets: readonly FaultTarget[],
): string[] {
  const { stream = "", type } = config;
  const found = targets.flatMap((target) =>
    Object.entries(target.topics).filter(([topic]) => target.name === stream || topic === stream)
  );
  if (found.length === 0) {
    throw new RangeError(`faults.${name}.stream: no sensor or topic "${stream}"`);
  }
  const fitting = found.filter(([, of]) => fault.kind === "stream" && fault.fits(config, of));
  if (fitting.length > 0) return fitting.map(([topic]) => topic);
  const types = [...new Set(found.map(([, of]) => of))].join(", ");
  throw new RangeError(`faults.${name}: ${type} as it is set here can't act on ${types}`);
}
