/** What a simulation emits beside its sensors: clock, static transforms and ground truth. */
import { inverseRotate } from "../core/math/quaternion.ts";
import { bestEffort, type Emit, latched, type Qos, type TypeName } from "../msgs/message.ts";
import { type Nanos, SIMULATED_EPOCH, type Time, toTime } from "../msgs/time.ts";
import type { Odometry, TransformStamped } from "../msgs/types.ts";
import type { SensorFrame, Truth } from "./contract.ts";
import { instantOf } from "./instants.ts";
import { BASE_FRAME, type FrameMount } from "./mounts.ts";
import { truthState } from "./robots/knot_truth.ts";

/** Something that emits at counted instants. */
export interface Source {
  /** Smaller goes first among captures that end together. */
  readonly priority: number;
  readonly name: string;
  readonly topics: Readonly<Record<string, { type: TypeName; qos: Qos; frame: string }>>;
  /** Needs no truth: it is never held up where truth comes late. */
  readonly still?: boolean;
  next(): Nanos;
  /** Runs the capture that ends at `to`. */
  run(truth: Truth, to: Nanos, emit: Emit): void;
  /** Whether that capture comes from elsewhere and is not here yet. Absent: never. */
  awaits?(): boolean;
  /** Resolves when it is here. */
  arrival?(): Promise<void>;
}

/** `/clock`, from 0 on. */
export function clockSource(rateHz: number): Source {
  let count = 0;
  return {
    priority: 1,
    name: "clock",
    topics: { "/clock": { type: "rosgraph_msgs/msg/Clock", qos: bestEffort(1), frame: "" } },
    next: () => instantOf(count, rateHz),
    run(_truth, to, emit) {
      count++;
      emit("/clock", { clock: toTime(to, SIMULATED_EPOCH) }, to);
    },
  };
}

/** `/tf_static`: where each sensor sits on base_link, and its own frames on it, once at the start. */
export function staticTransforms(
  mounts: readonly (FrameMount | SensorFrame)[],
  epoch: Time = SIMULATED_EPOCH,
): Source {
  let done = false;
  const topic = "/tf_static";
  return {
    priority: 0,
    name: "tf_static",
    still: true,
    topics: { [topic]: { type: "tf2_msgs/msg/TFMessage", qos: latched(1), frame: BASE_FRAME } },
    next: () => done ? Infinity : 0,
    run(_truth, to, emit) {
      done = true;
      const stamp = toTime(to, epoch);
      const transforms = mounts.map((edge): TransformStamped => {
        const { frame, mount } = edge, parent = "parent" in edge ? edge.parent : BASE_FRAME;
        const [x, y, z] = mount.translation, [qw, qx, qy, qz] = mount.rotation;
        return {
          header: { stamp, frame_id: parent },
          child_frame_id: frame,
          transform: { translation: { x, y, z }, rotation: { x: qx, y: qy, z: qz, w: qw } },
        };
      });
      emit(topic, { transforms }, to);
    },
  };
}

const EXACT = new Float64Array(36);

/** `/ground_truth/odom`: the true pose in `world`, the true twist in the body's axes. */
export function truthSource(rateHz: number, epoch: Time = SIMULATED_EPOCH): Source {
  let count = 0;
  const topic = "/ground_truth/odom", state = truthState(), v = new Float64Array(3);
  return {
    priority: 2,
    name: "ground_truth",
    topics: { [topic]: { type: "nav_msgs/msg/Odometry", qos: bestEffort(10), frame: "world" } },
    next: () => instantOf(count, rateHz),
    run(truth, to, emit) {
      count++;
      truth.at(to, state);
      const p = state.position, q = state.orientation, w = state.angularVelocity;
      inverseRotate(v, q, state.velocity);
      const message: Odometry = {
        header: { stamp: toTime(to, epoch), frame_id: "world" },
        child_frame_id: "ground_truth/base_link",
        pose: {
          pose: {
            position: { x: p[0]!, y: p[1]!, z: p[2]! },
            orientation: { x: q[1]!, y: q[2]!, z: q[3]!, w: q[0]! },
          },
          covariance: EXACT,
        },
        twist: {
          twist: {
            linear: { x: v[0]!, y: v[1]!, z: v[2]! },
            angular: { x: w[0]!, y: w[1]!, z: w[2]! },
          },
          covariance: EXACT,
        },
      };
      emit(topic, message, to);
    },
  };
}
