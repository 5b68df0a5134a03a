import assert from "#assert";
import { order } from "../../../harness/checks/order.ts";
import { judge, odometry, straight } from "./streams.ts";

Deno.test("order counts stamps that don't rise, and names the first", () => {
  assert.equal(judge(order, {}, { seen: straight() }).verdict, "pass");
  const stamps = [1, 2, 2, 1.5, 3];
  const seen = stamps.map((stamp, i) => odometry(i * 1e9, { stamp: stamp * 1e9 }));
  const found = judge(order, {}, { seen });
  assert.equal(found.value, 2);
  assert.equal(found.reason, "/odom: stamp 2 s follows 2 s");
});
