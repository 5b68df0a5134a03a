import assert from "#assert";
import { zeroOf } from "../../../msgs/zero.ts";
import { hostNode } from "../../../runtime/host.ts";
import { Guard, GuardError } from "../../../runtime/memory/guard.ts";
import { bestEffort, defineNode, type NodeDef, reliable } from "../../../runtime/node.ts";
import { MS, SECOND, world } from "../probe.ts";
import { z } from "zod";

const IMU = "sensor_msgs/msg/Imu";
type Imu = ReturnType<typeof zeroOf<typeof IMU>>;

function imuNode(
  name: string,
  run: (imu: Imu, sleep: (ms: number) => Promise<void>) => void,
): NodeDef {
  return defineNode({
    name,
    params: z.object({}),
    inputs: { imu: { topic: "imu", type: IMU, qos: bestEffort(10) } },
    outputs: {},
    create: (_params, io) => ({ imu: (message) => run(message, io.sleep) }),
  });
}

async function runWith(nodes: NodeDef[], publish: (send: (imu: Imu, at: number) => void) => void) {
  const { executor, bus } = world({ guard: true });
  for (const node of nodes) await hostNode(node, bus);
  const writer = bus.advertise({ topic: "/imu", type: IMU, qos: bestEffort(1), by: "sim" });
  publish((imu, at) => writer.publish(imu, at));
  await executor.run({ until: SECOND });
  bus.close();
}

Deno.test("a handler that writes is caught and named, one that reads is not", async () => {
  const reader = imuNode("reader", (imu) => void imu.angular_velocity.x);
  const writer = imuNode("writer", (imu) => void (imu.orientation_covariance[4] = 1));
  const send = (publish: (imu: Imu, at: number) => void) => publish(zeroOf(IMU), 5 * MS);
  await runWith([reader], send);
  await assert.rejects(runWith([reader, writer], send), {
    name: "GuardError",
    message: "The message on /imu at 0.005000000 s was written to up to when /writer's input imu " +
      "had read it: messages are immutable",
  });
});

Deno.test("a handler that writes later is caught, at the end at the latest", async () => {
  const late = imuNode("late", (imu, sleep) => {
    void sleep(10).then(() => void (imu.linear_acceleration.z = 9.81));
  });
  await assert.rejects(runWith([late], (send) => send(zeroOf(IMU), 0)), GuardError);
});

Deno.test("a publisher that uses a published message again is caught", async () => {
  const reader = imuNode("reader", () => {});
  const imu = zeroOf(IMU);
  await assert.rejects(
    runWith([reader], (send) => {
      send(imu, 0);
      imu.header.frame_id = "imu_link";
      send(imu, 1);
    }),
    /written to before it was published again on \/imu/,
  );
});

Deno.test("the same message may be published twice, and NaN is equal to itself", async () => {
  const reader = imuNode("reader", () => {});
  const imu = zeroOf(IMU);
  imu.angular_velocity.x = NaN;
  await runWith([reader], (send) => (send(imu, 0), send(imu, 1)));
});

Deno.test("the newest 256 messages are looked at again when they go", () => {
  const guard = new Guard();
  const first = zeroOf(IMU);
  const publish = (imu: Imu) => guard.published(imu, { type: IMU, topic: "/imu", at: 0 });
  publish(first);
  for (let i = 0; i < 255; i++) publish(zeroOf(IMU));
  first.angular_velocity.y = 1;
  assert.throws(() => publish(zeroOf(IMU)), GuardError);
});

Deno.test("a message that is not of its type is refused when it is published", async () => {
  const { executor, bus } = world({ guard: true });
  const bad = defineNode({
    name: "bad",
    params: z.object({}),
    inputs: {},
    outputs: { imu: { topic: "imu", type: IMU, qos: reliable(1) } },
    create(_params, io) {
      io.every(10, () => io.publish.imu({ header: zeroOf(IMU).header } as never));
      return {};
    },
  });
  const node = await hostNode(bad, bus);
  bus.observe(() => () => {});
  await executor.run({ until: 10 * MS });
  assert.equal(node.counters.errors, 1);
  assert.match(String(node.errors[0]?.error), /TypeError.*Imu/);
});
