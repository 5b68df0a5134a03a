import assert from "#assert";
import { bestEffort, latched, reliable } from "../../msgs/message.ts";

Deno.test("bestEffort(), reliable() and latched() are the three kinds that ROS nodes use", () => {
  assert.deepEqual(bestEffort(5), {
    reliability: "best_effort",
    durability: "volatile",
    depth: 5,
  });
  assert.deepEqual(reliable(1), { reliability: "reliable", durability: "volatile", depth: 1 });
  assert.deepEqual(latched(1), {
    reliability: "reliable",
    durability: "transient_local",
    depth: 1,
  });
});
