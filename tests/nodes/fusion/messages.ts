/** Messages for the fusion node, a ground robot that makes them, and a host that is fed. */
import * as quaternion from "../../../core/math/quaternion.ts";
import { RandomTree } from "../../../core/math/random.ts";
import type { Message } from "../../../msgs/message.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";
import type {
  Header,
  Imu,
  MagneticField,
  Twist,
  TwistStamped,
  TwistWithCovarianceStamped,
  Vector3,
} from "../../../msgs/types.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { fusion } from "../../../nodes/fusion/fusion.ts";
import type { StaticTransform } from "../../../runtime/node.ts";
import { type TestHost, testHost, type TestHostOptions } from "../../../runtime/test_host.ts";

export const GRAVITY = 9.80665;
/** ENU, tesla: 20 µT to the north, 40 µT down. */
export const FIELD: Triple = [0, 2e-5, -4e-5];
export const DEG = Math.PI / 180;
export const UNTURNED: StaticTransform = { rotation: [1, 0, 0, 0], translation: [0, 0, 0] };

export type Triple = [number, number, number];

/** One message on its way to an input. `at`: when it is received. */
export interface Send {
  readonly input: "imu" | "mag" | "wheel";
  readonly message: Message;
  readonly at: Nanos;
}

export function xyz([x, y, z]: ArrayLike<number> & Iterable<number>): Vector3 {
  return { x: x!, y: y!, z: z! };
}

export function header(stamp: Nanos, frame_id = "base_link"): Header {
  return { stamp: toTime(stamp, SIMULATED_EPOCH), frame_id };
}

/** An IMU message that states no covariance; at rest and level if nothing else is said. */
export function imu(
  stamp: Nanos,
  { rate = [0, 0, 0], force = [0, 0, GRAVITY], frame }: {
    rate?: Triple;
    force?: Triple;
    frame?: string;
  } = {},
): Imu {
  return {
    ...zeroOf("sensor_msgs/msg/Imu"),
    header: header(stamp, frame),
    angular_velocity: xyz(rate),
    linear_acceleration: xyz(force),
  };
}

/** Puts roll, pitch and yaw (rad) into an IMU message. */
export function oriented(message: Imu, rpy: Triple): Imu {
  const q = new Float64Array(4);
  quaternion.fromEuler(q, ...rpy);
  return { ...message, orientation: { w: q[0]!, x: q[1]!, y: q[2]!, z: q[3]! } };
}

/** A magnetometer's message of a level robot of this yaw. */
export function mag(
  stamp: Nanos,
  { yaw = 0, field = FIELD, frame }: { yaw?: number; field?: Triple; frame?: string } = {},
): MagneticField {
  const [c, s] = [Math.cos(yaw), Math.sin(yaw)];
  const [x, y, z] = field;
  return {
    ...zeroOf("sensor_msgs/msg/MagneticField"),
    header: header(stamp, frame),
    magnetic_field: { x: c * x + s * y, y: c * y - s * x, z },
  };
}

export function twist(speed: number, yawRate = 0): Twist {
  return { linear: xyz([speed, 0, 0]), angular: xyz([0, 0, yawRate]) };
}

export function stamped(stamp: Nanos, speed: number, frame?: string): TwistStamped {
  return { header: header(stamp, frame), twist: twist(speed) };
}

/** With the 6 × 6 covariance's first element, or none stated. */
export function covered(stamp: Nanos, speed: number, variance = 0): TwistWithCovarianceStamped {
  const covariance = new Float64Array(36);
  covariance[0] = variance;
  return { header: header(stamp), twist: { twist: twist(speed), covariance } };
}

/** What a {@linkcode drive} is like. Times in seconds. */
export interface DriveOptions {
  readonly seconds: number;
  /** Stands still for this long first. Default 2. */
  readonly rest?: number;
  /** Speed once it drives, m/s, and how it turns, rad/s. Defaults 1 and a wave. */
  readonly speed?: number;
  readonly turn?: (t: number) => number;
  /** Of the gyro, rad/s. */
  readonly bias?: Triple;
  /** White noise; default true. */
  readonly noise?: boolean;
  readonly seed?: number;
  /** Inputs that speak; default all. */
  readonly inputs?: readonly Send["input"][];
  /** Type on the wheel's topic. Default TwistStamped. */
  readonly wheel?: "twist" | "stamped" | "covered";
}

/** True pose on level ground. */
export interface Ground {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
  readonly speed: number;
}

