/** `sensor_msgs`. */
import type { Quaternion, Vector3 } from "./geometry.ts";
import type { Header } from "./std.ts";

/** Covariances are 3 × 3 row-major; first element -1: that datum is absent; all 0: unknown. */
export interface Imu {
  /** The end of the interval, and the sensor's frame. */
  header: Header;
  /** World (ENU) from sensor, if the device estimates it. */
  orientation: Quaternion;
  /** rad². */
  orientation_covariance: Float64Array;
  /** rad/s. */
  angular_velocity: Vector3;
  /** (rad/s)². */
  angular_velocity_covariance: Float64Array;
  /** Specific force, m/s²: at rest it points up. */
  linear_acceleration: Vector3;
  /** (m/s²)². */
  linear_acceleration_covariance: Float64Array;
}

/** The magnetic field, with all that disturbs it. */
export interface MagneticField {
  /** When, and the sensor's frame. */
  header: Header;
  /** Tesla. */
  magnetic_field: Vector3;
  /** Tesla², 3 × 3 row-major; all 0: unknown. */
  magnetic_field_covariance: Float64Array;
}

/** Joints by name. Each array has one element a joint, or none where it is not known. */
export interface JointState {
  /** When. */
  header: Header;
  /** The joints. */
  name: string[];
  /** Radians or metres. */
  position: Float64Array;
  /** rad/s or m/s. */
  velocity: Float64Array;
  /** N·m or N. */
  effort: Float64Array;
}
