import assert from "#assert";
import { liveServices } from "../../../../runtime/ros2/host/live.ts";

Deno.test("work is done in a turn of its own, and its outcome handed on", async () => {
  assert.equal(liveServices(() => {}, { simulated: true }).work, undefined);
  const work = liveServices(() => {}).work!;
  const order: string[] = [];
  const working = work(() => order.push("work"));
  await Promise.resolve();
  order.push("first");
  await working;
  assert.deepEqual(order, ["first", "work"]);
  await assert.rejects(
    work(() => {
      throw new Error("broke");
    }),
    /broke/,
  );
});

Deno.test("fetch gives status and body, and ends by time-out or cancellation", async () => {
  const { fetch } = liveServices(() => {});
  const { status, body } = await fetch("data:text/plain,hello", {});
  assert.deepEqual([status, new TextDecoder().decode(body)], [200, "hello"]);
  await assert.rejects(
    fetch("data:text/plain,x", { signal: AbortSignal.abort(new Error("no")) }),
    /no/,
  );
});

Deno.test("fetch names what failed and why, and reads no more than it may", async () => {
  const { fetch } = liveServices(() => {});
  await assert.rejects(fetch("blob:nowhere", {}), (error: Error) => {
    assert.ok(error instanceof TypeError);
    assert.match(error.message, /^fetch of blob:nowhere failed: ./);
    return true;
  });
  const body = (length: number) => `data:text/plain,${"x".repeat(length)}`;
  assert.equal((await fetch(body(10), { bodyBytesMax: 10 })).body.length, 10);
  await assert.rejects(fetch(body(11), { bodyBytesMax: 10 }), RangeError);
});
