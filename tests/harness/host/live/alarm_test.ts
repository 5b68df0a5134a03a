import assert from "#assert";
import { Alarm } from "../../../../harness/host/live/alarm.ts";

Deno.test("an alarm never rings early; what is over already does not wait", async () => {
  const alarm = new Alarm();
  for (const ms of [-5, 0, 0.3, 1.5, 4, 12]) {
    const at = performance.now() + ms;
    await alarm.until(at);
    assert.ok(performance.now() >= at, `${ms} ms`);
  }
});

Deno.test("whoever wakes it ends the sleep, or the next one", async () => {
  const alarm = new Alarm();
  const hour = performance.now() + 3_600_000;
  setTimeout(() => alarm.wake(), 5);
  await alarm.until(hour);
  alarm.wake();
  await alarm.until(hour);
});

Deno.test("events are handled while it sleeps the last of its time", async () => {
  const alarm = new Alarm();
  let handled = 0;
  setImmediate(() => handled++);
  // On a machine that stalls, the time may be over before the sleep begins.
  for (let i = 0; i < 1000 && handled === 0; i++) await alarm.until(performance.now() + 1.9);
  assert.equal(handled, 1);
});
