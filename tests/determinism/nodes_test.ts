/** Determinism of hosted nodes: repeat, independence, and replay of what was recorded. */
import assert from "#assert";
import fc from "fast-check";
import { RandomTree } from "../../core/math/random.ts";
import { hostNode } from "../../runtime/host.ts";
import { MS, say, SECOND, textNode, world } from "../runtime/probe.ts";

Deno.test("the same node, messages and seed give the same outputs; nodes do not disturb it", async () => {
  const run = async (withNeighbour: boolean) => {
    const { executor, bus, tell, hear } = world();
    const heard = hear();
    const node = textNode("worker", (io) => {
      io.every(7, async () => {
        await io.sleep(3);
        say(io, `tick ${io.now() / MS}`);
      });
      return { a: (text) => say(io, `a ${text}`), b: async (text) => say(io, `b ${await text}`) };
    }, { inputs: { a: {}, b: { group: "side" } }, groups: { side: "reentrant" } });
    if (withNeighbour) {
      await hostNode(
        textNode(
          "noise",
          (io) => (io.every(1, () => say(io, "x")), { a: (text) => say(io, text) }),
          {
            inputs: { a: {} },
          },
        ),
        bus,
      );
    }
    const computeMs = { mean: 4, sd: 2, min: 1, max: 9 };
    await hostNode(node, bus, { computeMs, random: RandomTree.root(3).under("worker") });
    for (let i = 0; i < 100; i++) tell(i % 3 ? "/a" : "/b", String(i), i * MS);
    await executor.run({ until: SECOND });
    return heard.filter((line) => line.includes("/worker/said"));
  };
  const alone = await run(false);
  assert.ok(alone.length > 100);
  assert.deepEqual(await run(false), alone);
  assert.deepEqual(await run(true), alone);
});

Deno.test("a node's outputs on a recording are those of the run, whoever else was there", async () => {
  const upstream = textNode("up", (io) => {
    io.every(10, () => say(io, `tick ${io.now() / MS}`));
    return { in: (text) => say(io, `passed ${text}`) };
  }, { inputs: { in: {} } });
  const judged = textNode("judged", (io) => {
    io.every(10, () => say(io, `timer ${io.now() / MS}`));
    return { in: (text) => say(io, text), up: (text) => say(io, text) };
  }, { inputs: { in: {}, up: { topic: "up/said" } } });
  const times = fc.array(fc.nat({ max: 60 }), { maxLength: 40 });
  const property = fc.asyncProperty(times, fc.boolean(), async (at, first) => {
    const live = world();
    const heard = live.hear();
    for (const def of first ? [judged, upstream] : [upstream, judged]) {
      await hostNode(def, live.bus);
    }
    for (const [i, ms] of at.entries()) live.tell("/in", String(i), ms * MS);
    await live.executor.run({ until: 60 * MS });

    const replayed = world();
    const again = replayed.hear();
    await hostNode(judged, replayed.bus);
    const log = heard.filter((line) => !line.includes("/judged"));
    let next = 0;
    replayed.executor.addSource({
      name: "log",
      next: () => next < log.length ? Math.round(Number(log[next]!.split(" ")[0]) * MS) : Infinity,
      step() {
        const [ms, topic, ...text] = log[next++]!.split(" ");
        replayed.tell(topic!, text.join(" "), Math.round(Number(ms) * MS));
      },
    });
    await replayed.executor.run({ until: 60 * MS });
    const mine = (lines: string[]) => lines.filter((line) => line.includes("/judged"));
    assert.deepEqual(mine(again), mine(heard));
  });
  await fc.assert(property, { numRuns: 50 });
});
