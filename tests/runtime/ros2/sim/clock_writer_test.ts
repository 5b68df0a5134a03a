import assert from "#assert";
import { ClockWriter } from "../../../../runtime/ros2/sim/clock_writer.ts";
import { FakeGraph } from "../fake_ros.ts";

Deno.test("/clock is the epoch plus simulated time, each time said once unless it is repeated", () => {
  const graph = new FakeGraph();
  const clock = new ClockWriter(graph.node("/sim"), { sec: 1, nanosec: 0 });
  const heard = graph.node("/me").listen("/clock", "rosgraph_msgs/msg/Clock");
  assert.equal(clock.step(0), true);
  assert.equal(clock.step(0), false);
  clock.repeat(0);
  assert.equal(clock.step(1_500_000_000), true);
  assert.equal(clock.step(1_000_000_000), false);
  assert.deepEqual(heard.map(({ clock }) => [clock.sec, clock.nanosec]), [
    [1, 0],
    [1, 0],
    [2, 500_000_000],
  ]);
});
