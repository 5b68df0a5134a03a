import assert from "#assert";
import { MILLISECOND, type Nanos, SECOND } from "../../../msgs/time.ts";
import { Motion } from "../../../nodes/mixed/motion.ts";
import { imu } from "./messages.ts";

const step = (motion: Motion, stamp: Nanos | undefined, x: number, now = stamp ?? 0) =>
  motion.step(imu(stamp ?? 0, x), { stamp, now });

/** The filtered message; fails where it is left out. */
function taken(result: ReturnType<Motion["step"]>) {
  if (typeof result === "string") throw new Error(`left out: ${result}`);
  return result;
}

Deno.test("rate and specific force are damped; stamp, frame and all else pass", () => {
  const motion = new Motion(10);
  const message = imu(0, 1);
  assert.deepEqual(motion.step(message, { stamp: 0, now: 0 }), message, "the first as it is");
  const next = taken(step(motion, 10 * MILLISECOND, 0));
  const expected = 1 - 0.01 / (0.01 + 1 / (2 * Math.PI * 10));
  assert.ok(Math.abs(next.angular_velocity.x - expected) < 1e-12);
  assert.equal(next.linear_acceleration.x, next.angular_velocity.x);
  assert.equal(next.linear_acceleration.z, 9.81);
  assert.deepEqual(next.header, imu(10 * MILLISECOND, 0).header);
});

Deno.test("what is no plausible number, late, repeated, far ahead or of another time is left out", () => {
  const motion = new Motion(10);
  step(motion, SECOND, 1);
  for (const x of [NaN, Infinity, -Infinity, 1e7]) {
    assert.equal(step(motion, 2 * SECOND, x), "no plausible number");
  }
  assert.equal(step(motion, SECOND, 1), "stamp not after the last");
  assert.equal(step(motion, 0.9 * SECOND, 1), "stamp not after the last");
  assert.equal(step(motion, 5 * SECOND, 1, 2 * SECOND), "stamp far ahead");
  assert.equal(step(motion, undefined, 1), "stamp of another time");
  taken(step(motion, SECOND + 1, 1)); // what was left out changed nothing
  assert.equal(motion.restarts, 0);
});

Deno.test("after time jumped back, or a gap, the filter begins anew", () => {
  const motion = new Motion(10);
  step(motion, 10 * SECOND, 1);
  assert.equal(taken(step(motion, SECOND, 5)).angular_velocity.x, 5);
  assert.equal(taken(step(motion, 3 * SECOND, 7)).angular_velocity.x, 7);
  assert.equal(motion.restarts, 2);
});

Deno.test("another cutoff applies from the next message on", () => {
  const [one, two] = [new Motion(10), new Motion(1)];
  two.cutoffHz = 10;
  for (const [i, x] of [1, 4, 2].entries()) {
    assert.deepEqual(step(one, i * MILLISECOND, x), step(two, i * MILLISECOND, x));
  }
});
