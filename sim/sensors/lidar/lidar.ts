/**
 * A rotating lidar: `PointCloud2` (x y z intensity ring time) or, in a plane, `LaserScan`. A capture
 * is a turn; the stamp is its start, points are in the sensor's frame at their own time. See
 * `scanner.ts` for the motion, `returns.ts` for power and noise, `weather.ts` for rain and fog.
 */
import { bestEffort } from "../../../msgs/message.ts";
import { type Nanos, SECOND } from "../../../msgs/time.ts";
import type { Sensor } from "../../contract.ts";
import { visibleIn } from "../../world/visible/visible_world.ts";
import { Timing } from "../timing.ts";
import { type Beams, beamsOf } from "./beams.ts";
import { Cover } from "./cover.ts";
import { type LidarConfig, lidarSchema } from "./config.ts";
import { denseCloud, laserScan, organisedCloud, type Turn } from "./messages.ts";
import { LIDAR_PRESETS } from "./presets.ts";
import { type Met, Receiver } from "./returns.ts";
import { Scanner } from "./scanner.ts";

/** What a lidar carries from turn to turn. */
export interface LidarState {
  readonly config: LidarConfig;
  readonly timing: Timing;
  readonly frame: string;
  readonly beams: Beams;
  readonly receiver: Receiver;
  readonly scanner: () => Scanner;
  /** What a turn meets that passes unmade. */
  readonly nothing: () => Met;
  readonly turn: Turn;
  readonly cover: Cover;
}

/** Lidar. */
export const lidar: Sensor<LidarConfig, LidarState> = {
  config: lidarSchema,
  presets: LIDAR_PRESETS,

  outputs(config, name) {
    const scan = config.output === "scan", own = scan ? "scan" : "points";
    const topic = config.topic ?? (name === "lidar" ? `/${own}` : `/${name}/${own}`);
    const frame = config.frame_id ?? `${name}_link`;
    const type = scan ? "sensor_msgs/msg/LaserScan" : "sensor_msgs/msg/PointCloud2";
    return { points: { topic, type, qos: bestEffort(5), frame } };
  },

  init(config, setup) {
    const beams = beamsOf(config, 1 / config.rate_hz), firings = beams.count * beams.columns;
    let scanner: Scanner | undefined, nothing: Met | undefined;
    return {
      config,
      timing: new Timing(config, setup),
      frame: setup.frame,
      beams,
      receiver: new Receiver(config, setup.rng),
      // Sorting the world waits for the first turn: many simulations are only checked.
      scanner: () =>
        scanner ??= new Scanner(visibleIn(setup.world), {
          beams,
          mount: setup.mount,
          reach: config.range_max_m + 1,
          samples: config.beam_samples,
          divergence: config.divergence_mrad / 1000,
        }),
      nothing: () =>
        nothing ??= {
          way: new Float64Array(firings).fill(Infinity),
          reflected: new Float64Array(firings),
          offset: 0,
        },
      cover: new Cover(setup.world.scene, beams, setup.name),
      turn: { ranges: new Float64Array(firings), intensities: new Float64Array(firings) },
    };
  },

  next: (state) => state.timing.next,

  sample(state, truth, from, to, emit) {
    const { config, beams, timing, turn, frame } = state;
    const start = startOf(state, from, to);
    const stamp = timing.stamp(to - start);
    const arrival = timing.arrival(to);
    const lost = timing.lost();
    const scanner = state.scanner();
    scanner.scan(truth, start);
    state.cover.block(to, scanner.way, scanner.reflected);
    const { way, reflected } = scanner;
    state.receiver.receive({ way, reflected, offset: beams.originOffset }, turn);
    if (lost) return;
    const header = { stamp, frame_id: frame };
    if (config.output === "scan") {
      const seconds = 1 / config.rate_hz;
      emit("points", laserScan(header, beams, turn, { ...config, seconds }), arrival);
    } else {
      const make = config.output === "dense" ? denseCloud : organisedCloud;
      emit("points", make(header, beams, turn), arrival);
    }
  },

  skip(state, from, to) {
    const { timing, receiver, turn } = state;
    timing.skip(to, to - startOf(state, from, to));
    // What is drawn does not depend on what the beams met.
    receiver.receive(state.nothing(), turn);
  },
};

/** A turn begins so long before its end as its firings take; never before the capture. */
function startOf({ beams }: LidarState, from: Nanos, to: Nanos): Nanos {
  const seconds = beams.columns * beams.columnSeconds;
  return Math.max(from, to - Math.round(seconds * SECOND));
}
