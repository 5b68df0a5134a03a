/** Streams of one IMU on a truth that is given as a function, for the tests of the IMU. */
import { RandomTree } from "../../../../core/math/random.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toNanos } from "../../../../msgs/time.ts";
import type { Imu } from "../../../../msgs/types.ts";
import type { SensorSetup, Truth, TruthState, World } from "../../../../sim/contract.ts";
import { imu } from "../../../../sim/sensors/imu/imu.ts";
import type { ImuConfig } from "../../../../sim/sensors/imu/config.ts";
import { sensorsSchema } from "../../../../sim/sensors/mod.ts";
import { mountOf } from "../../../../sim/sensors/timing.ts";

/** m/s², as in the standard world. */
export const GRAVITY = 9.80665;

const WORLD: World = { gravity: GRAVITY, magneticField: () => {} };

/** What an IMU said: numbers of x, y and z, and nanoseconds since the run's epoch. */
export interface ImuStream {
  readonly rate: readonly [number[], number[], number[]];
  readonly force: readonly [number[], number[], number[]];
  readonly stamps: Nanos[];
  readonly arrivals: Nanos[];
  /** The ends of all captures, lost ones too. */
  readonly ends: Nanos[];
  readonly messages: Imu[];
}

/** How to make a stream. */
export interface StreamOptions {
  readonly seconds: number;
  readonly seed?: number;
  readonly truth?: Truth;
}

/** A truth from a function of seconds; fields that it leaves alone stay at rest, level. */
export function truthOf(fill: (t: number, out: TruthState) => void): Truth {
  return { start: 0, end: Infinity, at: (at, out) => fill(at / SECOND, out) };
}

/** A robot that stands level. */
export const AT_REST: Truth = truthOf((_, out) => {
  for (const part of Object.values(out) as Float64Array[]) part.fill(0);
  out.orientation[0] = 1;
});

/** Settings as a scenario would state them, parsed. */
export function imuConfig(values: Record<string, unknown>): ImuConfig {
  return sensorsSchema.parse({ imu: { type: "imu", ...values } })["imu"] as unknown as ImuConfig;
}

/** The set-up of an IMU called `imu`. */
export function imuSetup(config: ImuConfig, seed: number): SensorSetup {
  return {
    name: "imu",
    frame: "imu_link",
    epoch: SIMULATED_EPOCH,
    start: 0,
    mount: mountOf(config),
    world: WORLD,
    wheels: undefined,
    rng: RandomTree.root(seed).under("imu"),
  };
}

/** Hands every message of an IMU to `see`, in the order of captures. */
export function runImu(
  values: Record<string, unknown>,
  { seconds, seed = 1, truth = AT_REST }: StreamOptions,
  see: (message: Imu, arrival: Nanos, end: Nanos) => void,
): Nanos[] {
  const config = imuConfig(values);
  const state = imu.init(config, imuSetup(config, seed));
  const ends: Nanos[] = [];
  let from = 0, to = 0;
  const emit = (_: string, message: unknown, at: Nanos) => see(message as Imu, at, to);
  while ((to = imu.next(state)) <= seconds * SECOND) {
    ends.push(to);
    imu.sample(state, truth, from, to, emit);
    from = to;
  }
  return ends;
}

/** The stream of an IMU with these settings over the defaults. */
export function imuStream(values: Record<string, unknown>, options: StreamOptions): ImuStream {
  const stream = {
    rate: [[], [], []] as [number[], number[], number[]],
    force: [[], [], []] as [number[], number[], number[]],
    stamps: [] as Nanos[],
    arrivals: [] as Nanos[],
    messages: [] as Imu[],
  };
  const ends = runImu(values, options, (message, arrival) => {
    const { angular_velocity: w, linear_acceleration: f } = message;
    [w.x, w.y, w.z].forEach((value, i) => stream.rate[i]!.push(value));
    [f.x, f.y, f.z].forEach((value, i) => stream.force[i]!.push(value));
    stream.stamps.push(toNanos(message.header.stamp, SIMULATED_EPOCH));
    stream.arrivals.push(arrival);
    stream.messages.push(message);
  });
  return { ...stream, ends };
}
