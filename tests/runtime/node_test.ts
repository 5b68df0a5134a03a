import assert from "#assert";
import { z } from "zod";
import { type Time, toNanos } from "../../msgs/time.ts";
import { bestEffort, defineNode, latched, nanosNear, reliable } from "../../runtime/node.ts";

Deno.test("defineNode() gives every node the exclusive group default, and keeps its own", () => {
  const spec = {
    name: "n",
    params: z.object({}),
    inputs: {
      imu: { topic: "imu", type: "sensor_msgs/msg/Imu", qos: bestEffort(10), group: "realtime" },
    },
    outputs: {},
    create: () => ({ imu() {} }),
  } as const;
  const node = defineNode({ ...spec, groups: { realtime: "reentrant" } });
  assert.deepEqual(node.groups, { default: "exclusive", realtime: "reentrant" });
  assert.throws(() => defineNode(spec), {
    name: "TypeError",
    message: 'node n: input imu names the unknown group "realtime"',
  });
});

Deno.test("handlers and publishers are typed by the topics' types", () => {
  defineNode({
    name: "typed",
    params: z.object({ gain: z.number().default(1) }),
    inputs: {
      imu: { topic: "imu", type: "sensor_msgs/msg/Imu", qos: bestEffort(10) },
      wheel: {
        topic: "wheel",
        type: ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"],
        qos: reliable(1),
      },
    },
    outputs: { said: { topic: "said", type: "std_msgs/msg/String", qos: latched(1) } },
    create({ gain }, io) {
      gain satisfies number;
      // @ts-expect-error: no such output
      io.publish.other;
      // @ts-expect-error: another type
      (() => io.publish.said({ text: "" }));
      return {
        imu(message) {
          message.angular_velocity.x satisfies number;
          // @ts-expect-error: no such field
          message.angular_velocity.w;
        },
        wheel(given) {
          if (given.type === "geometry_msgs/msg/Twist") given.msg.linear.x satisfies number;
          else given.msg.header.frame_id satisfies string;
        },
      };
    },
  });
});

Deno.test("nanosNear(): a stamp of another time is none; what else is thrown goes on", () => {
  const near = {
    nanos: ({ sec }: Time) => toNanos({ sec, nanosec: 5 }, { sec: 1, nanosec: 0 }, "t"),
  };
  assert.equal(nanosNear(near, { sec: 3, nanosec: 0 }), 2e9 + 5);
  assert.equal(nanosNear(near, { sec: 2_000_000_000, nanosec: 0 }), undefined);
  const broken = { nanos: () => assert.fail("broken") };
  assert.throws(() => nanosNear(broken, { sec: 0, nanosec: 0 }), /broken/);
});
