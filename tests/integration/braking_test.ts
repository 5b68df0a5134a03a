/** The supervisor in a closed loop: a robot that is told to drive into a wall, by its true motion. */
import assert from "#assert";
import { z } from "zod";
import { CATALOGUE } from "../../harness/catalogue.ts";
import { runScenario } from "../../harness/run/run.ts";
import { parseScenario } from "../../harness/schema/scenario.ts";
import type { Odometry } from "../../msgs/types.ts";
import { defineNode, reliable } from "../../runtime/node.ts";

/** Full speed ahead, or back, whatever comes. */
const reckless = defineNode({
  name: "reckless",
  params: z.object({ speed_m_s: z.number().default(2) }),
  inputs: {},
  outputs: { command: { topic: "cmd_vel_raw", type: "geometry_msgs/msg/Twist", qos: reliable(1) } },
  create({ speed_m_s: x }, io) {
    const zero = { x: 0, y: 0, z: 0 };
    io.every(50, () => io.publish.command({ linear: { ...zero, x }, angular: zero }));
    return {};
  },
});

const WALL = 6, FRONT = 0.25;

/** True places and speeds along x over a run; `edit` changes what is written. */
async function drive(speed: number, faults = "", edit = (text: string) => text) {
  const text = edit(`name: wall
duration_s: 14
robot: { type: differential, start: { position_m: [0, 0] }, max_speed_m_s: 2 }
world:
  objects:
    - { type: wall, position_m: [${WALL}, -5], to_m: [${WALL}, 5], height_m: 3 }
    - { type: wall, position_m: [-${WALL}, -5], to_m: [-${WALL}, 5], height_m: 3 }
sensors:
  lidar: { type: lidar, preset: vlp16, columns: 360, column_us: 277, position_m: [0, 0, 0.5] }
nodes:
  reckless: { node: reckless, params: { speed_m_s: ${speed} } }
  supervisor:
    node: supervisor
    params: { safety_limits: { max_speed_m_s: 1.5, max_deceleration_m_s2: 0.8 } }
${faults}`);
  const catalogue = { ...CATALOGUE, nodes: { ...CATALOGUE.nodes, reckless } };
  const scenario = await parseScenario(text, { file: "wall.yaml", catalogue });
  const way: { at: number; x: number; speed: number }[] = [];
  await runScenario(scenario, {
    digests: false,
    observe: ({ name }) =>
      name !== "/ground_truth/odom" ? undefined : (message, at) => {
        const { pose, twist } = message as Odometry;
        way.push({ at: at / 1e9, x: pose.pose.position.x, speed: twist.twist.linear.x });
      },
  });
  return way;
}

/** Left of 0.3 m to keep: what the cautious approach and the lidar's noise leave of the way. */
const LEAST = 0.3, SPARE = 0.25;

for (const speed of [2, -2]) {
  const direction = speed > 0 ? "ahead" : "behind";
  Deno.test(`a robot that is told to drive into the wall ${direction} stops before it`, async () => {
    const way = (await drive(speed)).map(({ x, speed: v }) => [Math.sign(speed) * x, v] as const);
    const farthest = Math.max(...way.map(([x]) => x));
    const left = WALL - FRONT - farthest;
    assert.ok(left >= LEAST && left <= LEAST + SPARE, `${left} m left`);
    assert.ok(Math.max(...way.map(([, v]) => Math.abs(v))) > 1.45, "it was at full speed before");
    assert.deepEqual(way.at(-1)![1], 0);
  });
}

Deno.test("a robot whose one lidar falls silent stands, and does not drive on blindly", async () => {
  const dark = "faults:\n  dark: { type: dropout, stream: lidar, at_s: 3, for_s: 20 }\n";
  const way = await drive(2, dark);
  // Known 0.42 s later at the latest; then the robot's own 1 m/s² and its lag from 1.5 m/s.
  const stood = way.find(({ at, speed }) => at > 3 && speed === 0)!;
  assert.ok(stood.at < 3 + 0.42 + 1.5 + 0.6, `at ${stood.at} s`);
  assert.equal(way.at(-1)!.x, stood.x);
});

Deno.test("without a supervisor the same robot drives through the wall", async () => {
  const way = await drive(2, "", (text) => {
    const alone = text.replace(/ {2}supervisor:[^]*/, "");
    return alone.replace("node: reckless,", "node: reckless, remap: { cmd_vel_raw: cmd_vel },");
  });
  assert.ok(way.at(-1)!.x > WALL);
});
