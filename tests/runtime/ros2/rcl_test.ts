import assert from "#assert";
import { rosTest } from "./ros.ts";
import { inDomain } from "./processes.ts";

const PROGRAM = `
import { codecOf } from "./msgs/cdr.ts";
import { loadRcl, MESSAGE_BYTES_MAX } from "./runtime/ros2/rcl.ts";
const { start, Node, publish, qosTimes, SubscriptionEvents } = await loadRcl();
const context = start();
const node = new Node("probe", "/here", context, {}, [], false);
const qos = { history: 1, depth: 3, reliability: 1, durability: 1, liveliness: 1,
  avoidRosNameSpaceConventions: false };
const type = "std_msgs/msg/String";
qosTimes({ deadline: 250_000_000n, lifespan: 2_000_000_000n, lease: 5_000_000_000n });
const timed = node.createPublisher(type, "/timed", { qos });
node.createPublisher(type, "/plain", { qos });
const events = new SubscriptionEvents();
const seen = { incompatible: 0 };
events.incompatibleQos = (event) => seen.incompatible += event.total_count_change;
const got = [];
node.createSubscription(type, "/timed", { qos, isRaw: true }, (bytes) => got.push(bytes));
qosTimes({ deadline: 100_000_000n, lifespan: 0n, lease: 0n });
node.createSubscription(type, "/timed", { qos, isRaw: true }, () => {}, events);
node.spin(10);
publish(timed.handle, Buffer.from(codecOf(type).encode({ data: "x".repeat(1000) })));
const until = performance.now() + 15_000;
while ((got.length < 1 || seen.incompatible < 1) && performance.now() < until) {
  await new Promise((resolve) => setTimeout(resolve, 10));
}
const seconds = (d) => d.seconds > 1_000_000_000n ? null : Number(d.seconds) + d.nanoseconds / 1e9;
const offer = (topic) => {
  const { deadline, lifespan, liveliness_lease_duration } =
    node.getPublishersInfoByTopic(topic)[0].qos_profile;
  return [deadline, lifespan, liveliness_lease_duration].map(seconds);
};
console.log(JSON.stringify({
  timed: offer("/timed"), plain: offer("/plain"), incompatible: seen.incompatible,
  text: codecOf(type).decode(got[0]).data.length, max: MESSAGE_BYTES_MAX,
}));
context.shutdown();
`;

rosTest(
  "the addon hands on deadline, lifespan and lease, and tells of a QoS that does not fit",
  async () => {
    const { code, stdout, stderr } = await inDomain(11).program(PROGRAM);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      timed: [0.25, 2, 5],
      plain: [null, null, null],
      incompatible: 1,
      text: 1000,
      max: 256 << 20,
    });
  },
);
