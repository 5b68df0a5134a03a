import assert from "#assert";
import { later, pause, wallSeconds } from "../../../harness/host/wall.ts";

Deno.test("wallSeconds() is in seconds and never goes back", async () => {
  const began = wallSeconds();
  await pause(0.05);
  const ended = wallSeconds();
  // Only the lower bound can be relied on: a busy machine may wake late, never early.
  assert.ok(ended - began > 0.04, `${ended - began} s`);
  let last = ended;
  for (let i = 0; i < 1000; i++) {
    const now = wallSeconds();
    assert.ok(now >= last);
    last = now;
  }
});

Deno.test("pause(0) lets events through that were waiting", async () => {
  const order: string[] = [];
  setTimeout(() => order.push("event"), 0);
  await Promise.resolve();
  order.push("promises alone do not");
  await pause(0);
  order.push("after");
  assert.deepEqual(order, ["promises alone do not", "event", "after"]);
});

Deno.test("later() calls once, unless it is taken back", async () => {
  const called: string[] = [];
  later(0.001, () => called.push("a"));
  later(0.001, () => called.push("taken back"))();
  while (called.length === 0) await pause(0.001);
  await pause(0.01);
  assert.deepEqual(called, ["a"]);
});
