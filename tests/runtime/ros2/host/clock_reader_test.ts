import assert from "#assert";
import type { Time } from "../../../../msgs/time.ts";
import { reliable } from "../../../../runtime/node.ts";
import { ClockReader } from "../../../../runtime/ros2/host/clock_reader.ts";
import { FakeGraph } from "../fake_ros.ts";

const CLOCK = "rosgraph_msgs/msg/Clock";

Deno.test("/clock is read with ROS 2's QoS, in lockstep without loss; no whole message is no time", () => {
  const graph = new FakeGraph();
  const times: Time[] = [];
  const reader = new ClockReader(graph.node("/me"), { onTime: (time) => void times.push(time) });
  assert.deepEqual([graph.readers[0]!.qos.reliability, graph.readers[0]!.qos.depth], [
    "best_effort",
    1,
  ]);
  const peer = graph.node("/peer");
  peer.teller("/clock", CLOCK)({ clock: { sec: 3, nanosec: 4 } });
  peer.advertise({ topic: "/clock", type: CLOCK, qos: reliable(1) }).publish(
    Uint8Array.of(0, 1, 0, 0, 1),
  );
  assert.deepEqual(times, [{ sec: 3, nanosec: 4 }]);
  reader.reopenLossless();
  assert.deepEqual(graph.readers.map(({ qos }) => qos.reliability), ["reliable"]);
});
