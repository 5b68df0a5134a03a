import assert from "#assert";
import fc from "fast-check";
import { RandomTree } from "../../../core/math/random.ts";
import { hostNode } from "../../../runtime/host.ts";
import { StuckError } from "../../../runtime/host/callback.ts";
import { SLOTS } from "../../../runtime/host/groups/group.ts";
import { MS, say, SECOND, textNode, world } from "../probe.ts";

/** Runs a node whose callbacks sleep for what their text says; gives [start, end] of each. */
async function spans(kind: "exclusive" | "reentrant", sends: readonly [at: number, ms: number][]) {
  const { executor, bus, tell } = world({ guard: false });
  const found: { start: number; end: number }[] = [];
  const node = textNode("sleeper", (io) => ({
    async in(text) {
      const span = { start: io.now() / MS, end: NaN };
      found.push(span);
      await io.sleep(Number(text));
      span.end = io.now() / MS;
    },
  }), { inputs: { in: { group: "g", qos: { ...QOS, depth: 1000 } } }, groups: { g: kind } });
  await hostNode(node, bus);
  for (const [at, ms] of sends) tell("/in", String(ms), at * MS);
  await executor.run({ until: 100 * SECOND });
  return found;
}
const QOS = { reliability: "reliable", durability: "volatile", depth: 1 } as const;

const SENDS = fc.array(fc.tuple(fc.nat({ max: 100 }), fc.nat({ max: 30 })), { maxLength: 40 });

Deno.test("law: an exclusive group never has two callbacks in progress, and loses none", async () => {
  await fc.assert(
    fc.asyncProperty(SENDS, async (sends) => {
      const found = await spans("exclusive", sends);
      assert.equal(found.length, sends.length);
      for (const [i, span] of found.entries()) {
        const before = found[i - 1];
        if (before !== undefined) assert.ok(span.start >= before.end, JSON.stringify(found));
      }
      // It is never idle while something waits: the first in, first out single server.
      let free = 0;
      const inOrder = [...sends].sort((a, b) => a[0] - b[0]);
      for (const [i, [at, ms]] of inOrder.entries()) {
        const start = Math.max(at, free);
        free = start + ms;
        assert.deepEqual(found[i], { start, end: free });
      }
    }),
    { numRuns: 50 },
  );
});

Deno.test("law: a reentrant group starts a callback when its message comes, or with the next free slot", async () => {
  await fc.assert(
    fc.asyncProperty(SENDS, async (sends) => {
      const found = await spans("reentrant", sends);
      // First in, first out, with as many servers as there are slots.
      const free = Array<number>(SLOTS).fill(0);
      const expected = [...sends].sort((a, b) => a[0] - b[0]).map(([at, ms]) => {
        const start = Math.max(at, free.shift()!);
        free.push(start + ms);
        free.sort((a, b) => a - b);
        return { start, end: start + ms };
      });
      assert.deepEqual(found, expected);
    }),
    { numRuns: 50 },
  );
});

Deno.test("law: with compute_ms outputs leave, and the group frees, at start + compute", async () => {
  const property = fc.asyncProperty(SENDS, fc.nat({ max: 20 }), async (sends, computeMs) => {
    const { executor, bus, tell, hear } = world({ guard: false });
    const heard = hear();
    const starts: number[] = [];
    const node = textNode("slow", (io) => ({
      in(text) {
        starts.push(io.now() / MS);
        say(io, text);
      },
    }), { inputs: { in: { qos: { ...QOS, depth: 1000 } } } });
    await hostNode(node, bus, { computeMs });
    for (const [i, [at]] of sends.entries()) tell("/in", String(i), at * MS);
    await executor.run({ until: 100 * SECOND });
    const inOrder = sends.map(([at], i) => ({ at, i })).sort((a, b) => a.at - b.at);
    let free = 0;
    const said = inOrder.map(({ at, i }) => {
      free = Math.max(at, free) + computeMs;
      return `${free} /slow/said ${i}`;
    });
    assert.deepEqual(heard.filter((line) => line.includes("said")), said);
    assert.deepEqual(starts, said.map((line) => Number(line.split(" ")[0]) - computeMs));
  });
  await fc.assert(property, { numRuns: 50 });
});

Deno.test("what waits in a group runs in order of arrival, over all of its inputs", async () => {
  const { executor, bus, tell } = world();
  const seen: string[] = [];
  const node = textNode("both", (io) => {
    io.every(25, () => void seen.push(`timer ${io.now() / MS}`));
    return {
      a: (text, at) => void seen.push(`a ${text} ${at / MS} ${io.now() / MS}`),
      b: (text, at) => void seen.push(`b ${text} ${at / MS} ${io.now() / MS}`),
    };
  }, { inputs: { a: {}, b: {} } });
  await hostNode(node, bus, { computeMs: 10 });
  tell("/b", "1", 20 * MS);
  tell("/a", "2", 21 * MS);
  tell("/b", "3", 22 * MS);
  tell("/a", "4", 23 * MS);
  await executor.run({ until: 74 * MS });
  assert.deepEqual(seen, [
    "b 1 20 20",
    "a 2 21 30",
    "b 3 22 40",
    "a 4 23 50",
    "timer 60", // the tick at 25; the one at 50 was missed
  ]);
});

