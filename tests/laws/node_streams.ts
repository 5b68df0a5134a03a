/** Messages for the laws of nodes: a plausible robot, and all that a robot should never send. */
import fc from "fast-check";
import { definitionsOf } from "../../msgs/definitions.ts";
import type { Message, TypeName } from "../../msgs/message.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, type Time, toTime } from "../../msgs/time.ts";
import { zeroOf } from "../../msgs/zero.ts";
import { messages } from "../msgs/arbitrary.ts";

/** Sends of one input: at 100 Hz, every second, or whatever a test wants. */
export interface Send {
  readonly input: string;
  readonly message: Message;
  readonly at: Nanos;
}

/** A message of a robot that stands for a second and then drives a circle. */
export function plausible(type: TypeName, at: Nanos, phase: number): Message {
  const message = zeroOf(type) as unknown as Tree;
  setStamp(message, toTime(at, SIMULATED_EPOCH));
  const moving = at >= SECOND ? 1 : 0;
  const wobble = (n: number) => 1e-3 * Math.sin(n + phase + at / 1e7);
  const fill: Record<string, (tree: Tree) => void> = {
    "sensor_msgs/msg/Imu": (imu) => {
      Object.assign(imu.angular_velocity!, { x: wobble(1), y: wobble(2), z: 0.3 * moving });
      Object.assign(imu.linear_acceleration!, { x: wobble(3), y: 0.2 * moving, z: 9.80665 });
      Object.assign(imu.orientation!, { w: 1 });
    },
    "sensor_msgs/msg/MagneticField": (mag) => {
      const turned = 0.3 * Math.max(0, at / SECOND - 1);
      const [x, y] = [2e-5 * Math.sin(turned), 2e-5 * Math.cos(turned)];
      Object.assign(mag.magnetic_field!, { x, y, z: -4e-5 });
    },
    "sensor_msgs/msg/PointCloud2": (cloud) => Object.assign(cloud, plausibleCloud(phase)),
    "sensor_msgs/msg/LaserScan": (scan) => {
      const ranges = Float32Array.from({ length: 90 }, (_, i) => 3 + 0.01 * i + 0.1 * phase);
      const angles = { angle_min: -0.8, angle_max: 0.8, angle_increment: 0.018 };
      Object.assign(scan, { ...angles, scan_time: 0.01, range_min: 0.1, range_max: 30, ranges });
    },
    "sensor_msgs/msg/Image": (image) => {
      const data = new Uint8Array(48).map((_, i) => 40 * i + 10 * phase);
      Object.assign(image, { width: 4, height: 4, encoding: "rgb8", step: 12, data });
    },
  };
  fill[type]?.(message);
  const twist = "linear" in message ? message : "twist" in message ? message.twist! : undefined;
  if (twist !== undefined) {
    const inner = "twist" in twist ? twist.twist! : twist;
    Object.assign(inner.linear!, { x: 0.7 * moving });
    Object.assign(inner.angular!, { z: 0.3 * moving });
  }
  return message as unknown as Message;
}

/** A floor and a box on it. */
function plausibleCloud(phase: number) {
  const points = Float32Array.from({ length: 4 * 200 }, (_, k) => {
    const i = Math.floor(k / 4), box = i >= 150;
    if (k % 4 === 3) return 0.5;
    if (k % 4 === 2) return box ? 0.4 + 0.01 * (i % 5) : 0;
    const place = k % 4 === 0 ? i % 15 : Math.floor(i / 15);
    return box ? 3 + 0.05 * place + 0.1 * phase : place - 5;
  });
  const names = ["x", "y", "z", "intensity"];
  const fields = names.map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 }));
  return {
    ...{ height: 1, width: 200, fields, is_bigendian: false, point_step: 16, row_step: 3200 },
    ...{ data: new Uint8Array(points.buffer), is_dense: true },
  };
}

interface Tree {
  [key: string]: Tree | undefined;
}

function setStamp(message: Tree, { sec, nanosec }: Time): void {
  if ("header" in message) Object.assign(message.header!.stamp!, { sec, nanosec });
  if ("clock" in message) Object.assign(message.clock!, { sec, nanosec });
}

/** A message whose every floating-point number is `value`; stamps stay. */
export function flooded(type: TypeName, at: Nanos, value: number): Message {
  const flood = (tree: unknown): unknown => {
    if (tree instanceof Float64Array || tree instanceof Float32Array) return tree.map(() => value);
    if (typeof tree !== "object" || tree === null || Array.isArray(tree)) return tree;
    if (ArrayBuffer.isView(tree) || "nanosec" in tree) return tree;
    return Object.fromEntries(
      Object.entries(tree).map(([key, inner]) => [
        key,
        typeof inner === "number" && FLOATS.has(key) ? value : flood(inner),
      ]),
    );
  };
  return flood(plausible(type, at, 0)) as Message;
}

const FLOATS = new Set(["x", "y", "z", "w"]);

/** Any message that the type's definition allows. */
export function anything(type: TypeName): fc.Arbitrary<Message> {
  return messages(definitionsOf(type), "unicode") as unknown as fc.Arbitrary<Message>;
}

/** A message whose stamp lies anywhere near the run: backward, equal, ahead. */
export function misdated(type: TypeName): fc.Arbitrary<Message> {
  return fc.integer({ min: -5 * SECOND, max: 20 * SECOND }).map((at) => plausible(type, at, 1));
}
