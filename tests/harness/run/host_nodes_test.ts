import assert from "#assert";
import { RandomTree } from "../../../core/math/random.ts";
import {
  HostedNodes,
  hostNodes,
  type HostSpec,
  nodeStreams,
} from "../../../harness/run/host_nodes.ts";
import type { NodeDef } from "../../../runtime/node.ts";
import { say, SECOND, textNode, world } from "../../runtime/probe.ts";
import { spinner } from "../fixtures.ts";

/** A node to host with nothing special about it. */
function spec(def: NodeDef, over: Partial<HostSpec> = {}): HostSpec {
  return { def, namespace: "", remap: {}, params: {}, compute_ms: 0, ...over };
}

Deno.test("nodeStreams() are the seed's streams below a name that no sensor can have", () => {
  const draw = (tree: RandomTree) => tree.at("a/b").next();
  assert.equal(draw(nodeStreams(7, "imu")), RandomTree.root(7).at("node:imu/a/b").next());
  assert.notEqual(draw(nodeStreams(7, "imu")), draw(RandomTree.root(7).under("imu")));
  assert.notEqual(draw(nodeStreams(7, "imu")), draw(nodeStreams(8, "imu")));
});

Deno.test("hostNodes() hosts under each name, namespace and remap, in order", async () => {
  const { bus, tell, executor } = world();
  const order: string[] = [];
  const echo = textNode("echo", (io) => ({
    heard(text) {
      order.push(text);
      say(io, text);
    },
  }), { inputs: { heard: {} }, said: "said" });
  const nodes = await hostNodes({
    second: spec(echo, { namespace: "left" }),
    first: spec(echo, { remap: { heard: "/left/heard", said: "/both" } }),
  }, { bus, seed: 1 });
  tell("/left/heard", "x", 0);
  const said: string[] = [];
  bus.observe(({ name }) => name === "/clock" ? undefined : () => void said.push(name));
  await executor.run({ until: 1 });
  assert.deepEqual(order, ["x", "x"]);
  assert.deepEqual(said, ["/left/heard", "/left/said", "/both"], "in the order of the names given");
  assert.deepEqual(Object.keys(nodes.results()), ["second", "first"]);
});

Deno.test("settings make another run host the same: all parameters, defaults included", async () => {
  const given = spec(spinner, {
    namespace: "robot",
    remap: { odom: "/o" },
    params: { gain: 2, initial_position: [1, 2, 3] },
    compute_ms: { mean: 3, sd: 1 },
    fetch: { "http://a/": [{ status: 503 }, { body: "x" }] },
  });
  const { settings } = await hostNodes({ turn: given }, { bus: world().bus, seed: 1 });
  assert.deepEqual(settings, {
    turn: {
      node: "spinner",
      namespace: "robot",
      remap: { odom: "/o" },
      params: { gain: 2, publish_debug: false, initial_position: [1, 2, 3] },
      compute_ms: { mean: 3, sd: 1 },
      fetch: { "http://a/": [{ status: 503 }, { body: "x" }] },
    },
  });
  const { node: _, ...recorded } = JSON.parse(JSON.stringify(settings)).turn;
  const again = await hostNodes({ turn: { def: spinner, ...recorded } }, {
    bus: world().bus,
    seed: 2,
  });
  assert.deepEqual(again.settings, settings);
});

Deno.test("compute times are drawn from the node's own stream of the seed", async () => {
  const leaving = async (seed: number, extra: Record<string, HostSpec> = {}) => {
    const { bus, executor, tell } = world();
    const echo = textNode("e", (io) => ({ heard: (text) => say(io, text) }), {
      inputs: { heard: {} },
      said: "said",
    });
    await hostNodes({ ...extra, echo: spec(echo, { compute_ms: { mean: 50, sd: 10 } }) }, {
      bus,
      seed,
    });
    const at: number[] = [];
    bus.observe(({ name }) =>
      name === "/said" ? (_message, when) => void at.push(when) : undefined
    );
    for (let i = 0; i < 5; i++) tell("/heard", "x", i * SECOND);
    await executor.run({ until: 6 * SECOND });
    assert.equal(at.length, 5);
    return at;
  };
  const one = await leaving(1);
  assert.equal(new Set(one.map((at) => at % SECOND)).size, 5, "each time is drawn");
  const other = textNode("o", () => ({}), { said: "other" });
  assert.deepEqual(await leaving(1, { other: spec(other) }), one);
  assert.notDeepEqual(await leaving(2), one);
});

