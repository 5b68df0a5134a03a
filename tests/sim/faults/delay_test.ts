import assert from "#assert";
import { delay } from "../../../sim/faults/delay.ts";
import { through } from "./wrapped.ts";

Deno.test("delay: messages are late by the time given; what is held is not overtaken", () => {
  const out = through(delay, { type: "delay", by_ms: 350 });
  assert.equal(out.length, 30);
  assert.deepEqual(out.map(({ stamp }) => stamp), out.map((_, i) => 100 * i), "in order");
  assert.deepEqual(out.slice(8, 12).map(({ at }) => at), [800, 900, 1350, 1450]);
  // The last in the span leaves at 2250: those of 2000 … 2200 wait for it.
  assert.deepEqual(out.slice(19, 25).map(({ at }) => at), [2250, 2250, 2250, 2250, 2300, 2400]);
});

Deno.test("delay: jitter never delivers early or out of order", () => {
  const out = through(delay, { type: "delay", by_ms: 0, jitter_ms: 80 });
  assert.deepEqual(out.map(({ stamp }) => stamp), out.map((_, i) => 100 * i));
  const lateness = out.slice(10, 20).map(({ at, stamp }) => at - stamp);
  assert.ok(lateness.every((ms) => ms >= 0), String(lateness));
  assert.equal(new Set(lateness).size, 10, "every one has its own");
});
