/** Nodes with a bug each, planted for fuzzing to find, and the base that they are tried in. */
import { z } from "zod";
import { CATALOGUE } from "../../../harness/catalogue.ts";
import { InputError } from "../../../harness/errors.ts";
import type { ScenarioData } from "../../../harness/fuzz/draw_scenario.ts";
import { scenarioYaml } from "../../../harness/fuzz/fuzz.ts";
import type { Judge } from "../../../harness/fuzz/shrink.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { parseScenario } from "../../../harness/schema/scenario.ts";
import { bestEffort, defineNode, type NodeDef, reliable } from "../../../runtime/node.ts";

/** What a bug does to a node that else passes on what it reads, in order, if it is finite. */
export interface Bug {
  /** Takes what is not finite. */
  readonly trusting?: boolean;
  /** Answers what is not newer than what it answered before. */
  readonly hasty?: boolean;
  /** Breaks once it has seen both an old stamp and a field that is off by half. */
  readonly brittle?: boolean;
}

const inputs = {
  imu: { topic: "imu/data", type: "sensor_msgs/msg/Imu", qos: bestEffort(10) },
  mag: { topic: "imu/mag", type: "sensor_msgs/msg/MagneticField", qos: bestEffort(10) },
} as const;
const outputs = {
  odom: { topic: "odom", type: "nav_msgs/msg/Odometry", qos: reliable(1) },
} as const;
const none = { x: 0, y: 0, z: 0 };

/** The node. */
export function plantedNode({ trusting, hasty, brittle }: Bug): NodeDef {
  return defineNode({
    name: "planted",
    params: z.object({}),
    inputs,
    outputs,
    create(_params, io) {
      let last = -Infinity, old = false, norm = 0, off = false;
      return {
        mag({ magnetic_field: { x, y, z } }) {
          const now = Math.hypot(x, y, z);
          norm ||= now;
          if (Math.abs(now - norm) > norm / 2) off = true;
        },
        imu({ header, angular_velocity, linear_acceleration }) {
          const { x, y, z } = linear_acceleration;
          const sum = x + y + z + angular_velocity.x + angular_velocity.y + angular_velocity.z;
          if (!trusting && !Number.isFinite(sum)) return;
          const at = io.nanos(header.stamp);
          if (at <= last) {
            old = true;
            if (!hasty) return;
          }
          last = at;
          const position = brittle && old && off ? { ...none, x: NaN } : none;
          const covariance = new Float64Array(36);
          io.publish.odom({
            header: { stamp: header.stamp, frame_id: "odom" },
            child_frame_id: "base_link",
            pose: { pose: { position, orientation: { ...none, w: 1 } }, covariance },
            twist: { twist: { linear: none, angular: angular_velocity }, covariance },
          });
        },
      };
    },
  });
}

/** What is drawn around: an IMU and a magnetometer, slow ones, so that a run takes little time. */
export const BASE: ScenarioData = {
  name: "planted",
  duration_s: 20,
  robot: { type: "free" },
  sensors: { imu: { type: "imu", rate_hz: 20 }, mag: { type: "mag", rate_hz: 10 } },
  nodes: { planted: { node: "planted" } },
  checks: {
    finite: { type: "finite", topics: ["/odom"] },
    order: { type: "order" },
  },
};

/** Runs scenarios with that node in this process. */
export function judgeOf(bug: Bug): Judge {
  const catalogue = { ...CATALOGUE, nodes: { planted: plantedNode(bug) } };
  return async (data) => {
    try {
      const text = scenarioYaml(data, ["tried"]);
      const scenario = await parseScenario(text, { file: "planted.yaml", catalogue });
      const { checks } = await runScenario(scenario, { digests: false });
      return checks.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
    } catch (error) {
      if (error instanceof InputError) return undefined;
      throw error;
    }
  };
}