Deno.test("results() are what nodes and hosts say of themselves, as plain data", async () => {
  const { bus, executor, tell } = world();
  const careful = textNode("careful", (io) => {
    const values = [{ key: "a", value: "1" }, { key: "b", value: "x" }];
    io.diagnostics(() => [{ level: 1, name: "state", message: "unsure", hardware_id: "", values }]);
    return {
      heard(text) {
        if (text === "bad") throw new Error("no");
      },
    };
  }, { inputs: { heard: {} } });
  const nodes = await hostNodes({ my: spec(careful) }, { bus, seed: 1 });
  for (const [i, text] of ["good", "bad", "good"].entries()) tell("/heard", text, i);
  await executor.run({ until: 10 });
  const results = nodes.results();
  assert.deepEqual(JSON.parse(JSON.stringify(results)), results, "nothing is lost in JSON");
  const { counters, diagnostics } = results.my!;
  const { callbacks, errors, inputs } = counters as Record<string, number>;
  assert.deepEqual({ callbacks, errors }, { callbacks: 3, errors: 1 });
  assert.equal((inputs as unknown as Record<string, Record<string, number>>).heard!.received, 3);
  assert.deepEqual(Object.keys(diagnostics), ["state", "/my: host"]);
  assert.deepEqual(diagnostics.state, {
    level: 1,
    message: "unsure",
    values: { a: "1", b: "x" },
  });
});

/** Nodes that log `count` lines of each level, one a millisecond. */
async function complaining(count: number, limit = 10_000): Promise<string[]> {
  const { bus, executor } = world({ log: { limit } });
  const node = textNode("loud", (io) => {
    let left = count;
    io.every(1, () => {
      if (left-- <= 0) return;
      io.log.info("never heard");
      io.log.warn(`warned ${left}`);
      io.log.error(`failed ${left}`);
    });
    return {};
  });
  const nodes = await hostNodes({ loud: spec(node) }, { bus, seed: 1 });
  await executor.run({ until: SECOND });
  return nodes.warnings();
}

Deno.test("warnings() are what was logged as warning or error, with node and time", async () => {
  assert.deepEqual(await complaining(2), [
    "/loud at 0.001 s: warned 1",
    "/loud at 0.001 s: failed 1",
    "/loud at 0.002 s: warned 0",
    "/loud at 0.002 s: failed 0",
  ]);
  assert.deepEqual(await complaining(0), []);
});

Deno.test("warnings() of a node that always complains are cut and counted", async () => {
  const all = await complaining(25);
  assert.equal(all.length, 50);
  const cut = await complaining(100);
  assert.equal(cut.length, 51);
  assert.deepEqual(cut.slice(0, 50), (await complaining(100)).slice(0, 50));
  assert.equal(cut[50], "and 150 more lines");
  // Of 300 lines the log kept 150, a hundred of them serious; what it lost is counted too.
  assert.equal((await complaining(100, 150))[50], "and 200 more lines");
});

Deno.test("close() takes all nodes off the bus", async () => {
  const { bus } = world();
  const nodes = await hostNodes({ a: spec(spinner), b: spec(spinner, { namespace: "b" }) }, {
    bus,
    seed: 1,
  });
  assert.ok(nodes instanceof HostedNodes);
  assert.deepEqual(bus.topics().map(({ name }) => name), [
    ...["/b/note", "/b/odom", "/diagnostics", "/note", "/odom"],
  ]);
  nodes.close();
  assert.deepEqual(bus.topics(), []);
});
