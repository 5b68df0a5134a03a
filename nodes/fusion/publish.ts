/** The filter's state becomes messages. */
import {
  angularVelocity,
  bodyTwist,
  odometryCovariances,
  stateVector,
} from "../../core/fusion/output.ts";
import { type FilterState, X } from "../../core/fusion/kernel/layout.ts";
import { Slab } from "../../msgs/cdr/slab.ts";
import type { Time } from "../../msgs/time.ts";
import type { Float64MultiArray, Odometry, TFMessage } from "../../msgs/types.ts";
import type { FusionParams } from "./params.ts";

const v = new Float64Array(3);
const w = new Float64Array(3);
const slab = new Slab();

/** nav_msgs/Odometry: pose about fixed axes of the odom frame, twist in base_link (REP 105). */
export function odometryOf(s: FilterState, stamp: Time, params: FusionParams): Odometry {
  const { x } = s;
  const pose = slab.float64(36), twist = slab.float64(36);
  odometryCovariances(pose, twist, s);
  bodyTwist(v, s);
  angularVelocity(w, s);
  return {
    header: { stamp, frame_id: params.odom_frame },
    child_frame_id: params.base_frame,
    pose: {
      pose: {
        position: { x: x[X.p]!, y: x[X.p + 1]!, z: x[X.p + 2]! },
        orientation: { x: x[X.q + 1]!, y: x[X.q + 2]!, z: x[X.q + 3]!, w: x[X.q]! },
      },
      covariance: pose,
    },
    twist: {
      twist: {
        linear: { x: v[0]!, y: v[1]!, z: v[2]! },
        angular: { x: w[0]!, y: w[1]!, z: w[2]! },
      },
      covariance: twist,
    },
  };
}

/** The same pose as the transform odom → base_link. */
export function transformOf(odometry: Odometry): TFMessage {
  const { position, orientation } = odometry.pose.pose;
  return {
    transforms: [{
      header: odometry.header,
      child_frame_id: odometry.child_frame_id,
      transform: { translation: position, rotation: orientation },
    }],
  };
}

/** fusion/state: 12 states, then their 12 × 12 covariance. */
export function stateOf(s: FilterState): Float64MultiArray {
  const data = new Float64Array(156);
  stateVector(data, s);
  return {
    layout: {
      dim: [{ label: "p v theta omega, covariance", size: 156, stride: 156 }],
      data_offset: 0,
    },
    data,
  };
}

/** fusion/innovation: [m, accepted, ν (m), S (m × m)]; the sensor is the label. */
export function innovationOf(
  sensor: string,
  innovation: number,
  variance: number,
  accepted: boolean,
): Float64MultiArray {
  return {
    layout: { dim: [{ label: sensor, size: 1, stride: 4 }], data_offset: 0 },
    data: Float64Array.of(1, accepted ? 1 : 0, innovation, variance),
  };
}