Deno.test("an async callback with compute_ms holds its group to the later of both ends", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = textNode("mixed", (io) => ({
    async in(text) {
      say(io, `${text} early`);
      await io.sleep(Number(text));
      say(io, `${text} late`);
    },
  }), { inputs: { in: {} } });
  await hostNode(node, bus, { computeMs: 10 });
  tell("/in", "4", 0);
  tell("/in", "30", 0);
  tell("/in", "0", 0);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.slice(3), [
    "10 /mixed/said 4 early",
    "10 /mixed/said 4 late",
    "20 /mixed/said 30 early",
    "40 /mixed/said 30 late",
    "50 /mixed/said 0 early",
    "50 /mixed/said 0 late",
  ]);
});

Deno.test("a drawn compute time depends on the handler's own stream alone", async () => {
  const ends = async (others: number) => {
    const { executor, bus, tell, hear } = world();
    const heard = hear();
    const node = textNode("drawn", (io) => ({ a: (text) => say(io, text), b() {} }), {
      inputs: { a: { group: "x" }, b: { group: "y" } },
      groups: { x: "exclusive", y: "reentrant" },
    });
    const random = RandomTree.root(7).under("drawn");
    await hostNode(node, bus, { computeMs: { mean: 5, sd: 2, min: 1, max: 8 }, random });
    for (let i = 0; i < 50; i++) tell("/a", String(i), i * 10 * MS);
    for (let i = 0; i < others; i++) tell("/b", String(i), i * 3 * MS);
    await executor.run({ until: SECOND });
    return heard.filter((line) => line.includes("said"));
  };
  const alone = await ends(0);
  assert.equal(new Set(alone.map((line) => Number(line.split(" ")[0]) % 10)).size > 20, true);
  assert.deepEqual(await ends(40), alone);
});

Deno.test("promises of different depth never change the order of what is published", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const ticks = (count: number) => async () => {
    for (let i = 0; i < count; i++) await null;
  };
  const lag = (name: string, count: number) =>
    textNode(name, (io) => ({
      async in(text) {
        await ticks(count)();
        say(io, text);
      },
    }), { inputs: { in: {} } });
  await hostNode(lag("slow", 500), bus);
  await hostNode(lag("fast", 0), bus);
  await hostNode(lag("medium", 20), bus);
  for (let i = 0; i < 3; i++) tell("/in", String(i), 0);
  await executor.run({ until: 0 });
  const said = (i: number) => ["slow", "fast", "medium"].map((name) => `0 /${name}/said ${i}`);
  assert.deepEqual(heard.slice(3), [...said(0), ...said(1), ...said(2)]);
});

Deno.test("a promise that nobody of io made is awaited while time stands still", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
  const node = await hostNode(
    textNode("foreign", (io) => ({
      async in(text) {
        await WebAssembly.compile(empty);
        await new Promise((resolve) => setTimeout(resolve, 5 * (3 - Number(text))));
        say(io, text);
        await io.sleep(1);
        await new Promise((resolve) => setTimeout(resolve, 3 - Number(text)));
        say(io, `${text}'`);
      },
    }), { inputs: { in: { group: "g" } }, groups: { g: "reentrant" } }),
    bus,
  );
  for (let i = 0; i < 3; i++) tell("/in", String(i), 0);
  await executor.run({ until: SECOND });
  const said = (ms: number, mark: string) =>
    [0, 1, 2].map((i) => `${ms} /foreign/said ${i}${mark}`);
  assert.deepEqual(heard.slice(3), [...said(0, ""), ...said(1, "'")]);
  assert.deepEqual([node.counters.strays, node.counters.errors], [0, 0]);
});

Deno.test("a promise that never settles is an error that names callback and time, no hang", async () => {
  const { executor, bus, tell } = world({ foreignMs: 30 });
  await hostNode(
    textNode("stuck", () => ({ in: () => new Promise(() => {}) }), { inputs: { in: {} } }),
    bus,
  );
  tell("/in", "x", 1500 * MS);
  await assert.rejects(executor.run({ until: 2 * SECOND }), (error: unknown) => {
    assert.ok(error instanceof StuckError);
    assert.match(
      (error as StuckError).message,
      /^\/stuck: input in is stuck at 1.500000000 s: it awaits something/,
    );
    return true;
  });
});

Deno.test("code outside of any callback is refused, counted and said once", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = await hostNode(
    textNode("stray", (io) => ({
      in(text) {
        void Promise.resolve().then(() => say(io, text)); // should have been returned
      },
    }), { inputs: { in: {} } }),
    bus,
  );
  for (let i = 0; i < 3; i++) tell("/in", String(i), i * MS);
  await executor.run({ until: SECOND });
  await executor.run({ until: 2 * SECOND });
  assert.deepEqual(heard, ["0 /in 0", "1 /in 1", "2 /in 2"]);
  assert.deepEqual([node.counters.strays, node.counters.published], [3, 0]);
  assert.equal(bus.log.entries.length, 1);
  assert.match(bus.log.entries[0]!.text, /io.publish was called outside of any callback/);
});

Deno.test("a callback that races a foreign promise is found out", async () => {
  const { executor, bus, tell } = world();
  const node = await hostNode(
    textNode("racer", (io) => ({
      in: () => Promise.race([io.sleep(1000), new Promise<void>((r) => setTimeout(r, 5))]),
      wait: () => new Promise<void>((resolve) => setTimeout(resolve, 30)),
    }), { inputs: { in: {}, wait: { group: "b" } }, groups: { b: "reentrant" } }),
    bus,
  );
  tell("/in", "x", 0);
  tell("/wait", "x", MS);
  await executor.run({ until: 2 * SECOND });
  assert.equal(node.counters.strays, 1);
  assert.match(bus.log.entries[0]?.text ?? "", /input in went on by itself/);
});
