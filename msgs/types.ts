/**
 * ROS 2 message types, as plain objects. Number arrays are typed arrays (`float64[9]` is a
 * `Float64Array` of 9), times are `{ sec, nanosec }`, all other arrays are JavaScript arrays.
 */
import type { Time } from "./time.ts";

export interface Header {
  stamp: Time;
  frame_id: string;
}
export interface Vector3 {
  x: number;
  y: number;
  z: number;
}
/** `geometry_msgs/msg/Point`: the same three fields, another meaning. */
export type Point = Vector3;
export interface Quaternion {
  x: number;
  y: number;
  z: number;
  w: number;
}
export interface Pose {
  position: Point;
  orientation: Quaternion;
}
/** Covariance is 6 × 6, row-major, over x y z and rotations about the fixed axes X Y Z. */
export interface PoseWithCovariance {
  pose: Pose;
  covariance: Float64Array;
}
export interface Twist {
  linear: Vector3;
  angular: Vector3;
}
export interface TwistWithCovariance {
  twist: Twist;
  covariance: Float64Array;
}
export interface TwistStamped {
  header: Header;
  twist: Twist;
}
export interface TwistWithCovarianceStamped {
  header: Header;
  twist: TwistWithCovariance;
}
export interface PoseStamped {
  header: Header;
  pose: Pose;
}
export interface Transform {
  translation: Vector3;
  rotation: Quaternion;
}
export interface TransformStamped {
  header: Header;
  child_frame_id: string;
  transform: Transform;
}
export interface TFMessage {
  transforms: TransformStamped[];
}
/** Pose in `header.frame_id`, twist in `child_frame_id` (REP-105). */
export interface Odometry {
  header: Header;
  child_frame_id: string;
  pose: PoseWithCovariance;
  twist: TwistWithCovariance;
}
/** Covariances are 3 × 3 row-major; first element -1: that datum is absent; all 0: unknown. */
export interface Imu {
  header: Header;
  orientation: Quaternion;
  orientation_covariance: Float64Array;
  angular_velocity: Vector3;
  angular_velocity_covariance: Float64Array;
  linear_acceleration: Vector3;
  linear_acceleration_covariance: Float64Array;
}
/** In tesla. */
export interface MagneticField {
  header: Header;
  magnetic_field: Vector3;
  magnetic_field_covariance: Float64Array;
}
export interface JointState {
  header: Header;
  name: string[];
  position: Float64Array;
  velocity: Float64Array;
  effort: Float64Array;
}
export interface Clock {
  clock: Time;
}
export interface KeyValue {
  key: string;
  value: string;
}
/** `level`: 0 ok, 1 warn, 2 error, 3 stale. */
export interface DiagnosticStatus {
  level: number;
  name: string;
  message: string;
  hardware_id: string;
  values: KeyValue[];
}
export interface DiagnosticArray {
  header: Header;
  status: DiagnosticStatus[];
}
export interface MultiArrayDimension {
  label: string;
  size: number;
  stride: number;
}
export interface MultiArrayLayout {
  dim: MultiArrayDimension[];
  data_offset: number;
}
export interface Float64MultiArray {
  layout: MultiArrayLayout;
  data: Float64Array;
}
/** `std_msgs/msg/String`. */
export interface StringMessage {
  data: string;
}

/** Every type that may stand on a topic. One line here and one in `TYPE_NAMES` adds a type. */
export interface MessageTypes {
  "diagnostic_msgs/msg/DiagnosticArray": DiagnosticArray;
  "geometry_msgs/msg/PoseStamped": PoseStamped;
  "geometry_msgs/msg/Twist": Twist;
  "geometry_msgs/msg/TwistStamped": TwistStamped;
  "geometry_msgs/msg/TwistWithCovarianceStamped": TwistWithCovarianceStamped;
  "nav_msgs/msg/Odometry": Odometry;
  "rosgraph_msgs/msg/Clock": Clock;
  "sensor_msgs/msg/Imu": Imu;
  "sensor_msgs/msg/JointState": JointState;
  "sensor_msgs/msg/MagneticField": MagneticField;
  "std_msgs/msg/Float64MultiArray": Float64MultiArray;
  "std_msgs/msg/String": StringMessage;
  "tf2_msgs/msg/TFMessage": TFMessage;
}

/** The names of all types, sorted: law tests and the schema iterate it. */
export const TYPE_NAMES = [
  "diagnostic_msgs/msg/DiagnosticArray",
  "geometry_msgs/msg/PoseStamped",
  "geometry_msgs/msg/Twist",
  "geometry_msgs/msg/TwistStamped",
  "geometry_msgs/msg/TwistWithCovarianceStamped",
  "nav_msgs/msg/Odometry",
  "rosgraph_msgs/msg/Clock",
  "sensor_msgs/msg/Imu",
  "sensor_msgs/msg/JointState",
  "sensor_msgs/msg/MagneticField",
  "std_msgs/msg/Float64MultiArray",
  "std_msgs/msg/String",
  "tf2_msgs/msg/TFMessage",
] as const satisfies readonly (keyof MessageTypes)[];
