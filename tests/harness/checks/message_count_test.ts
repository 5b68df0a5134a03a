import assert from "#assert";
import { messageCount } from "../../../harness/checks/message_count.ts";
import { judge, straight } from "./streams.ts";

Deno.test("message_count counts", () => {
  const topic = "/odom";
  const count = (config: object) => judge(messageCount, { topic, ...config }, { seen: straight() });
  assert.equal(count({ min: 100, max: 100 }).verdict, "pass");
  assert.equal(count({ min: 101 }).verdict, "fail");
  assert.match(count({ max: 0 }).reason!, /100 messages is over/);
  assert.equal(messageCount.config.safeParse({ topic }).success, false);
});
