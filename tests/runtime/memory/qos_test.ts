import assert from "#assert";
import { hostNode } from "../../../runtime/host.ts";
import { incompatibility } from "../../../runtime/memory/qos.ts";
import { bestEffort, latched, type Qos, reliable } from "../../../runtime/node.ts";
import { SECOND, textNode, world } from "../probe.ts";

const bestEffortLatched: Qos = { ...bestEffort(1), durability: "transient_local" };
const lease = (livelinessLeaseMs: number): Qos => ({ ...reliable(1), livelinessLeaseMs });
const deadline = (deadlineMs: number): Qos => ({ ...reliable(1), deadlineMs });

/** The compatibility tables of docs.ros.org, "About Quality of Service settings". */
const TABLE: [name: string, offered: Qos, requested: Qos, compatible: boolean][] = [
  ["best effort to best effort", bestEffort(1), bestEffort(1), true],
  ["best effort to reliable", bestEffort(1), reliable(1), false],
  ["reliable to best effort", reliable(1), bestEffort(1), true],
  ["reliable to reliable", reliable(1), reliable(1), true],
  ["volatile to volatile", reliable(1), reliable(1), true],
  ["volatile to transient local", reliable(1), latched(1), false],
  ["transient local to volatile", latched(1), reliable(1), true],
  ["transient local to transient local", latched(1), latched(1), true],
  ["best effort, latched, to latched", bestEffortLatched, latched(1), false],
  ["best effort, latched, to the same", bestEffortLatched, bestEffortLatched, true],
  ["no deadline to no deadline", reliable(1), reliable(1), true],
  ["no deadline to a deadline", reliable(1), deadline(10), false],
  ["a deadline to no deadline", deadline(10), reliable(1), true],
  ["deadlines: shorter to longer", deadline(10), deadline(20), true],
  ["deadlines: equal", deadline(10), deadline(10), true],
  ["deadlines: longer to shorter", deadline(20), deadline(10), false],
  ["no lease to a lease", reliable(1), lease(10), false],
  ["a lease to a longer one", lease(10), lease(20), true],
  ["a lease to a shorter one", lease(20), lease(10), false],
  ["depth and lifespan never matter", { ...reliable(1), lifespanMs: 1 }, reliable(99), true],
];

for (const [name, offered, requested, compatible] of TABLE) {
  Deno.test(`QoS: ${name} ${compatible ? "fits" : "does not fit"}`, async () => {
    assert.equal(incompatibility(offered, requested) === undefined, compatible);
    const { executor, bus, tell } = world();
    let got = 0;
    const node = textNode("reader", () => ({ in: () => void got++ }), {
      inputs: { in: { qos: requested } },
    });
    await hostNode(node, bus);
    for (let i = 0; i < 3; i++) tell("/in", "x", i, offered);
    await executor.run({ until: SECOND });
    await executor.run({ until: 2 * SECOND });
    assert.equal(got, compatible ? 3 : 0);
    assert.equal(bus.log.entries.length, compatible ? 0 : 1);
    if (!compatible) {
      const { level, text } = bus.log.entries[0]!;
      assert.equal(level, "warn");
      assert.match(
        text,
        /^\/in: \/reader gets nothing from outside: .* offered, .*asked for: make /,
      );
    }
  });
}
