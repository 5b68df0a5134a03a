/** What is measured in a message of each type, and how to change it in a copy. */
import type { Message, TypeName } from "../../../msgs/message.ts";
import type { Time } from "../../../msgs/time.ts";

type Path = readonly string[];

/** Names of measured quantities, as scenarios say them. */
export const QUANTITY_NAMES = [
  "angular_velocity",
  "joint_position",
  "joint_velocity",
  "linear_acceleration",
  "linear_velocity",
  "magnetic_field",
  "orientation",
  "position",
] as const;

/** One of {@linkcode QUANTITY_NAMES}. */
export type Quantity = typeof QUANTITY_NAMES[number];

/** Where each quantity stands in a message. A new type of message is a line. */
const QUANTITIES: Partial<Record<TypeName, Partial<Record<Quantity, Path>>>> = {
  "geometry_msgs/msg/PoseStamped": {
    orientation: ["pose", "orientation"],
    position: ["pose", "position"],
  },
  "geometry_msgs/msg/Twist": { angular_velocity: ["angular"], linear_velocity: ["linear"] },
  "geometry_msgs/msg/TwistStamped": {
    angular_velocity: ["twist", "angular"],
    linear_velocity: ["twist", "linear"],
  },
  "geometry_msgs/msg/TwistWithCovarianceStamped": {
    angular_velocity: ["twist", "twist", "angular"],
    linear_velocity: ["twist", "twist", "linear"],
  },
  "nav_msgs/msg/Odometry": {
    angular_velocity: ["twist", "twist", "angular"],
    linear_velocity: ["twist", "twist", "linear"],
    orientation: ["pose", "pose", "orientation"],
    position: ["pose", "pose", "position"],
  },
  "sensor_msgs/msg/Imu": {
    angular_velocity: ["angular_velocity"],
    linear_acceleration: ["linear_acceleration"],
    orientation: ["orientation"],
  },
  "sensor_msgs/msg/JointState": { joint_position: ["position"], joint_velocity: ["velocity"] },
  "sensor_msgs/msg/MagneticField": { magnetic_field: ["magnetic_field"] },
};

/** Where covariances stand. */
const COVARIANCES: Partial<Record<TypeName, readonly Path[]>> = {
  "geometry_msgs/msg/TwistWithCovarianceStamped": [["twist", "covariance"]],
  "nav_msgs/msg/Odometry": [["pose", "covariance"], ["twist", "covariance"]],
  "sensor_msgs/msg/Imu": [
    ["orientation_covariance"],
    ["angular_velocity_covariance"],
    ["linear_acceleration_covariance"],
  ],
  "sensor_msgs/msg/MagneticField": [["magnetic_field_covariance"]],
};

/** Types whose messages have a header. */
const STAMPED: ReadonlySet<TypeName> = new Set([
  "geometry_msgs/msg/PoseStamped",
  "geometry_msgs/msg/TwistStamped",
  "geometry_msgs/msg/TwistWithCovarianceStamped",
  "nav_msgs/msg/Odometry",
  "sensor_msgs/msg/CameraInfo",
  "sensor_msgs/msg/CompressedImage",
  "sensor_msgs/msg/Image",
  "sensor_msgs/msg/Imu",
  "sensor_msgs/msg/JointState",
  "sensor_msgs/msg/LaserScan",
  "sensor_msgs/msg/MagneticField",
  "sensor_msgs/msg/PointCloud2",
]);

/** Where a quantity stands in messages of a type, or all of them; empty: it has none. */
export function pathsOf(type: TypeName, quantity?: Quantity): readonly Path[] {
  const known = QUANTITIES[type] ?? {};
  if (quantity === undefined) return Object.values(known);
  const path = known[quantity];
  return path === undefined ? [] : [path];
}

/** Where the covariances of a type stand. */
export function covariancesOf(type: TypeName): readonly Path[] {
  return COVARIANCES[type] ?? [];
}

/** Whether messages of a type have a stamp. */
export function isStamped(type: TypeName): boolean {
  return STAMPED.has(type);
}

/** The stamp of a message of a stamped type. */
export function stampOf(message: Message): Time {
  return (message as { header: { stamp: Time } }).header.stamp;
}

/** A copy with another stamp. */
export function withStamp(message: Message, stamp: Time): Message {
  const { header } = message as { header: { stamp: Time; frame_id: string } };
  return { ...message, header: { ...header, stamp } } as Message;
}

/** A copy in which each number at a path is another; `change` gets its index (x, y, z, w). */
export function withNumbers(
  message: Message,
  path: Path,
  change: (value: number, index: number) => number,
): Message {
  return edit(message, path, 0, change) as Message;
}

function edit(
  part: unknown,
  path: Path,
  depth: number,
  change: (value: number, index: number) => number,
): unknown {
  if (depth < path.length) {
    const object = part as Record<string, unknown>, key = path[depth]!;
    return { ...object, [key]: edit(object[key], path, depth + 1, change) };
  }
  if (part instanceof Float64Array) return part.map(change);
  const numbers = part as Record<string, number>;
  const out: Record<string, number> = {};
  Object.keys(numbers).forEach((key, i) => out[key] = change(numbers[key]!, i));
  return out;
}
