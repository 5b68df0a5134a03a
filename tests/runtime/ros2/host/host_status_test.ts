import assert from "#assert";
import { bestEffort } from "../../../../runtime/node.ts";
import { hostStatus } from "../../../../runtime/ros2/host/host_status.ts";
import { InputLink } from "../../../../runtime/ros2/host/input_link.ts";

const link = () =>
  new InputLink({
    ...{ key: "imu", topic: "/imu", types: ["sensor_msgs/msg/Imu"], decided: undefined },
    ...{ realtime: true, qos: bestEffort(1) },
  }, { onArrival() {}, onMismatch() {} });

Deno.test("losses on the way are a warning, and findings stand in the message", () => {
  const input = link();
  const facts = { inputs: [input], findings: [], jumps: 0 };
  const good = hostStatus("/fusion", facts);
  assert.deepEqual([good.level, good.name, good.message], [0, "/fusion: ros2", "all arrived"]);
  input.inbox.push(new Uint8Array(1));
  input.inbox.push(new Uint8Array(1));
  const lossy = hostStatus("/fusion", facts);
  assert.equal(lossy.level, 1);
  assert.deepEqual(Object.fromEntries(lossy.values.map(({ key, value }) => [key, value])), {
    "imu.type": "unknown",
    "imu.received": "2",
    "imu.dropped": "1",
    "imu.undecodable": "0",
    "imu.missed_deadlines": "0",
    clock_jumps: "0",
  });
  const found = hostStatus("/fusion", { ...facts, findings: ["/imu: wrong type"], jumps: 2 });
  assert.equal(found.message, "/imu: wrong type");
  assert.equal(found.values.at(-1)!.value, "/imu: wrong type");
});
