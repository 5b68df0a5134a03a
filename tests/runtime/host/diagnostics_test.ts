import assert from "#assert";
import { hostNode } from "../../../runtime/host.ts";
import type { DiagnosticArray, DiagnosticStatus } from "../../../msgs/types.ts";
import { MS, SECOND, textNode, world } from "../probe.ts";

Deno.test("/diagnostics comes once a second, with the node's statuses and the host's", async () => {
  const { executor, bus, tell } = world();
  const seen: [number, DiagnosticArray][] = [];
  bus.observe((topic) =>
    topic.name === "/diagnostics"
      ? (message, at) => void seen.push([at, message as DiagnosticArray])
      : undefined
  );
  let asked = 0;
  const own: DiagnosticStatus = { level: 0, name: "own", message: "", hardware_id: "", values: [] };
  const node = textNode("judged", (io) => {
    io.diagnostics(() => [{ ...own, message: `asked ${++asked}` }]);
    return {
      in(text) {
        if (text === "bad") throw new Error("bad");
      },
    };
  }, { inputs: { in: { qos: { reliability: "reliable", durability: "volatile", depth: 1 } } } });
  await hostNode(node, bus, { computeMs: 10 });
  tell("/in", "bad", 100 * MS);
  for (const ms of [1100, 1101, 1102, 1103]) tell("/in", "ok", ms * MS);
  await executor.run({ until: 3 * SECOND });

  assert.deepEqual(seen.map(([at]) => at / SECOND), [1, 2, 3]);
  assert.deepEqual(seen.map(([, { header }]) => header.stamp.sec), [2, 3, 4]); // the epoch is 1 s
  assert.deepEqual(seen.map(([, { status }]) => status[0]?.message), [
    "asked 1",
    "asked 2",
    "asked 3",
  ]);
  const host = seen.map(([, { status }]) => status[1]!);
  assert.deepEqual(host.map(({ name, level, message }) => [name, level, message]), [
    ["/judged: host", 2, "handlers failed"],
    ["/judged: host", 1, "messages or ticks were lost"],
    ["/judged: host", 0, "all handled"],
  ]);
  const values = Object.fromEntries(host[2]!.values.map(({ key, value }) => [key, value]));
  assert.deepEqual(values, {
    callbacks: "3",
    published: "0",
    errors: "1",
    strays: "0",
    refused: "0",
    missed_ticks: "0",
    "in.received": "5",
    "in.dropped": "2",
    "in.expired": "0",
  });
});

Deno.test("a report that throws is an error of the node, the rest is still reported", async () => {
  const { executor, bus } = world();
  const node = await hostNode(
    textNode("broken", (io) => {
      io.diagnostics(() => {
        throw new Error("no report");
      });
      return {};
    }),
    bus,
  );
  assert.equal(node.diagnostics().length, 1);
  await executor.run({ until: SECOND });
  assert.equal(node.counters.errors, 2);
});
