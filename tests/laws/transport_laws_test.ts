/** The laws of transports: what is sent arrives once, in order, with its bytes, time and QoS. */
import assert from "#assert";
import fc from "fast-check";
import { type Qos, TYPE_NAMES, type TypeName } from "../../msgs/mod.ts";
import { SECOND } from "../../msgs/time.ts";
import { bestEffort, latched, reliable } from "../../runtime/node.ts";
import { anything, plausible } from "./node_streams.ts";
import { type Arrived, expected, type Sent, TRANSPORTS, type Way } from "./transports.ts";
import { SOUND } from "./wrong_nodes.ts";

const QOS: Qos[] = [bestEffort(1), bestEffort(10), reliable(1), latched(3)];

/** Ways of any type and QoS, and any messages on them, many at one time. */
const traffic: fc.Arbitrary<[Way[], Sent[]]> = fc
  .array(fc.record({ type: fc.constantFrom(...TYPE_NAMES), qos: fc.constantFrom(...QOS) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((ways) => ways.map((way, i) => ({ ...way, topic: `/way_${i}` })))
  .chain((ways) => {
    const one = fc.nat({ max: ways.length - 1 }).chain((way) =>
      fc.record({
        way: fc.constant(way),
        at: fc.nat({ max: 5 }).map((tenths) => tenths * SECOND / 10),
        message: anything(ways[way]!.type),
      })
    );
    return fc.tuple(fc.constant(ways as Way[]), fc.array(one, { maxLength: 20 }));
  });

for (const [name, carry] of Object.entries(TRANSPORTS)) {
  Deno.test(`${name}: what is sent arrives once, in order, with its bytes, time and QoS`, async () => {
    await fc.assert(
      fc.asyncProperty(traffic, async ([ways, sent]) => {
        assert.deepEqual(await carry(ways, sent), expected(ways, sent));
      }),
      { numRuns: 40 },
    );
  });

  Deno.test(`${name}: the same traffic arrives the same twice`, async () => {
    const [ways, sent] = fc.sample(traffic, { numRuns: 30, seed: 1 }).at(-1)!;
    assert.deepEqual(await carry(ways, sent), await carry(ways, sent));
  });

  Deno.test(`${name}: a node says the same on it as in memory`, async () => {
    const type: TypeName = "sensor_msgs/msg/Imu";
    const ways = [{ topic: "/imu", type, qos: bestEffort(10) }];
    const sent = Array.from({ length: 500 }, (_, i) => {
      const at = (i + 1) * SECOND / 200;
      return { way: 0, at, message: plausible(type, at, 0) };
    });
    for (const node of Object.values(SOUND)) {
      const said = (all: Arrived[]) => all.filter(([topic]) => topic === "/said");
      const here = said(await carry(ways, sent, [node]));
      assert.ok(here.length > 100);
      assert.deepEqual(here, said(await TRANSPORTS["memory"]!(ways, sent, [node])));
    }
  });
}
