import assert from "#assert";
import fc from "fast-check";
import type { Qos } from "../../../msgs/message.ts";
import { bestEffort, latched, reliable } from "../../../runtime/node.ts";
import { describeQos, fromRmw, timesOf, toRmw } from "../../../runtime/ros2/qos.ts";

const ms = fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined });
const arbitraryQos = fc.record({
  reliability: fc.constantFrom("reliable", "best_effort"),
  durability: fc.constantFrom("volatile", "transient_local"),
  depth: fc.integer({ min: 1, max: 1000 }),
  deadlineMs: ms,
  lifespanMs: ms,
  livelinessLeaseMs: ms,
}).map((qos) =>
  Object.fromEntries(
    Object.entries(qos).filter(([, value]) => value !== undefined),
  ) as unknown as Qos
);

/** What rcl does with both halves of a profile. */
function throughRmw(qos: Qos): Qos {
  const { depth, reliability, durability, liveliness } = toRmw(qos);
  const { deadline, lifespan, lease } = timesOf(qos);
  const never = { seconds: 9_223_372_036n, nanoseconds: 854_775_807 };
  const duration = (nanoseconds: bigint) =>
    nanoseconds === 0n ? never : {
      seconds: nanoseconds / 1_000_000_000n,
      nanoseconds: Number(nanoseconds % 1_000_000_000n),
    };
  return fromRmw({
    ...{ depth, reliability, durability, liveliness, deadline: duration(deadline) },
    lifespan: duration(lifespan),
    liveliness_lease_duration: duration(lease),
  });
}

Deno.test("every QoS comes back from rmw as it went", () => {
  fc.assert(fc.property(arbitraryQos, (qos) => assert.deepEqual(throughRmw(qos), qos)));
});

Deno.test("QoS has the numbers of rmw/types.h", () => {
  assert.deepEqual(toRmw(bestEffort(10)), {
    ...{ history: 1, depth: 10, reliability: 2, durability: 2, liveliness: 1 },
    avoidRosNameSpaceConventions: false,
  });
  const { reliability, durability } = toRmw(latched(1));
  assert.deepEqual([reliability, durability], [1, 1]);
  assert.deepEqual(timesOf({ ...reliable(1), deadlineMs: 0.5, livelinessLeaseMs: 2 }), {
    ...{ deadline: 500_000n, lifespan: 0n, lease: 2_000_000n },
  });
});

Deno.test("describeQos names what decides", () => {
  assert.equal(describeQos(bestEffort(5)), "best_effort, volatile");
  assert.equal(
    describeQos({ ...latched(1), deadlineMs: 20, livelinessLeaseMs: 100 }),
    "reliable, transient_local, deadline 20 ms, lease 100 ms",
  );
});
