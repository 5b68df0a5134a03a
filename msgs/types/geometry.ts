/** `geometry_msgs`, `nav_msgs` and `tf2_msgs`. Metres, radians, seconds. */
import type { Header } from "./std.ts";

/** Three numbers along the axes of a frame. */
export interface Vector3 {
  /** Forward or east. */
  x: number;
  /** Left or north. */
  y: number;
  /** Up. */
  z: number;
}

/** `geometry_msgs/msg/Point`: the same three fields, another meaning. */
export type Point = Vector3;

/** A rotation as a unit quaternion. */
export interface Quaternion {
  /** Imaginary, along x. */
  x: number;
  /** Imaginary, along y. */
  y: number;
  /** Imaginary, along z. */
  z: number;
  /** Real: 1 of no rotation. */
  w: number;
}

/** Where something is and how it is turned. */
export interface Pose {
  /** Of its origin. */
  position: Point;
  /** Takes its coordinates to the outer frame's. */
  orientation: Quaternion;
}

/** A pose that is not known exactly. */
export interface PoseWithCovariance {
  /** The estimate. */
  pose: Pose;
  /** 6 × 6, row-major, over x y z and rotations about the fixed axes X Y Z. */
  covariance: Float64Array;
}

/** A pose at a time, in a frame. */
export interface PoseStamped {
  /** When, and in which frame. */
  header: Header;
  /** The pose. */
  pose: Pose;
}

/** Velocity, linear and angular. */
export interface Twist {
  /** m/s. */
  linear: Vector3;
  /** rad/s. */
  angular: Vector3;
}

/** A velocity that is not known exactly. */
export interface TwistWithCovariance {
  /** The estimate. */
  twist: Twist;
  /** 6 × 6, row-major, over linear x y z and angular x y z. */
  covariance: Float64Array;
}

/** A velocity at a time, in a frame. */
export interface TwistStamped {
  /** When, and in which frame. */
  header: Header;
  /** The velocity. */
  twist: Twist;
}

/** A velocity that is not known exactly, at a time, in a frame. */
export interface TwistWithCovarianceStamped {
  /** When, and in which frame. */
  header: Header;
  /** The velocity. */
  twist: TwistWithCovariance;
}

/** What takes coordinates in a child frame to its parent's. */
export interface Transform {
  /** Of the child's origin, in the parent. */
  translation: Vector3;
  /** Parent from child. */
  rotation: Quaternion;
}

/** One edge of the tf tree. */
export interface TransformStamped {
  /** When, and the parent. */
  header: Header;
  /** The child. */
  child_frame_id: string;
  /** Parent from child. */
  transform: Transform;
}

/** `tf2_msgs/msg/TFMessage`: what stands on `/tf` and `/tf_static`. */
export interface TFMessage {
  /** Any number of edges. */
  transforms: TransformStamped[];
}

/** `nav_msgs/msg/Odometry`: pose in `header.frame_id`, twist in `child_frame_id` (REP-105). */
export interface Odometry {
  /** When, and the frame of the pose. */
  header: Header;
  /** The frame that moves, and that the twist is expressed in. */
  child_frame_id: string;
  /** Of the child in the frame. */
  pose: PoseWithCovariance;
  /** Of the child, in the child. */
  twist: TwistWithCovariance;
}
