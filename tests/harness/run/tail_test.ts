import assert from "#assert";
import { plainMessage, Tail } from "../../../harness/run/tail.ts";
import { runScenario } from "../../../harness/run/run.ts";
import { scenarioOf } from "../fixtures.ts";

Deno.test("Tail keeps the last second of every stream, up to where the run stopped", async () => {
  const tail = new Tail();
  const result = await runScenario(await scenarioOf(), { record: () => tail, durationNs: 2.5e9 });
  const streams = tail.messages();
  assert.deepEqual(Object.keys(streams), Object.keys(result.topics));
  for (const [topic, { type, messages }] of Object.entries(streams)) {
    assert.equal(type, result.topics[topic]!.type);
    assert.ok(messages.every(({ at_s }) => at_s > 1.4 && at_s <= 2.5), topic);
  }
  assert.equal(streams["/imu/data"]!.messages.length, 100);
  assert.deepEqual(streams["/tf_static"]!.messages, [], "said long before");
  const count = Object.values(result.topics).reduce((sum, { count }) => sum + count, 0);
  assert.equal(tail.messageCount, count);
});

Deno.test("plainMessage() is JSON with nothing lost", () => {
  const message = { a: Float64Array.of(1, NaN), b: [{ c: -Infinity, d: "x" }], e: 5n, f: true };
  assert.deepEqual(JSON.parse(JSON.stringify(plainMessage(message))), {
    a: [1, "NaN"],
    b: [{ c: "-Infinity", d: "x" }],
    e: "5",
    f: true,
  });
});
