/** Runs the witness on the bus and keeps what checks would see. */
import { newTruthState } from "../../harness/checks/base/truth_state.ts";
import type { CheckSetup, Seen } from "../../harness/contract.ts";
import { bestEffort, reliable } from "../../msgs/message.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toTime } from "../../msgs/time.ts";
import type { Imu, Odometry } from "../../msgs/types.ts";
import { Executor } from "../../runtime/executor.ts";
import { hostNode } from "../../runtime/host.ts";
import { MemoryBus } from "../../runtime/memory.ts";
import { sweep, transforms } from "../harness/checks/labelled_sweeps.ts";
import {
  boxAt,
  boxPlace,
  DURATION,
  type Lie,
  THINGS,
  TICK,
  TRUTH,
  witnessNode,
} from "./check_witness.ts";

/** Topics of a witness's run. */
export const TOPICS: ReadonlySet<string> = new Set([
  "/clusters",
  "/cmd_vel",
  "/detections",
  "/diagnostics",
  "/fusion/innovation",
  "/fusion/state",
  "/ground_truth/detections",
  "/ground_truth/odom",
  "/ground_truth/point_labels",
  "/imu/data",
  "/mode",
  "/odom",
  "/points",
  "/tf_static",
]);

/** What a check is told of the run. */
export function setupOf(over: Partial<CheckSetup> = {}): CheckSetup {
  const span = { from: 2 * SECOND, to: 3 * SECOND };
  const faults = [{ name: "gap", type: "dropout", kind: "stream", topics: [], span }] as const;
  const base = { epoch: SIMULATED_EPOCH, durationNs: DURATION, truth: TRUTH, topics: TOPICS };
  return { ...base, faults, ...over };
}

/** All that is delivered in a run of 10 s with a witness who lies so. */
export async function testimony(lie: Lie, seed = 1): Promise<Seen[]> {
  const executor = new Executor();
  const bus = new MemoryBus(executor);
  const imu = bus.advertise({
    topic: "/imu/data",
    type: "sensor_msgs/msg/Imu",
    qos: bestEffort(10),
    by: "simulator",
  });
  const truth = bus.advertise({
    topic: "/ground_truth/odom",
    type: "nav_msgs/msg/Odometry",
    qos: reliable(1),
    by: "simulator",
  });
  const boxes = bus.advertise({
    topic: "/ground_truth/detections",
    type: "vision_msgs/msg/Detection2DArray",
    qos: reliable(1),
    by: "simulator",
  });
  const type = "sensor_msgs/msg/PointCloud2", qos = bestEffort(5);
  const points = bus.advertise({ topic: "/points", type, qos, by: "simulator" });
  const labels = bus.advertise({
    ...{ topic: "/ground_truth/point_labels", type, qos, by: "simulator" },
  });
  const tf = bus.advertise({
    ...{ topic: "/tf_static", type: "tf2_msgs/msg/TFMessage", qos: reliable(1) },
    by: "simulator",
  });
  const swept = sweep(0, THINGS);
  let tick = 1;
  executor.addSource({
    name: "simulator",
    next: () => tick * TICK <= DURATION ? tick * TICK : Infinity,
    step() {
      const at = tick++ * TICK;
      truth.publish(trueOdometry(at), at);
      boxes.publish(boxAt(toTime(at, SIMULATED_EPOCH), boxPlace(at), 1), at);
      if (tick === 2) tf.publish(transforms(), at);
      const header = { ...swept.cloud.header, stamp: toTime(at, SIMULATED_EPOCH) };
      points.publish({ ...swept.cloud, header }, at);
      labels.publish({ ...swept.labels, header }, at);
      imu.publish(imuAt(at), at);
    },
  });
  const seen: Seen[] = [];
  bus.observe(({ name: topic, type }) => (message, at) =>
    void seen.push({ topic, type, message, at })
  );
  const node = await hostNode(witnessNode(lie, seed), bus, {
    ...(lie.delayMs !== undefined && { computeMs: lie.delayMs }),
  });
  await executor.run({ until: DURATION });
  node.close();
  bus.close();
  return seen;
}

const zero = { x: 0, y: 0, z: 0 };

function imuAt(at: Nanos): Imu {
  return {
    header: { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "base_link" },
    orientation: { ...zero, w: 1 },
    orientation_covariance: new Float64Array(9),
    angular_velocity: zero,
    angular_velocity_covariance: new Float64Array(9),
    linear_acceleration: zero,
    linear_acceleration_covariance: new Float64Array(9),
  };
}

function trueOdometry(at: Nanos): Odometry {
  const truth = newTruthState();
  TRUTH.at(at, truth);
  const [x, y, z] = truth.position as unknown as [number, number, number];
  const [qw, qx, qy, qz] = truth.orientation as unknown as [number, number, number, number];
  return {
    header: { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "world" },
    child_frame_id: "ground_truth/base_link",
    pose: {
      pose: { position: { x, y, z }, orientation: { x: qx, y: qy, z: qz, w: qw } },
      covariance: new Float64Array(36),
    },
    twist: { twist: { linear: zero, angular: zero }, covariance: new Float64Array(36) },
  };
}
