import assert from "#assert";
import { finite } from "../../../harness/checks/finite.ts";
import { judge, straight } from "./streams.ts";

Deno.test("finite looks into covariances, and names field and time", () => {
  const covariance = new Float64Array(36);
  covariance[35] = Infinity;
  const found = judge(finite, {}, { seen: straight((t) => t > 8.95 ? { covariance } : {}) });
  assert.equal(found.value, 11);
  assert.equal(found.reason, "/odom at 9 s: pose.covariance[35] is not finite");
});

Deno.test("finite wants a message on each of its topics", () => {
  const found = judge(finite, { topics: ["/odom", "/fusion/state"] }, { seen: straight() });
  assert.match(found.reason!, /no message on \/fusion\/state/);
});
