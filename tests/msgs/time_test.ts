import assert from "#assert";
import fc from "fast-check";
import { NANOS_LIMIT, SECOND, SIMULATED_EPOCH, toNanos, toTime } from "../../msgs/time.ts";

const epochs = fc.record({
  sec: fc.integer({ min: 0, max: 2_000_000_000 }),
  nanosec: fc.integer({ min: 0, max: SECOND - 1 }),
});
const nanos = fc.oneof(
  fc.integer({ min: -NANOS_LIMIT, max: NANOS_LIMIT }),
  fc.constantFrom(-NANOS_LIMIT, NANOS_LIMIT, 0, 1, -1, SECOND, -SECOND, SECOND - 1, 1 - SECOND),
);

Deno.test("toTime() and toNanos() are inverse to the nanosecond over 104 days either way", () => {
  fc.assert(
    fc.property(epochs, nanos, (epoch, at) => {
      const stamp = toTime(at, epoch);
      assert.ok(Number.isInteger(stamp.sec) && Number.isInteger(stamp.nanosec));
      assert.ok(stamp.nanosec >= 0 && stamp.nanosec < SECOND, `${stamp.nanosec}`);
      assert.equal(toNanos(stamp, epoch), at);
      const exact = BigInt(epoch.sec) * 1_000_000_000n + BigInt(epoch.nanosec) + BigInt(at);
      assert.equal(BigInt(stamp.sec) * 1_000_000_000n + BigInt(stamp.nanosec), exact);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("toNanos() is exact in integers", () => {
  fc.assert(fc.property(epochs, epochs, (stamp, epoch) => {
    const exact = BigInt(stamp.sec - epoch.sec) * 1_000_000_000n +
      BigInt(stamp.nanosec - epoch.nanosec);
    const limit = BigInt(NANOS_LIMIT);
    if (exact > limit || exact < -limit) assert.throws(() => toNanos(stamp, epoch), RangeError);
    else assert.equal(BigInt(toNanos(stamp, epoch)), exact);
  }));
});

Deno.test("toNanos() beyond 104 days names the stream and the stamp", () => {
  assert.throws(() => toNanos({ sec: 1_700_000_000, nanosec: 5 }, SIMULATED_EPOCH, "/imu/data"), {
    name: "RangeError",
    message: "/imu/data: stamp 1700000000.000000005 s is more than 104 days from the run's " +
      "epoch 1 s",
  });
  assert.throws(() => toNanos({ sec: NaN, nanosec: 0 }, SIMULATED_EPOCH), RangeError);
});

Deno.test("the limit keeps every nanosecond: neighbours stay apart", () => {
  assert.ok(Number.isSafeInteger(NANOS_LIMIT + SECOND));
  assert.notDeepEqual(
    toTime(NANOS_LIMIT, SIMULATED_EPOCH),
    toTime(NANOS_LIMIT - 1, SIMULATED_EPOCH),
  );
});
