import assert from "#assert";
import type { Seen } from "../../../harness/contract.ts";
import { speed } from "../../../harness/checks/speed.ts";
import { SECOND } from "../../../msgs/time.ts";
import { judge, odometry, setupOf } from "./streams.ts";

const zero = { x: 0, y: 0, z: 0 };

function twist(at: number, linear: number, angular = 0): Seen {
  const message = { linear: { ...zero, x: linear }, angular: { ...zero, z: angular } };
  return { topic: "/cmd_vel", type: "geometry_msgs/msg/Twist", message, at: at * SECOND };
}

function mode(at: number, data: string): Seen {
  return { topic: "/mode", type: "std_msgs/msg/String", message: { data }, at: at * SECOND };
}

const setup = setupOf({ topics: new Set(["/cmd_vel", "/mode", "/odom"]) });

/** As a run feeds it: only the topics that it asks for. */
function judged(config: Record<string, unknown>, seen: readonly Seen[]) {
  const topics = speed.topics(speed.config.parse(config));
  return judge(speed, config, { seen: seen.filter(({ topic }) => topics.includes(topic)), setup });
}

const DRIVE = [
  twist(0.1, 0.9),
  mode(1, "nominal"),
  twist(1.1, -0.8, 0.2),
  mode(2, "safe"),
  twist(2.1, 0.1, -0.3),
  twist(2.6, 0),
  mode(3, "nominal"),
  twist(4, 0.5),
];

Deno.test("speed: the highest either way, over the run", () => {
  assert.deepEqual([judged({ max: 1 }, DRIVE).verdict, judged({ max: 1 }, DRIVE).value], [
    ...["pass", 0.9],
  ]);
  assert.equal(judged({ max: 0.85 }, DRIVE).verdict, "fail");
  assert.equal(judged({ part: "angular", max: 1 }, DRIVE).value, 0.3);
  assert.equal(judged({ part: "angular", max: 1 }, DRIVE).unit, "rad/s");
});

Deno.test("speed: only in given modes, and after a while in them", () => {
  assert.equal(judged({ max: 1, modes: ["nominal"] }, DRIVE).value, 0.8);
  assert.equal(judged({ max: 1, modes: ["safe"] }, DRIVE).value, 0.1);
  assert.equal(judged({ max: 0, modes: ["safe"], settle_s: 0.5 }, DRIVE).verdict, "pass");
  assert.equal(judged({ max: 0, modes: ["safe"] }, DRIVE).verdict, "fail");
  assert.equal(judged({ max: 1, modes: ["nominal", "safe"] }, DRIVE).value, 0.8);
  const repeated = [mode(2, "safe"), mode(2.5, "safe"), twist(2.6, 1)];
  assert.equal(judged({ max: 0, modes: ["safe"], settle_s: 0.5 }, repeated).verdict, "fail");
});

Deno.test("speed: a robot that never drives does not reach its least", () => {
  assert.equal(judged({ min: 0.7, max: 0.9 }, DRIVE).verdict, "pass");
  const found = judged({ min: 0.7 }, [twist(1, 0), twist(2, 0.1)]);
  assert.equal(found.reason, "0.1 m/s is under the limit");
});

Deno.test("speed: no message, none in the mode, no number, another type", () => {
  assert.equal(judged({ max: 1 }, []).reason, "no message on /cmd_vel");
  const never = judged({ max: 1, modes: ["degraded"] }, DRIVE);
  assert.deepEqual([never.verdict, never.reason], [
    ...["fail", "no message on /cmd_vel in mode degraded"],
  ]);
  assert.equal(judged({ max: 1 }, [...DRIVE, twist(5, NaN), twist(6, 0)]).verdict, "fail");
  const foreign = { ...DRIVE[0]!, type: "sensor_msgs/msg/Imu" };
  assert.match(judged({ max: 1 }, [foreign]).reason!, /neither a Twist nor Odometry/);
  const text = { ...DRIVE[1]!, type: "sensor_msgs/msg/Imu" };
  assert.match(judged({ max: 1, modes: ["x"] }, [text]).reason!, /no std_msgs\/msg\/String/);
});

Deno.test("speed: of odometry and of stamped commands", () => {
  const driven = judged({ topic: "/odom", max: 1 }, [odometry(SECOND, { linear: 0.7 })]);
  assert.equal(driven.value, 0.7);
  const { message, ...rest } = twist(1, 0.6);
  const stamped = { header: { stamp: { sec: 1, nanosec: 0 }, frame_id: "" }, twist: message };
  const seen = { ...rest, type: "geometry_msgs/msg/TwistStamped", message: stamped } as Seen;
  assert.equal(judged({ max: 1 }, [seen]).value, 0.6);
});

Deno.test("speed refuses a configuration without a limit, or with one that nothing can meet", () => {
  assert.match(speed.config.safeParse({}).error!.message, /give min or max/);
  assert.match(speed.config.safeParse({ min: 2, max: 1 }).error!.message, /min of at most max/);
});
