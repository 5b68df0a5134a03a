import assert from "#assert";
import fc from "fast-check";
import { NANOS_LIMIT } from "../../../msgs/time.ts";
import {
  bigSinceEpoch,
  bigTime,
  epochBefore,
  secondsText,
  sinceEpoch,
  splitTime,
} from "../../../runtime/bag/stamps.ts";

const times = fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn });

Deno.test("sinceEpoch() is exact within 104 days and refuses the rest", () => {
  const limit = BigInt(NANOS_LIMIT);
  const near = fc.bigInt({ min: -limit - 1000n, max: limit + 1000n });
  fc.assert(fc.property(times, near, (epoch, distance) => {
    const at = epoch + distance;
    fc.pre(at >= 0n && at < 1n << 64n);
    const { high, low } = splitTime(at);
    const inside = distance >= -limit && distance <= limit;
    if (inside) {
      assert.equal(BigInt(sinceEpoch(high, low, splitTime(epoch), "/t")), distance);
      assert.equal(BigInt(bigSinceEpoch(at, splitTime(epoch), "/t")), distance);
    } else {
      assert.throws(() => sinceEpoch(high, low, splitTime(epoch), "/t"), { name: "LogError" });
    }
  }));
});

Deno.test("sinceEpoch() names topic and stamp", () => {
  const far = splitTime(1_700_000_000_123_456_789n);
  assert.throws(
    () => sinceEpoch(far.high, far.low, splitTime(0n), "/imu/data"),
    /^LogError: \/imu\/data: log time 1700000000.123456789 s is more than 104 days/,
  );
});

Deno.test("secondsText() and epochBefore() lose nothing", () => {
  fc.assert(fc.property(times, (at) => {
    assert.equal(BigInt(secondsText(at).replace(".", "")), at);
    const epoch = epochBefore(at);
    assert.ok(bigTime(epoch) <= at && at - bigTime(epoch) < 1_000_000_000n);
  }));
  assert.equal(secondsText(-1_500_000_000n), "-1.500000000");
});