/** The motion, integrated at 1 kHz; sampled by nearest millisecond. */
export function groundTruth(options: DriveOptions): (t: number) => Ground {
  const { rest = 2, speed = 1, turn = (t) => 0.4 * Math.sin(0.5 * t) } = options;
  const states: Ground[] = [{ x: 0, y: 0, yaw: 0, speed: 0 }];
  const moving = (t: number) => Math.min(Math.max(t - rest, 0), 1);
  for (let k = 0; k < options.seconds * 1000 + 1000; k++) {
    const { x, y, yaw } = states[k]!, t = (k + 0.5) / 1000;
    const v = speed * moving(t), w = turn(Math.max(t - rest, 0)) * moving(t);
    const middle = yaw + w / 2000;
    states.push({
      x: x + v * Math.cos(middle) / 1000,
      y: y + v * Math.sin(middle) / 1000,
      yaw: yaw + w / 1000,
      speed: speed * moving((k + 1) / 1000),
    });
  }
  return (t) => states[Math.round(t * 1000)]!;
}

/** A robot on level ground: IMU at 100 Hz, wheels and field at 20 Hz, received as stamped. */
export function drive(options: DriveOptions): Send[] {
  const { seconds, bias = [0, 0, 0], noise = true, inputs = ["imu", "mag", "wheel"] } = options;
  const at = groundTruth(options), random = RandomTree.root(options.seed ?? 1);
  const [g, a, m, w] = ["gyro", "accel", "mag", "wheel"].map((name) => random.at(name));
  const white = (stream: typeof g, sd: number) => noise ? sd * stream!.gaussian() : 0;
  const sends: Send[] = [];
  const say = (input: Send["input"], stamp: Nanos, message: Message) => {
    if (inputs.includes(input)) sends.push({ input, message, at: stamp });
  };
  for (let k = 1; k <= seconds * 100; k++) {
    const t = k / 100, stamp = k * SECOND / 100, before = at(t - 0.01), now = at(t);
    const turn = (now.yaw - before.yaw) / 0.01;
    const rate = [0, 0, turn].map((x, i) => x + bias[i]! + white(g, 3e-3)) as Triple;
    const force = [(now.speed - before.speed) / 0.01, turn * at(t - 0.005).speed, GRAVITY]
      .map((x) => x + white(a, 0.02)) as Triple;
    say("imu", stamp, imu(stamp, { rate, force }));
    if (k % 5 !== 0) continue;
    const field = mag(stamp, { yaw: now.yaw });
    field.magnetic_field.x += white(m, 2e-7);
    field.magnetic_field.y += white(m, 2e-7);
    say("mag", stamp, field);
    // What stands does not tick.
    const mean = at(t - 0.025).speed;
    const speed = mean + (mean > 0 ? white(w, 0.02) : 0);
    const make = { twist: () => twist(speed), stamped, covered }[options.wheel ?? "stamped"];
    say("wheel", stamp, make(stamp, speed));
  }
  return sends;
}

/** Feeds a host in the order of receipt. */
export async function feed(host: TestHost, sends: readonly Send[]): Promise<void> {
  for (const { input, message, at } of sends) {
    if (at > host.now) await host.advance((at - host.now) / 1e6);
    await host.send(input, message);
  }
}

/** A fusion node; the wheels' type is TwistStamped if no other is said. */
export function fusionHost(
  params: Record<string, unknown> = {},
  options: TestHostOptions & { wheel?: "Twist" | "TwistStamped" | "TwistWithCovarianceStamped" } =
    {},
): Promise<TestHost> {
  const { wheel = "TwistStamped", ...rest } = options;
  return testHost(fusion, params, { types: { wheel: `geometry_msgs/msg/${wheel}` }, ...rest });
}

/** A status of `/diagnostics`, its values by key; absent ones are undefined. */
export function statusOf(host: TestHost, name: string) {
  const status = host.diagnostics().find((found) => found.name === `fusion: ${name}`)!;
  const values = Object.fromEntries(status.values.map(({ key, value }) => [key, value]));
  return { ...status, values };
}

export function odometryOf(host: TestHost) {
  return host.received("odom", "nav_msgs/msg/Odometry");
}

/** Yaw, rad, of the last odometry. */
export function lastYaw(host: TestHost): number {
  const { w, x, y, z } = odometryOf(host).at(-1)!.pose.pose.orientation;
  return quaternion.yawOf([w, x, y, z]);
}

/** The last `fusion/state`: 12 states, then 12 × 12. */
export function lastState(host: TestHost): Float64Array {
  return host.received("state", "std_msgs/msg/Float64MultiArray").at(-1)!.data;
}

/** Warnings and errors. */
export function complaints(host: TestHost): string[] {
  return host.log.filter(({ level }) => level === "warn" || level === "error")
    .map(({ text }) => text);
}
