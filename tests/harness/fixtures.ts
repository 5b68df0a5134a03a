/** A catalogue with small nodes of its own, and a scenario for it: for tests of the harness. */
import { z } from "zod";
import { CHECKS } from "../../harness/checks/mod.ts";
import type { Catalogue } from "../../harness/schema/catalogue.ts";
import { parseScenario, type Scenario } from "../../harness/schema/scenario.ts";
import { bestEffort, defineNode, reliable } from "../../runtime/node.ts";
import {
  checkSim,
  FAULTS,
  robotSchema,
  SENSORS,
  type SimConfig,
  worldSchema,
} from "../../sim/mod.ts";

/** Integrates the gyro's z: enough of a filter to be judged, with state and parameters. */
export const spinner = defineNode({
  name: "spinner",
  params: z.strictObject({
    gain: z.number().min(0).max(10).default(1),
    publish_debug: z.boolean().default(false),
    initial_position: z.tuple([z.number(), z.number(), z.number()]).optional(),
    initial_orientation: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
    initial_velocity: z.tuple([z.number(), z.number(), z.number()]).optional(),
    initial_position_sd: z.number().optional(),
    initial_orientation_sd: z.number().optional(),
    initial_velocity_sd: z.number().optional(),
  }),
  inputs: {
    imu: { topic: "imu/data", type: "sensor_msgs/msg/Imu", qos: bestEffort(10) },
    wheel: {
      topic: "wheel_velocity",
      type: ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistWithCovarianceStamped"],
      qos: reliable(1),
    },
  },
  outputs: {
    odom: { topic: "odom", type: "nav_msgs/msg/Odometry", qos: reliable(1) },
    note: { topic: "note", type: "std_msgs/msg/String", qos: reliable(10) },
  },
  create(params, io) {
    let yaw = 0, x = params.initial_position?.[0] ?? 0, speed = 0, last: number | undefined;
    io.every(500, () => io.publish.note({ data: `yaw ${yaw} x ${x} at ${io.now()}` }));
    return {
      imu({ header, angular_velocity }) {
        const at = io.nanos(header.stamp);
        const seconds = last === undefined ? 0 : (at - last) * 1e-9;
        last = at;
        yaw += params.gain * angular_velocity.z * seconds;
        x += speed * seconds;
        io.publish.odom({
          header: { stamp: header.stamp, frame_id: "odom" },
          child_frame_id: "base_link",
          pose: {
            pose: {
              position: { x, y: 0, z: 0 },
              orientation: { x: 0, y: 0, z: yaw / 2, w: 1 - yaw * yaw / 8 },
            },
            covariance: new Float64Array(36),
          },
          twist: {
            twist: { linear: { x: speed, y: 0, z: 0 }, angular: angular_velocity },
            covariance: new Float64Array(36),
          },
        });
      },
      wheel({ type, msg }) {
        const twist = type === "geometry_msgs/msg/Twist" ? msg : msg.twist.twist;
        speed = twist.linear.x;
      },
    };
  },
});

/** The real sensors and checks, and nodes for tests. */
export const TEST_CATALOGUE: Catalogue = {
  world: worldSchema,
  robot: robotSchema,
  sensors: SENSORS,
  nodes: { spinner },
  checks: CHECKS,
  faults: FAULTS,
  fit: (outline, context) => checkSim(outline as unknown as SimConfig, context),
};

/** A scenario of 3 s for {@linkcode TEST_CATALOGUE}. */
export const SCENARIO = `name: small
duration_s: 3
world:
  origin: { lat_deg: 48, lon_deg: 11, alt_m: 500 }
  date: "2026-01-01"
robot:
  type: differential
  waypoints: [[0, 0], [1, 0], [1, 1]]
sensors:
  imu: { type: imu, rate_hz: 100, gyroscope_noise_density: 0.001 }
  wheel: { type: wheel, preset: indoor_robot }
nodes:
  spinner: { node: spinner, params: { gain: 1 } }
checks:
  odom_rate: { type: rate, topic: /odom, min_hz: 90 }
  imu_rate: { type: rate, topic: /imu/data, min_hz: 90, max_hz: 101 }
`;

/** Parses a scenario with the test catalogue. */
export function scenarioOf(text: string = SCENARIO): Promise<Scenario> {
  return parseScenario(text, { file: "small.yaml", catalogue: TEST_CATALOGUE });
}
