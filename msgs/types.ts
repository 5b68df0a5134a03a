/**
 * ROS 2 message types, as plain objects. Number arrays are typed arrays (`float64[9]` is a
 * `Float64Array` of 9), times are `{ sec, nanosec }`, all other arrays are JavaScript arrays.
 */
import type {
  Odometry,
  PoseStamped,
  TFMessage,
  Twist,
  TwistStamped,
  TwistWithCovarianceStamped,
} from "./types/geometry.ts";
import type { CameraInfo, CompressedImage, Image } from "./types/image.ts";
import type { LaserScan, PointCloud2 } from "./types/lidar.ts";
import type { Imu, JointState, MagneticField } from "./types/sensor.ts";
import type {
  Clock,
  DiagnosticArray,
  Float64MultiArray,
  Header,
  StringMessage,
} from "./types/std.ts";
import type { Detection2DArray } from "./types/vision.ts";
import type { MarkerArray } from "./types/visualization.ts";

export type * from "./types/geometry.ts";
export type * from "./types/image.ts";
export type * from "./types/lidar.ts";
export type * from "./types/sensor.ts";
export type * from "./types/std.ts";
export type * from "./types/vision.ts";
export type * from "./types/visualization.ts";

/** Every type that may stand on a topic. One line here and one in `TYPE_NAMES` adds a type. */
export type MessageTypes = {
  "diagnostic_msgs/msg/DiagnosticArray": DiagnosticArray;
  "geometry_msgs/msg/PoseStamped": PoseStamped;
  "geometry_msgs/msg/Twist": Twist;
  "geometry_msgs/msg/TwistStamped": TwistStamped;
  "geometry_msgs/msg/TwistWithCovarianceStamped": TwistWithCovarianceStamped;
  "nav_msgs/msg/Odometry": Odometry;
  "rosgraph_msgs/msg/Clock": Clock;
  "sensor_msgs/msg/CameraInfo": CameraInfo;
  "sensor_msgs/msg/CompressedImage": CompressedImage;
  "sensor_msgs/msg/Image": Image;
  "sensor_msgs/msg/Imu": Imu;
  "sensor_msgs/msg/JointState": JointState;
  "sensor_msgs/msg/LaserScan": LaserScan;
  "sensor_msgs/msg/MagneticField": MagneticField;
  "sensor_msgs/msg/PointCloud2": PointCloud2;
  "std_msgs/msg/Float64MultiArray": Float64MultiArray;
  "std_msgs/msg/Header": Header;
  "std_msgs/msg/String": StringMessage;
  "tf2_msgs/msg/TFMessage": TFMessage;
  "vision_msgs/msg/Detection2DArray": Detection2DArray;
  "visualization_msgs/msg/MarkerArray": MarkerArray;
};

/** The names of all types, sorted: law tests and the schema iterate it. */
export const TYPE_NAMES = [
  "diagnostic_msgs/msg/DiagnosticArray",
  "geometry_msgs/msg/PoseStamped",
  "geometry_msgs/msg/Twist",
  "geometry_msgs/msg/TwistStamped",
  "geometry_msgs/msg/TwistWithCovarianceStamped",
  "nav_msgs/msg/Odometry",
  "rosgraph_msgs/msg/Clock",
  "sensor_msgs/msg/CameraInfo",
  "sensor_msgs/msg/CompressedImage",
  "sensor_msgs/msg/Image",
  "sensor_msgs/msg/Imu",
  "sensor_msgs/msg/JointState",
  "sensor_msgs/msg/LaserScan",
  "sensor_msgs/msg/MagneticField",
  "sensor_msgs/msg/PointCloud2",
  "std_msgs/msg/Float64MultiArray",
  "std_msgs/msg/Header",
  "std_msgs/msg/String",
  "tf2_msgs/msg/TFMessage",
  "vision_msgs/msg/Detection2DArray",
  "visualization_msgs/msg/MarkerArray",
] as const satisfies readonly (keyof MessageTypes)[];
