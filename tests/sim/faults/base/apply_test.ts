import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { Faults } from "../../../../sim/faults/base/apply.ts";
import { faultsSchema } from "../../../../sim/faults/mod.ts";

const targets = [
  { name: "imu", type: "imu", topics: { "/imu/data": "sensor_msgs/msg/Imu" } },
  {
    name: "wheel",
    type: "wheel",
    topics: {
      "/wheel_velocity": "geometry_msgs/msg/Twist",
      "/wheel/odom": "nav_msgs/msg/Odometry",
    },
  },
] as const;

function faultsOf(entries: Record<string, unknown>): Faults {
  return new Faults(faultsSchema.parse(entries), {
    ...{ random: RandomTree.root(1), targets, wheels: undefined, until: 60e9 },
  });
}

Deno.test("Faults: a timeline by beginning, with what each acts on", () => {
  const { spans } = faultsOf({
    late: { type: "dropout", stream: "/imu/data", at_s: 9 },
    shaken: { type: "vibration", at_s: 5, for_s: 1 },
    early: { type: "frozen_clock", stream: "wheel", at_s: 1, for_s: 2 },
    off: { type: "dropout", stream: "imu", at_s: 1, enabled: false },
    never: { type: "dropout", stream: "imu", at_s: 61 },
  });
  assert.deepEqual(spans.map(({ name, topics }) => [name, ...topics]), [
    ["early", "/wheel/odom"], // a Twist has no stamp to freeze
    ["shaken", "/imu/data"],
    ["late", "/imu/data"],
  ]);
});

Deno.test("Faults: streams without a fault are handed on untouched", () => {
  const faults = faultsOf({ bad: { type: "dropout", stream: "imu", at_s: 1 } });
  const next = () => {};
  assert.equal(faults.wrap("/wheel_velocity", "geometry_msgs/msg/Twist", next), next);
  assert.notEqual(faults.wrap("/imu/data", "sensor_msgs/msg/Imu", next), next);
});

Deno.test("Faults: a stream that does not exist or does not fit is named", () => {
  const bad = (entry: Record<string, unknown>) => () => faultsOf({ bad: { at_s: 1, ...entry } });
  assert.throws(bad({ type: "dropout", stream: "gps" }), /faults\.bad\.stream: .*"gps"/);
  const clock = { type: "frozen_clock", stream: "/wheel_velocity" };
  assert.throws(bad(clock), /faults\.bad: frozen_clock .* geometry_msgs\/msg\/Twist/);
});
