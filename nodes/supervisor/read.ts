/** Messages become returns in the robot's frame and commands; what can't be used is named. */
import { coordinatesOf } from "../../core/cloud/coordinates.ts";
import { CloudError } from "../../core/cloud/layout.ts";
import { toMatrix } from "../../core/math/quaternion.ts";
import { cos, sin } from "../../core/math/scalar.ts";
import { DataError, ProcessError } from "../../core/resilience/guard.ts";
import type { Velocity } from "../../core/resilience/speed_limit.ts";
import type { LaserScan, Odometry, PointCloud2 } from "../../msgs/types.ts";
import type { Io, Tagged } from "../../runtime/node.ts";

/** Types of the inputs that see obstacles. */
export const RANGE_TYPES = ["sensor_msgs/msg/PointCloud2", "sensor_msgs/msg/LaserScan"] as const;
/** Types of commands. */
export const COMMAND_TYPES = ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"] as const;

/** A message of an input that sees obstacles. */
export type RangeMessage = Tagged<typeof RANGE_TYPES[number]>;

/** What of a message counts. */
export interface RangeLimits {
  /** Nearest return, m from the sensor. */
  readonly min_m: number;
  /** Farthest. */
  readonly max_m: number;
  /** Fewer returns are a sensor that is blocked. */
  readonly min_returns: number;
}

/** Points in the frame of the base. */
export interface Returns {
  /** x y z point by point; valid until the next message. */
  readonly xyz: Float64Array;
  /** Points. */
  readonly count: number;
}

/** Rotation, 3 × 3 row-major, and translation of a sensor in the base's frame. */
interface Mount {
  readonly rotation: Float64Array;
  readonly translation: readonly number[];
}

const IDENTITY: Mount = {
  rotation: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
  translation: [0, 0, 0],
};

/** Reads the messages of one input; its buffers are made once and grow. */
export class RangeReader {
  /** As the parameters have it. */
  limits: RangeLimits;
  readonly #tf: Io["tf"];
  readonly #base: string;
  readonly #mounts = new Map<string, Mount>();
  #raw = new Float32Array(0);
  #xyz = new Float64Array(0);
  #rays = { from: NaN, step: NaN, directions: new Float64Array(0) };

  /** `base`: the frame that returns are wanted in. */
  constructor(tf: Io["tf"], base: string, limits: RangeLimits) {
    this.#tf = tf;
    this.#base = base;
    this.limits = limits;
    this.#mounts.set("", IDENTITY).set(base, IDENTITY).set(`/${base}`, IDENTITY);
  }

  /**
   * The returns of a message that are in range.
   *
   * @throws {DataError} it can't be read, or has too few returns
   * @throws {ProcessError} nothing says where its sensor sits
   */
  read({ type, msg }: RangeMessage): Returns {
    const mount = this.#mountOf(msg.header.frame_id);
    const count = type === "sensor_msgs/msg/LaserScan" ? this.#scan(msg) : this.#cloud(msg);
    const { min_returns: least } = this.limits;
    if (count < least) throw new DataError(`${count} returns in range, expected ${least} or more`);
    this.#toBase(count, mount);
    return { xyz: this.#xyz, count };
  }

  #cloud(cloud: PointCloud2): number {
    try {
      this.#raw = coordinatesOf(cloud, this.#raw);
    } catch (error) {
      throw error instanceof CloudError ? new DataError(error.message) : error;
    }
    const points = cloud.width * cloud.height, raw = this.#raw;
    this.#grow(points);
    let count = 0;
    for (let i = 0; i < points; i++) {
      const x = raw[3 * i]!, y = raw[3 * i + 1]!, z = raw[3 * i + 2]!;
      if (this.#inRange(Math.sqrt(x * x + y * y + z * z))) this.#put(count++, x, y, z);
    }
    return count;
  }

  #scan(
    { ranges, angle_min: from, angle_increment: step, range_min, range_max }: LaserScan,
  ): number {
    if (!(Number.isFinite(from) && Number.isFinite(step) && step !== 0)) {
      throw new DataError(`angles from ${from} in steps of ${step} rad`);
    }
    const { directions } = this.#raysOf(from, step, ranges.length);
    this.#grow(ranges.length);
    let count = 0;
    for (let i = 0; i < ranges.length; i++) {
      const range = ranges[i]!;
      // REP 117: −Infinity, +Infinity and NaN are no returns.
      if (!(range >= range_min && range <= range_max && this.#inRange(range))) continue;
      this.#put(count++, range * directions[2 * i]!, range * directions[2 * i + 1]!, 0);
    }
    return count;
  }

  #inRange(range: number): boolean {
    return range >= this.limits.min_m && range <= this.limits.max_m;
  }

  #grow(points: number): void {
    if (this.#xyz.length < 3 * points) this.#xyz = new Float64Array(Math.ceil(3.75 * points));
  }

  #put(i: number, x: number, y: number, z: number): void {
    this.#xyz[3 * i] = x;
    this.#xyz[3 * i + 1] = y;
    this.#xyz[3 * i + 2] = z;
  }

