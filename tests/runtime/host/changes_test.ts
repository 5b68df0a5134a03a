import assert from "#assert";
import { z } from "zod";
import { hostNode } from "../../../runtime/host.ts";
import { defineNode } from "../../../runtime/node.ts";
import { testHost } from "../../../runtime/test_host.ts";
import { MS, SECOND, TEXT, world } from "../probe.ts";

const schema = z.object({
  gain: z.number().min(0).max(1).default(0.5),
  config: z.object({ range: z.number().gt(0).lte(100).default(10), name: z.string().default("a") })
    .prefault({}),
});

/** Says its gain for every message; takes changes unless told not to. */
function gainNode(listens = true) {
  return defineNode({
    name: "gain",
    params: schema,
    inputs: { in: { topic: "in", type: TEXT, qos: { ...QOS } } },
    outputs: { said: { topic: "said", type: TEXT, qos: QOS } },
    create(params, io) {
      let now = params;
      if (listens) {
        io.onParams((next) => {
          now = next as typeof params;
          if (now.config.name === "bad") throw new Error("can't be bad");
        });
      }
      return { in: () => io.publish.said({ data: `${now.gain} ${now.config.range}` }) };
    },
  });
}
const QOS = { reliability: "reliable", durability: "volatile", depth: 10 } as const;

Deno.test("a good change applies, group by group, and what is not named stays", async () => {
  const host = await testHost(gainNode(), { gain: 0.25 });
  assert.deepEqual(await host.setParams({ config: { range: 5 } }), { ok: true });
  await host.send("in", { data: "" });
  assert.deepEqual(host.outputs.said, [{ data: "0.25 5" }]);
  assert.deepEqual(host.node.params, { gain: 0.25, config: { range: 5, name: "a" } });
});

Deno.test("a bad change is refused with the reason, and the old one stays", async () => {
  const host = await testHost(gainNode());
  const reasons = [];
  for (const next of [{ gain: 2 }, { gian: 0.1 }, { config: { range: 0 } }, { gain: "x" }]) {
    const result = await host.setParams(next);
    reasons.push(result.ok ? "accepted" : result.reason);
  }
  assert.match(reasons[0]!, /^\/gain: parameter gain: .*<=1, got 2$/);
  assert.match(reasons[1]!, /^\/gain: parameter gian: unknown name; did you mean "gain"\?$/);
  assert.match(reasons[2]!, /^\/gain: parameter config.range: .*>0, got 0$/);
  assert.match(reasons[3]!, /^\/gain: parameter gain: .*expected number.*got "x"$/);
  await host.send("in", { data: "" });
  assert.deepEqual(host.outputs.said, [{ data: "0.5 10" }]);
});

Deno.test("a node that listens to no changes refuses them", async () => {
  const host = await testHost(gainNode(false));
  assert.deepEqual(await host.setParams({ gain: 0.1 }), {
    ok: false,
    reason: "/gain takes no parameters while it runs",
  });
});

Deno.test("a change waits for the callback that is in progress", async () => {
  const { executor, bus } = world();
  const seen: string[] = [];
  const def = defineNode({
    name: "busy",
    params: schema,
    inputs: {},
    outputs: {},
    create(_params, io) {
      io.onParams((next) =>
        void seen.push(`${io.now() / MS} gain ${(next as { gain: number }).gain}`)
      );
      io.every(10, async () => {
        seen.push(`${io.now() / MS} start`);
        await io.sleep(5);
        seen.push(`${io.now() / MS} end`);
      });
      return {};
    },
  });
  const node = await hostNode(def, bus);
  executor.at(12 * MS, () => void node.setParams({ gain: 0.1 }));
  executor.at(13 * MS, () => void node.setParams({ gain: 0.2 }));
  await executor.run({ until: 19 * MS });
  assert.deepEqual(seen, ["10 start", "15 end", "15 gain 0.1", "15 gain 0.2"]);
});

Deno.test("a node that throws at a change keeps its parameters, and it is an error", async () => {
  const host = await testHost(gainNode());
  assert.deepEqual(await host.setParams({ config: { name: "bad" } }), { ok: true });
  assert.equal(host.counters.errors, 1);
  assert.deepEqual(host.node.params, { gain: 0.5, config: { range: 10, name: "a" } });
  await host.advance(SECOND / MS);
});
