import assert from "#assert";
import { hostNode } from "../../../runtime/host.ts";
import { MS, SECOND, textNode, world } from "../probe.ts";

Deno.test("ticks are counted, never accumulated: exact over a million of them", async () => {
  const { executor, bus } = world();
  let ticks = 0;
  let wrong = 0;
  const node = textNode("clock", (io) => {
    io.every(1000 / 3 / 1000, () => { // a third of a millisecond: 333 333 ns
      ticks++;
      if (io.now() !== ticks * 333_333) wrong++;
    });
    return {};
  });
  await hostNode(node, bus);
  await executor.run({ until: 1_000_000 * 333_333 });
  assert.deepEqual([ticks, wrong, executor.now], [1_000_000, 0, 333_333_000_000]);
});

Deno.test("the first tick comes after one period; a stopped timer is silent", async () => {
  const { executor, bus } = world();
  const seen: number[] = [];
  let stop = () => {};
  const node = textNode("clock", (io) => {
    stop = io.every(10, () => {
      seen.push(io.now() / MS);
      if (seen.length === 3) stop();
    });
    return {};
  });
  await hostNode(node, bus);
  await executor.run({ until: SECOND });
  assert.deepEqual(seen, [10, 20, 30]);
});

Deno.test("while its group is busy one tick waits, further ones are missed and counted", async () => {
  const { executor, bus } = world();
  const seen: number[] = [];
  const node = await hostNode(
    textNode("slow", (io) => {
      io.every(10, async () => {
        seen.push(io.now() / MS);
        await io.sleep(seen.length === 1 ? 35 : 0);
      });
      return {};
    }),
    bus,
  );
  await executor.run({ until: 70 * MS });
  assert.deepEqual(seen, [10, 45, 50, 60, 70]);
  assert.equal(node.counters.missedTicks, 2);
});

Deno.test("timers of one instant run in the order in which they were started", async () => {
  const { executor, bus } = world();
  const seen: string[] = [];
  const node = textNode("clock", (io) => {
    io.every(10, () => void seen.push("a"));
    io.every(10, () => void seen.push("b"));
    return {};
  });
  await hostNode(node, bus);
  await executor.run({ until: 30 * MS });
  assert.deepEqual(seen.join(""), "ababab");
});

Deno.test("a period that is no positive number, or an unknown group, is refused", async () => {
  for (const ms of [0, -1, NaN, Infinity, 1e-7]) {
    const { bus } = world();
    const node = textNode("clock", (io) => (io.every(ms, () => {}), {}));
    await assert.rejects(hostNode(node, bus), RangeError, String(ms));
  }
  const { bus } = world();
  const node = textNode("clock", (io) => (io.every(1, () => {}, "other"), {}));
  await assert.rejects(hostNode(node, bus), /has no group "other"/);
});
