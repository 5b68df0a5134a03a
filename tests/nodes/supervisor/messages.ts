/** Messages for the supervisor's tests, and a robot that is fed with them. */
import { MILLISECOND, type Nanos, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";
import type { DiagnosticArray, LaserScan, Odometry, PointCloud2 } from "../../../msgs/types.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { supervisor } from "../../../nodes/supervisor/supervisor.ts";
import type { NodeDef } from "../../../runtime/node.ts";
import type { RawParams } from "../../../runtime/params.ts";
import { type TestHost, testHost } from "../../../runtime/test_host.ts";
import { pointCloud } from "../cloud/points.ts";

/** A scan of 181 rays over the front: a wall at `distance`, m ahead. */
export function scanOf(at: Nanos, distance: number, frame = "base_link"): LaserScan {
  const angle = (i: number) => (i - 90) * Math.PI / 180;
  const ranges = Float32Array.from({ length: 181 }, (_, i) => {
    const range = distance / Math.cos(angle(i));
    return range > 0 && range < 20 ? range : Infinity;
  });
  return {
    header: { stamp: toTime(at, SIMULATED_EPOCH), frame_id: frame },
    ...{ angle_min: angle(0), angle_max: angle(180), angle_increment: Math.PI / 180 },
    ...{ time_increment: 0, scan_time: 0.1, range_min: 0.1, range_max: 30, ranges },
    intensities: new Float32Array(0),
  };
}

/** A cloud of a wall, 1.2 m high. */
export function cloudOf(at: Nanos, distance: number, frame = "base_link"): PointCloud2 {
  const points = Array.from({ length: 400 }, (_, i) => {
    return [distance, (i % 20) / 10 - 1, 0.06 * Math.floor(i / 20), 1];
  });
  const cloud = pointCloud(points, frame);
  return { ...cloud, header: { stamp: toTime(at, SIMULATED_EPOCH), frame_id: frame } };
}

/** Odometry with these standard deviations. */
export function odometryOf(at: Nanos, positionSd: number, headingSd = 0.01): Odometry {
  const odometry = zeroOf("nav_msgs/msg/Odometry");
  const covariance = new Float64Array(36);
  covariance.set([positionSd * positionSd], 0);
  covariance.set([positionSd * positionSd], 7);
  covariance.set([headingSd * headingSd], 35);
  const header = { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "odom" };
  return { ...odometry, header, pose: { ...odometry.pose, covariance } };
}

/** A command. */
export function twistOf(linear: number, angular = 0) {
  const zero = { x: 0, y: 0, z: 0 };
  return { linear: { ...zero, x: linear }, angular: { ...zero, z: angular } };
}

/** What reaches the supervisor every 100 ms; absent: nothing of that kind. */
export interface Feed {
  readonly primary?: number;
  readonly backup?: number;
  readonly command?: number;
  readonly odometrySd?: number;
}

/** Both inputs see a wall far away, and the robot is to drive. */
export const WELL: Feed = { primary: 10, backup: 10, command: 0.8 };

/** A supervised robot. */
export class Robot {
  constructor(readonly host: TestHost) {}

  /** Hosts it. */
  static async start(params: RawParams = {}, def: NodeDef = supervisor): Promise<Robot> {
    const types = {
      primary: "sensor_msgs/msg/PointCloud2",
      backup: "sensor_msgs/msg/LaserScan",
      command: "geometry_msgs/msg/Twist",
    } as const;
    return new Robot(await testHost(def, params, { types }));
  }

  /** Feeds it for some time: measured 50 ms before they come, as sweeps are. */
  async feed(ms: number, { primary, backup, command, odometrySd }: Feed): Promise<void> {
    const { host } = this;
    for (let left = ms; left > 0; left -= 100) {
      const stamp = host.now - 50 * MILLISECOND;
      if (primary !== undefined) await host.send("primary", cloudOf(stamp, primary));
      if (backup !== undefined) await host.send("backup", scanOf(stamp, backup));
      if (odometrySd !== undefined) await host.send("odom", odometryOf(stamp, odometrySd));
      if (command !== undefined) await host.send("command", twistOf(command));
      await host.advance(Math.min(left, 100));
    }
  }

  /** Modes with the time at which each began, ms. */
  get modes(): [string, number][] {
    return this.host.published.filter(({ output }) => output === "mode").map(({ message, at }) => {
      return [(message as unknown as { data: string }).data, at / MILLISECOND];
    });
  }

  /** The mode now. */
  get mode(): string | undefined {
    return this.modes.at(-1)?.[0];
  }

  /** Speeds sent so far. */
  get speeds(): number[] {
    return this.host.received("command", "geometry_msgs/msg/Twist").map(({ linear }) => linear.x);
  }

  /** Recoveries that were asked for: of what, and which attempt. */
  get requests(): string[] {
    const requests = this.host.outputs.recovery as unknown as DiagnosticArray[];
    return requests.map(({ status: [one] }) => `${one!.name} ${one!.values[0]!.value}`);
  }

  /** A value on /diagnostics. */
  said(status: string, key: string): string | undefined {
    const found = this.host.diagnostics().find(({ name }) => name === `supervisor: ${status}`);
    return found?.values.find((pair) => pair.key === key)?.value;
  }
}
