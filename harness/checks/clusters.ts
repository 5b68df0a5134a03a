/**
 * Clusters of a cloud beside the true objects that the lidar saw. The simulator says of each return
 * what it is on (`labels: true` of the lidar). An object is to be found in a cloud where at least
 * `min_points` returns within `max_range_m` of the lidar are on it, higher than `min_height_m` over
 * the plane that the robot stands on. It is found by a box that holds more of its returns than of
 * others', and most of its own: intersection over union above one half, counted in points. Objects
 * whose returns come within `gap_m` of each other are one, for no distance tells them apart; what
 * comes so close to surroundings, and those themselves, is excused: a cluster of it counts neither
 * way. A cluster of the ground, of a part of a thing or of two things, or of nothing, is wrong. A
 * cloud that is not answered within a second was answered with no cluster.
 */
import { z } from "zod";
import { CloudError } from "../../core/cloud/layout.ts";
import { SegmentScore } from "../../core/evaluation/perception/segments.ts";
import type { Message } from "../../msgs/message.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { MarkerArray, PointCloud2, TFMessage } from "../../msgs/types.ts";
import { StaticTransforms } from "../../runtime/tf.ts";
import { CLASSES } from "../../sim/world/visible/visible_world.ts";
import type { Check, CheckSetup, Seen } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { labelledCloud, ownersOf } from "./base/labelled_cloud.ts";
import { pointsIn } from "./base/marker_boxes.ts";
import { stampOf } from "./base/message.ts";
import { broken, type Limit, obstacle, skipped, within } from "./base/verdict.ts";

/** How late an answer may be; after that it is none. */
const GRACE: Nanos = SECOND;

/** Classes that every world knows by number; the first two are no object. */
const OBJECT_CLASSES = CLASSES.slice(2);
const NO_OBJECT: ReadonlySet<number> = new Set([0, 1]);

const LABELS = "/ground_truth/point_labels";
const TF = "/tf_static";

const config = z.object({
  topic: topicName.default("/clusters").describe("boxes that were found, as cubes of markers"),
  cloud: topicName.default("/points").describe("the cloud that they were found in"),
  truth: topicName.default(LABELS).describe("what each of its points is on"),
  measure: z.enum(["both", "precision", "recall"]).default("both")
    .describe("both: the lesser of precision and recall"),
  min: z.number().min(0).max(1).describe("least value"),
  max_range_m: z.number().positive().default(10).describe("farther returns are left out"),
  min_height_m: z.number().default(0.1)
    .describe("returns lower than this over the plane that the robot stands on are left out"),
  min_points: z.int().min(1).default(10).describe("objects with fewer returns are excused"),
  gap_m: z.number().min(0).default(0.3).describe("objects closer to each other than this are one"),
  surroundings: z.array(z.enum(OBJECT_CLASSES)).default(["structure", "shelf"])
    .describe("classes that are excused"),
}).describe("clusters of a cloud beside the true objects that the lidar saw");

/** What {@linkcode clusters} is told. */
export type ClustersConfig = z.output<typeof config>;

/** What is known of one cloud. */
interface Sweep {
  cloud?: PointCloud2;
  labels?: PointCloud2;
  found?: MarkerArray;
  /** When the cloud came. */
  at: Nanos;
}

interface State {
  readonly config: ClustersConfig;
  readonly setup: CheckSetup;
  readonly score: SegmentScore;
  readonly frames: StaticTransforms;
  /** Clouds that are not judged yet, by their stamp. */
  readonly open: Map<Nanos, Sweep>;
  problem: string | undefined;
}

/** The check `clusters`. */
export const clusters: Check<ClustersConfig, State> = {
  config,
  topics: ({ topic, cloud, truth }) => [topic, cloud, truth, TF],
  init: (config, setup) => ({
    ...{ config, setup, open: new Map(), problem: undefined },
    ...{ score: new SegmentScore(), frames: new StaticTransforms() },
  }),
  see(state, seen) {
    const { topic, type, message, at } = seen;
    const wanted = expected(state.config, topic);
    if (type !== wanted) {
      state.problem ??= `${topic} is ${type}, no ${wanted}`;
      return;
    }
    if (topic === TF) return void state.frames.add(message as TFMessage);
    const stamp = stampIn(seen, state.setup);
    if (stamp === undefined) return;
    const sweep = state.open.get(stamp) ?? { at };
    state.open.set(stamp, sweep);
    if (topic === state.config.topic) sweep.found = message as MarkerArray;
    else if (topic === state.config.truth) sweep.labels = message as PointCloud2;
    else {
      sweep.cloud = message as PointCloud2;
      sweep.at = at;
    }
    for (const [stamp, sweep] of state.open) {
      if (isDue(sweep, at)) settle(state, stamp, sweep);
    }
  },
  verdict(state) {
    const { config, setup, open, score } = state;
    const limit: Limit = { min: config.min, unit: "of 1" };
    const missing = obstacle(setup, { topics: clusters.topics(config) });
    if (missing !== undefined) return skipped(limit, missing);
    for (const [stamp, sweep] of open) {
      if (isDue(sweep, setup.durationNs)) settle(state, stamp, sweep);
    }
    if (state.problem !== undefined) return broken(limit, state.problem);
    if (score.things === 0) return broken(limit, "no cloud shows an object that is to be found");
    const { precision, recall } = score.shares();
    const { found, things, wrong } = score;
    const because = `${found} of ${things} objects were found, ${wrong} clusters are wrong`;
    if (config.measure === "recall") return within(recall, limit, because);
    if (config.measure === "precision") return within(precision, limit, because);
    return within(Math.min(precision, recall), limit, because);
  },
};

function expected({ topic, cloud, truth }: ClustersConfig, of: string): string {
  if (of === topic) return "visualization_msgs/msg/MarkerArray";
  return of === cloud || of === truth ? "sensor_msgs/msg/PointCloud2" : "tf2_msgs/msg/TFMessage";
}

/** Markers have no stamp of their own but those of each; of none there is no cloud either. */
function stampIn({ message }: Seen, { epoch }: CheckSetup): Nanos | undefined {
  const stamped = (message as Partial<MarkerArray>).markers?.[0] ?? message;
  return stampOf(stamped as Message, epoch);
}

/** Whether all is there that will be. */
function isDue({ cloud, labels, found, at }: Sweep, now: Nanos): boolean {
  return (cloud && labels && found) !== undefined || now - at >= GRACE;
}

/** Judges a cloud and forgets it. */
function settle(state: State, stamp: Nanos, { cloud, labels, found }: Sweep): void {
  const { config, open, frames, score } = state;
  open.delete(stamp);
  if (cloud === undefined || labels === undefined) return;
  try {
    const frame = found?.markers[0]?.header.frame_id ?? "base_link";
    const from = frames.static(frame, cloud.header.frame_id);
    if (from === undefined) throw new CloudError(`no transform to "${frame}"`);
    const { max_range_m: maxRange, min_height_m: minHeight } = config;
    const labelled = labelledCloud(cloud, labels, { ...from, maxRange, minHeight });
    const owner = ownersOf(labelled, {
      surroundings: new Set(config.surroundings.map((name) => CLASSES.indexOf(name))),
      nothing: NO_OBJECT,
      minPoints: config.min_points,
      gap: config.gap_m,
    });
    const boxes = found === undefined ? [] : pointsIn(found, labelled.xyz, owner.length);
    score.add(owner, boxes);
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    state.problem ??= `a cloud of ${config.cloud} can't be judged: ${error.message}`;
  }
}
