/** What checks read off a message of any type: its stamp, its pose, its first number gone bad. */
import type { Message } from "../../../msgs/message.ts";
import { type Nanos, NANOS_LIMIT, SECOND, type Time } from "../../../msgs/time.ts";
import type { Header, Pose } from "../../../msgs/types.ts";
import type { Seen } from "../../contract.ts";

/**
 * The header's stamp since the run's epoch. Undefined in a type without a header, NaN where it is
 * more than 104 days away: a wrong stamp is for a verdict, not for an exception.
 */
export function stampOf(message: Message, epoch: Time): Nanos | undefined {
  const stamp = (message as { header?: Header }).header?.stamp;
  if (stamp === undefined) return undefined;
  const at = (stamp.sec - epoch.sec) * SECOND + (stamp.nanosec - epoch.nanosec);
  return Math.abs(at) <= NANOS_LIMIT ? at : NaN;
}

/** The pose of an Odometry or PoseStamped; undefined in another type. */
export function poseOf({ type, message }: Seen): Pose | undefined {
  if (type === "nav_msgs/msg/Odometry") return (message as { pose: { pose: Pose } }).pose.pose;
  if (type === "geometry_msgs/msg/PoseStamped") return (message as { pose: Pose }).pose;
}

/** A pose as `out` (7): x y z, then the quaternion w x y z, normalised; false: not finite or zero. */
export function readPose(out: Float64Array, { position, orientation }: Pose): boolean {
  const { x, y, z, w } = orientation;
  const norm = Math.sqrt(w * w + x * x + y * y + z * z);
  out[0] = position.x;
  out[1] = position.y;
  out[2] = position.z;
  out[3] = w / norm;
  out[4] = x / norm;
  out[5] = y / norm;
  out[6] = z / norm;
  return norm > 0 && norm < Infinity && Number.isFinite(position.x + position.y + position.z);
}

/** The path of the first number that is NaN or infinite, such as `pose.covariance[7]`. */
export function firstNotFinite(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : "";
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Float64Array || value instanceof Float32Array) return firstInArray(value);
  if (ArrayBuffer.isView(value)) return undefined;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const below = firstNotFinite(value[i]);
      if (below !== undefined) return joined(`[${i}]`, below);
    }
    return undefined;
  }
  // Without lists of keys: this sees every message of a topic.
  for (const key in value) {
    const below = firstNotFinite((value as Record<string, unknown>)[key]);
    if (below !== undefined) return joined(key, below);
  }
}

/** A sum is finite only if all are, but for sums too large: then one looks at each. */
function firstInArray(values: Float64Array | Float32Array): string | undefined {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  if (Number.isFinite(sum)) return undefined;
  const index = values.findIndex((value: number) => !Number.isFinite(value));
  return index < 0 ? undefined : `[${index}]`;
}

function joined(here: string, below: string): string {
  return below === "" || below.startsWith("[") ? here + below : `${here}.${below}`;
}
