import assert from "#assert";
import { SteadyTime } from "../../../../harness/host/live/steady.ts";

Deno.test("wall time is known to the edge of its millisecond, and goes on by the steady clock", () => {
  let steady = 0;
  // The wall's millisecond begins at steady 0.37, 1.37, …
  const clocks = {
    wall: () => 1_700_000_000_123 + Math.floor((steady += 0.01) - 0.37),
    steady: () => steady,
  };
  const time = new SteadyTime(undefined, clocks);
  assert.deepEqual(time.base, { sec: 1_700_000_000, nanosec: 123_000_000 });
  assert.ok(Math.abs(steady - 0.37) < 0.011, `${steady}`);
  steady += 2500;
  assert.equal(time.now(), 2500e6);
  assert.deepEqual(time.stamp(), { sec: 1_700_000_002, nanosec: 623_000_000 });
  assert.ok(Math.abs(time.steadyMs(2500e6) - steady) < 1e-6);
});

Deno.test("a time of one's own begins where it is said, whatever the wall does", () => {
  let steady = 50;
  const clocks = { wall: () => assert.fail("not asked"), steady: () => steady };
  const time = new SteadyTime({ sec: 1, nanosec: 0 }, clocks);
  steady += 0.25;
  assert.deepEqual(time.stamp(), { sec: 1, nanosec: 250_000 });
  assert.deepEqual(time.stamp(2e9), { sec: 3, nanosec: 0 });
  time.restart();
  assert.equal(time.now(), 0);
  steady += 1;
  assert.equal(time.now(), 1e6);
  assert.deepEqual(SteadyTime.simulated().base, { sec: 1, nanosec: 0 });
});

Deno.test("this machine's time never goes back", () => {
  const time = new SteadyTime();
  let last = 0;
  for (let i = 0; i < 1000; i++) {
    const now = time.now();
    assert.ok(now >= last);
    last = now;
  }
});
