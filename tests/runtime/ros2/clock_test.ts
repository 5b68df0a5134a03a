import assert from "#assert";
import { FollowedClock, SYSTEM, WallClock } from "../../../runtime/ros2/clock.ts";

Deno.test("WallClock follows the system's clock by the steady one, and never goes back", () => {
  const system = { wall: 1_700_000_000_250, steady: 10 };
  const clock = new WallClock({ wallMs: () => system.wall, steadyMs: () => system.steady });
  assert.deepEqual(clock.epoch, { sec: 1_700_000_000, nanosec: 0 });
  assert.equal(clock.now(), 250_000_000);
  system.steady += 0.125; // below a millisecond only the steady clock knows
  assert.equal(clock.now(), 250_125_000);
  system.steady += 100;
  system.wall += 100;
  assert.equal(clock.now(), 350_125_000);
  system.wall += 3000; // set forward
  assert.equal(clock.now(), 3_350_000_000);
  system.wall -= 60_000; // set back: it waits
  assert.equal(clock.now(), 3_350_000_000);
  assert.equal(clock.now(), 3_350_000_000);
});

Deno.test("this machine's clocks run", () => {
  assert.ok(SYSTEM.wallMs() > 1.7e12);
  assert.ok(SYSTEM.steadyMs() <= SYSTEM.steadyMs());
});

Deno.test("FollowedClock begins in the second of its first message and tells jitter from a jump", () => {
  const clock = new FollowedClock({ sec: 5, nanosec: 400_000_000 });
  assert.deepEqual(clock.epoch, { sec: 5, nanosec: 0 });
  assert.equal(clock.now(), 400_000_000);
  assert.equal(clock.step({ sec: 6, nanosec: 0 }), "on");
  assert.equal(clock.step({ sec: 6, nanosec: 0 }), "on");
  assert.equal(clock.step({ sec: 5, nanosec: 950_000_000 }), "ignored");
  assert.equal(clock.now(), 1_000_000_000);
  assert.equal(clock.step({ sec: 5, nanosec: 0 }), "jump");
  assert.deepEqual(clock.stamp(), { sec: 6, nanosec: 0 });
  assert.throws(() => clock.step({ sec: 1_700_000_000, nanosec: 0 }), /\/clock: stamp .* 104 days/);
});
