/** Runs one sensor by itself on a given truth and keeps what it emits. */
import { RandomTree } from "../../../core/math/random.ts";
import type { Message } from "../../../msgs/message.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toNanos } from "../../../msgs/time.ts";
import type { Truth, TruthState, World } from "../../../sim/contract.ts";
import { createRobot, robotSchema } from "../../../sim/robots/mod.ts";
import type { KnotTruth } from "../../../sim/robots/knot_truth.ts";
import {
  type AnySensor,
  type SensorConfig,
  SENSORS,
  sensorsSchema,
} from "../../../sim/sensors/mod.ts";
import { mountOf } from "../../../sim/sensors/timing.ts";
import { SimulatedWorld, worldSchema } from "../../../sim/world/world.ts";

/** A message as it left the sensor at the end `at` of the capture [from, at]. */
export interface Emitted {
  readonly port: string;
  // deno-lint-ignore no-explicit-any
  readonly message: any;
  readonly deliverAt: Nanos;
  readonly from: Nanos;
  readonly at: Nanos;
}

/** What a sensor is run on. */
export interface Rig {
  readonly truth: Truth & { readonly wheels?: KnotTruth["wheels"]; advance?(to: Nanos): void };
  readonly seconds: number;
  readonly seed?: number;
  readonly name?: string;
  readonly world?: World;
  readonly sensor?: AnySensor;
}

/** A `sensors` entry of a scenario with presets and defaults applied. */
export function settingsOf(entry: object): SensorConfig {
  return sensorsSchema.parse({ it: entry }).it!;
}

/** A robot of a scenario. */
export function robotOf(config: object, ramps: object[] = []): KnotTruth {
  const world = new SimulatedWorld(worldSchema.parse({ ramps }));
  return createRobot(robotSchema.parse(config), { world, files: {}, duration: 1e5 });
}

/** A body that keeps its velocity (world) and body rate: exact at any time, and cheap. */
export function steady(
  motion: { velocity?: number[]; rate?: number[]; orientation?: number[]; wheels?: boolean } = {},
): Rig["truth"] {
  const velocity = motion.velocity ?? [0, 0, 0], rate = motion.rate ?? [0, 0, 0];
  const truth = {
    start: 0,
    end: Infinity,
    at(at: number, out: TruthState) {
      for (let i = 0; i < 3; i++) {
        out.position[i] = velocity[i]! * at * 1e-9;
        out.velocity[i] = velocity[i]!;
        out.acceleration[i] = out.angularAcceleration[i] = 0;
        out.angularVelocity[i] = rate[i]!;
      }
      out.orientation.set(motion.orientation ?? [1, 0, 0, 0]);
    },
  };
  const geometry = robotOf({ type: "differential" }).wheels!;
  return motion.wheels === true ? { ...truth, wheels: geometry } : truth;
}

/** Runs a sensor for `seconds` and returns its emissions in order. */
export function emissionsOf(entry: object, rig: Rig): Emitted[] {
  const config = settingsOf(entry), name = rig.name ?? config.type;
  const sensor = rig.sensor ?? SENSORS[config.type]!;
  const state = sensor.init(config, {
    name,
    frame: config.frame_id ?? `${name}_link`,
    epoch: SIMULATED_EPOCH,
    start: 0,
    mount: mountOf(config),
    world: rig.world ?? new SimulatedWorld(worldSchema.parse({})),
    wheels: rig.truth.wheels,
    rng: RandomTree.root(rig.seed ?? 1).under(name),
  });
  const out: Emitted[] = [];
  for (let from = 0;;) {
    const at = sensor.next(state);
    if (at > rig.seconds * SECOND) return out;
    rig.truth.advance?.(at);
    const start = from;
    sensor.sample(
      state,
      rig.truth,
      from,
      at,
      (port, message: Message, deliverAt) =>
        out.push({ port, message, deliverAt, from: start, at }),
    );
    from = at;
  }
}

/** The emissions of one port. */
export function ofPort(emitted: readonly Emitted[], port: string): Emitted[] {
  return emitted.filter((one) => one.port === port);
}

/** A message's own stamp, nanoseconds since the epoch of simulated runs. */
export function stampOf(emitted: Emitted): Nanos {
  return toNanos(emitted.message.header.stamp, SIMULATED_EPOCH);
}