  /** Directions of rays; a scanner's angles are the same in each message. */
  #raysOf(from: number, step: number, count: number): { directions: Float64Array } {
    const known = this.#rays;
    if (known.from === from && known.step === step && known.directions.length >= 2 * count) {
      return known;
    }
    const directions = new Float64Array(2 * count);
    for (let i = 0; i < count; i++) {
      directions[2 * i] = cos(from + i * step);
      directions[2 * i + 1] = sin(from + i * step);
    }
    this.#rays = { from, step, directions };
    return this.#rays;
  }

  #toBase(count: number, { rotation: r, translation: t }: Mount): void {
    for (let i = 0; i < count; i++) {
      const x = this.#xyz[3 * i]!, y = this.#xyz[3 * i + 1]!, z = this.#xyz[3 * i + 2]!;
      const row = (k: number) => r[k]! * x + r[k + 1]! * y + r[k + 2]! * z + t[k / 3]!;
      this.#put(i, row(0), row(3), row(6));
    }
  }

  #mountOf(frame: string): Mount {
    const known = this.#mounts.get(frame);
    if (known !== undefined) return known;
    const transform = this.#tf.static(this.#base, frame);
    if (transform === undefined) {
      throw new ProcessError(`no static transform relates frame "${frame}" to "${this.#base}"`);
    }
    const mount = { rotation: new Float64Array(9), translation: transform.translation };
    toMatrix(mount.rotation, transform.rotation);
    this.#mounts.set(frame, mount);
    return mount;
  }
}

/** A command. @throws {DataError} it is not finite */
export function commandOf({ type, msg }: Tagged<typeof COMMAND_TYPES[number]>): Velocity {
  const { linear, angular } = type === "geometry_msgs/msg/Twist" ? msg : msg.twist;
  const command = { linear: linear.x, angular: angular.z };
  if (!Number.isFinite(command.linear) || !Number.isFinite(command.angular)) {
    throw new DataError(`${command.linear} m/s and ${command.angular} rad/s are no command`);
  }
  return command;
}

/** How sure odometry may at least be; 0: that is not watched. */
export interface SpreadLimits {
  /** Standard deviation of x and y, m. */
  readonly max_position_sd_m: number;
  /** Of the yaw, rad. */
  readonly max_heading_sd_rad: number;
}

/** Looks at what odometry says of itself. @throws {DataError} it is not sure enough, or no number */
export function judgeSpread({ pose: { covariance } }: Odometry, limits: SpreadLimits): void {
  const variances = [
    ["position", Math.max(covariance[0]!, covariance[7]!), limits.max_position_sd_m, "m"],
    ["heading", covariance[35]!, limits.max_heading_sd_rad, "rad"],
  ] as const;
  for (const [what, variance, limit, unit] of variances) {
    if (limit === 0) continue;
    if (!(variance >= 0)) throw new DataError(`the variance of its ${what} is ${variance}`);
    const sd = Math.sqrt(variance);
    if (sd > limit) {
      throw new DataError(`its ${what} is known to ${Number(sd.toPrecision(3))} ${unit} only`);
    }
  }
}
