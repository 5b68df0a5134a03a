import assert from "#assert";
import { latched } from "../../../../runtime/node.ts";
import { Outlet } from "../../../../runtime/ros2/sim/outlet.ts";
import { SECOND, TEXT, world } from "../../probe.ts";
import { FakeGraph } from "../fake_ros.ts";

Deno.test("an outlet offers what the bus offers, and sends each message when it is due", async () => {
  const graph = new FakeGraph();
  const { bus, executor, tell } = world();
  tell("/said", "a", 5, latched(2));
  tell("/said", "b", 9, latched(2));
  const times: number[] = [];
  const [topic] = bus.topics();
  bus.subscribe(
    new Outlet(graph.node("/sim"), topic!, ({ publisher }, bytes, at) => {
      times.push(at);
      publisher.publish(bytes());
      return undefined;
    }),
  );
  const heard = graph.node("/me").listen("/said", TEXT, latched(2));
  await executor.run({ until: SECOND });
  assert.deepEqual(heard, [{ data: "a" }, { data: "b" }]);
  assert.deepEqual(times, [5, 9]);
  assert.equal(graph.writers[0]!.qos.durability, "transient_local");
});
