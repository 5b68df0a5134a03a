import assert from "#assert";
import { toNanos } from "../../../../msgs/time.ts";
import { SteadyTime } from "../../../../harness/host/live/steady.ts";

/** Clocks whose wall is 1 700 000 000 122.63 ms ahead; every look takes what `look` says, ms. */
function clocks(look: () => number) {
  const it = { steady: 0 };
  const steady = () => it.steady += look();
  return { it, clocks: { steady, wall: () => Math.floor(1_700_000_000_122.63 + steady()) } };
}

const ahead = ({ base, now }: { base: { sec: number; nanosec: number }; now: number }) =>
  (base.sec - 1_700_000_000) * 1000 + base.nanosec / 1e6 + now / 1e6;

Deno.test("wall time is known to a fraction of its millisecond, and goes on by the steady clock", () => {
  const { it, clocks: fake } = clocks(() => 0.005);
  const time = new SteadyTime(undefined, fake);
  const error = () => ahead({ base: time.base, now: time.now() }) - (122.63 + it.steady);
  assert.ok(Math.abs(error()) < 0.05, `${error()} ms`);
  it.steady += 2500;
  assert.ok(Math.abs(error()) < 0.05, `${error()} ms`);
  const at = time.now();
  assert.ok(Math.abs(time.steadyMs(at) - it.steady) < 1e-5);
  assert.equal(toNanos(time.stamp(at), time.base, "stamp"), at);
});

Deno.test("a process that is put aside while it compares the clocks knows the time as well", () => {
  let seed = 1;
  // One look in eight takes 0.9 ms: the edge of a millisecond is often passed unseen.
  const { it, clocks: fake } = clocks(() => (seed = seed * 16807 % 2147483647) % 8 ? 0.005 : 0.9);
  for (let k = 0; k < 50; k++) {
    const time = new SteadyTime(undefined, fake);
    const error = ahead({ base: time.base, now: time.now() }) - (122.63 + it.steady);
    assert.ok(Math.abs(error) < 0.3, `${error} ms`);
  }
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
