/**
 * A rotating lidar: `PointCloud2` (x y z intensity ring time) or, in a plane, `LaserScan`. A capture
 * is a turn; the stamp is its start, points are in the sensor's frame at their own time. See
 * `scanner.ts` for the motion, `returns.ts` for power and noise, `weather.ts` for rain and fog.
 */
import { bestEffort } from "../../../msgs/message.ts";
import { type Nanos, SECOND } from "../../../msgs/time.ts";
import type { Sensor } from "../../contract.ts";
import { visibleIn, type VisibleObject } from "../../world/visible/visible_world.ts";
import { Timing } from "../timing.ts";
import { type Beams, beamsOf } from "./beams.ts";
import { Cover } from "./cover.ts";
import { type LidarConfig, lidarSchema } from "./config.ts";
import { denseCloud, labelCloud, laserScan, organisedCloud, type Turn } from "./messages.ts";
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
  /** Of each firing what it is on; none where nobody asks. */
  readonly labels: Uint32Array | undefined;
  /** Of each object what it is. */
  readonly labelOf: () => Uint32Array;
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
    const points = { topic, type, qos: bestEffort(5), frame } as const;
    if (!config.labels) return { points };
    const truth = name === "lidar" ? "/ground_truth" : `/ground_truth/${name}`;
    return { points, labels: { ...points, topic: `${truth}/point_labels` } };
  },

  init(config, setup) {
    const beams = beamsOf(config, 1 / config.rate_hz), firings = beams.count * beams.columns;
    let scanner: Scanner | undefined, nothing: Met | undefined;
    let labelOf: Uint32Array | undefined;
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
          labels: config.labels,
        }),
      nothing: () =>
        nothing ??= {
          way: new Float64Array(firings).fill(Infinity),
          reflected: new Float64Array(firings),
          offset: 0,
        },
      cover: new Cover(setup.world.scene, beams, setup.name),
      turn: {
        ranges: new Float64Array(firings),
        intensities: new Float64Array(firings),
        weather: config.labels ? new Uint8Array(firings) : undefined,
      },
      labels: config.labels ? new Uint32Array(firings) : undefined,
      labelOf: () => labelOf ??= labelsOf(visibleIn(setup.world).objects),
    };
  },

  next: (state) => state.timing.next,

  sample(state, truth, from, to, emit) {
    const { config, beams, timing, turn, labels, frame } = state;
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
      const dense = config.output === "dense";
      emit("points", (dense ? denseCloud : organisedCloud)(header, beams, turn), arrival);
      if (labels === undefined) return;
      label(state, scanner.object!);
      emit("labels", labelCloud(header, beams, turn, { labels, dense }), arrival);
    }
  },

  skip(state, from, to) {
    const { timing, receiver, turn } = state;
    timing.skip(to, to - startOf(state, from, to));
    // What is drawn does not depend on what the beams met.
    receiver.receive(state.nothing(), turn);
  },
};

/** Of each object: its class, and its number above. The ground's number is 0. */
function labelsOf(objects: readonly VisibleObject[]): Uint32Array {
  return Uint32Array.from(objects, ({ label }, object) => (object << 16 | label) >>> 0);
}

/** Fills `labels` by firing: 0 where the beam met nothing, or what came back is of the weather. */
function label({ turn, labels, labelOf }: LidarState, object: Int32Array): void {
  const own = labelOf(), { weather } = turn;
  for (let firing = 0; firing < object.length; firing++) {
    const met = weather![firing] === 1 ? -1 : object[firing]!;
    labels![firing] = met < 0 ? 0 : own[met]!;
  }
}

/** A turn begins so long before its end as its firings take; never before the capture. */
function startOf({ beams }: LidarState, from: Nanos, to: Nanos): Nanos {
  const seconds = beams.columns * beams.columnSeconds;
  return Math.max(from, to - Math.round(seconds * SECOND));
}
