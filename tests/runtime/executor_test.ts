import assert from "#assert";
import { Executor, PRIORITY, type Source } from "../../runtime/executor.ts";
import { hostNode } from "../../runtime/host.ts";
import { MS, say, SECOND, textNode, world } from "./probe.ts";

/** A source that steps at these times. */
function sourceAt(times: readonly number[], step: (at: number) => void): Source {
  let i = 0;
  return { name: "list", next: () => times[i] ?? Infinity, step: () => step(times[i++]!) };
}

Deno.test("run() executes in order of time, priority and sequence", async () => {
  const executor = new Executor();
  const seen: string[] = [];
  const put = (at: number, priority: number, name: string) =>
    executor.schedule(at, priority, { fire: () => void seen.push(name) }, undefined);
  put(2, PRIORITY.delivery, "2 delivery");
  put(1, PRIORITY.delivery, "1 delivery a");
  put(1, PRIORITY.delivery, "1 delivery b");
  put(1, PRIORITY.timers, "1 timer");
  put(1, PRIORITY.wakes, "1 wake");
  executor.addSource(sourceAt([1, 2], (at) => seen.push(`${at} source`)));
  await executor.run({ until: 2 });
  const expected = ["1 source", "1 wake", "1 timer", "1 delivery a", "1 delivery b", "2 source"];
  assert.deepEqual(seen, [...expected, "2 delivery"]);
});

Deno.test("nextEvent is when something waits to happen by itself", async () => {
  const executor = new Executor();
  assert.equal(executor.nextEvent, Infinity);
  for (const at of [7, 3]) executor.schedule(at, PRIORITY.timers, { fire: () => undefined }, 0);
  assert.equal(executor.nextEvent, 3);
  await executor.run({ until: 3 });
  assert.equal(executor.nextEvent, 7);
});

Deno.test("run() stops after `until` and goes on where it stopped", async () => {
  const executor = new Executor();
  const seen: number[] = [];
  for (const at of [10, 20, 30]) executor.at(at, () => void seen.push(at));
  await executor.run({ until: 20 });
  assert.deepEqual(seen, [10, 20]);
  assert.equal(executor.now, 20);
  await executor.run({ until: 25 });
  assert.equal(executor.now, 25);
  await executor.run({ until: 30 });
  assert.deepEqual(seen, [10, 20, 30]);
});

Deno.test("run() without `until` ends with its source, after what was on its way", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = textNode("echo", (io) => {
    io.every(100, () => {});
    return { in: (text) => say(io, text) };
  }, { inputs: { in: {} } });
  await hostNode(node, bus, { computeMs: 30 });
  executor.addSource(sourceAt([50 * MS], (at) => tell("/in", "last", at + 5 * MS)));
  await executor.run();
  assert.deepEqual(heard, ["55 /in last", "85 /echo/said last"]);
  assert.equal(executor.now, 85 * MS);
});

Deno.test("run() without `until` ends although two nodes answer each other for ever", async () => {
  const { executor, bus, tell } = world({ guard: false });
  const ping = textNode("ping", (io) => ({
    start: (text) => say(io, text),
    back: (text) => say(io, text),
  }), { inputs: { start: {}, back: { topic: "pong/said" } } });
  const pong = textNode("pong", (io) => ({ ball: (text) => say(io, text) }), {
    inputs: { ball: { topic: "ping/said" } },
  });
  await hostNode(ping, bus, { computeMs: 1 });
  await hostNode(pong, bus, { computeMs: 1 });
  tell("/start", "x", 0);
  await executor.run();
  assert.equal(executor.now, SECOND);
});

Deno.test("a source that is over does not end a run with `until`", async () => {
  const executor = new Executor();
  let late = false;
  executor.addSource(sourceAt([1], () => {}));
  executor.at(5, () => void (late = true));
  await executor.run({ until: 10 });
  assert.ok(late);
});

Deno.test("two sources at one time step in the order in which they were added", async () => {
  const executor = new Executor();
  const seen: string[] = [];
  executor.addSource(sourceAt([1, 2], (at) => seen.push(`a${at}`)));
  executor.addSource(sourceAt([1, 2], (at) => seen.push(`b${at}`)));
  await executor.run();
  assert.deepEqual(seen, ["a1", "b1", "a2", "b2"]);
});

Deno.test("a source is refilled when it asks for it, and only then", async () => {
  const executor = new Executor();
  const seen: number[] = [];
  const batches = [[1, 2], [], [2, 5]];
  let batch: number[] = [];
  let over = false;
  executor.addSource({
    name: "batches",
    next: () => batch[0] ?? (over ? Infinity : NaN),
    step: () => void seen.push(batch.shift()!),
    async refill() {
      do {
        await null;
        const next = batches.shift();
        if (next === undefined) over = true;
        batch = next ?? [];
      } while (batch.length === 0 && !over);
    },
  });
  await executor.run();
  assert.deepEqual(seen, [1, 2, 2, 5]);
});

Deno.test("small batches do not keep run() from its turns, where it can be aborted", async () => {
  const executor = new Executor();
  const abort = new AbortController();
  let [left, at] = [0, 0];
  executor.addSource({
    name: "endless",
    next: () => left > 0 ? at : NaN,
    step: () => void (at++, left--),
    refill: () => Promise.resolve(void (left = 100)),
  });
  const { signal } = abort;
  assert.equal(await executor.run({ signal, onTurn: () => abort.abort() }), "aborted");
  assert.equal(at, 8192);
});

Deno.test("a source that goes back, or never refills, is an error that names it", async () => {
  const back = new Executor();
  back.addSource(sourceAt([5, 4], () => {}));
  await assert.rejects(back.run(), /Source list goes back from 5 to 4/);
  const empty = new Executor();
  empty.addSource({ name: "dry", next: () => NaN, step() {} });
  await assert.rejects(empty.run(), /Source dry does not refill/);
});

Deno.test("a step that is not here yet is awaited when it is due, not before", async () => {
  const executor = new Executor();
  const seen: string[] = [];
  let [here, at] = [false, 1];
  executor.addSource({
    name: "slow",
    next: () => at <= 3 ? at * 10 : Infinity,
    step: () => void (seen.push(`step ${at++}`), here = false),
    awaits: () => !here,
    async refill() {
      seen.push(`await ${at}`);
      await null;
      here = true;
    },
  });
  for (const due of [5, 15]) executor.at(due, () => void seen.push(`event ${due}`));
  await executor.run();
  const [first, second, third] = [1, 2, 3].map((k) => [`await ${k}`, `step ${k}`]);
  assert.deepEqual(seen, ["event 5", ...first!, "event 15", ...second!, ...third!]);
  const ended = new Executor();
  ended.addSource({ name: "never", next: () => 1, step() {}, awaits: () => true });
  await assert.rejects(ended.run(), /Source never does not get what it awaits/);
  const abort = new AbortController();
  const left = new Executor();
  const refill = () => Promise.resolve(abort.abort());
  left.addSource({ name: "left", next: () => 1, step() {}, awaits: () => true, refill });
  assert.equal(await left.run({ signal: abort.signal }), "aborted");
});

Deno.test("schedule() refuses the past; run() refuses to run twice at once", async () => {
  const executor = new Executor({ start: 100 });
  assert.throws(() => executor.at(99, () => {}), RangeError);
  const first = executor.run({ until: 200 });
  await first;
  let inner: Promise<unknown> | undefined;
  executor.at(250, () => void (inner = executor.run({ until: 300 })));
  await executor.run({ until: 300 });
  await assert.rejects(inner!, /runs already/);
});

Deno.test("run() can be aborted between turns, and says so", async () => {
  const executor = new Executor();
  const abort = new AbortController();
  const tick = (at: number): void => executor.at(at, () => tick(at + 1));
  tick(0);
  let turns = 0;
  const onTurn = () => void (++turns === 3 && abort.abort());
  assert.equal(await executor.run({ until: 1e9, signal: abort.signal, onTurn }), "aborted");
  assert.equal(turns, 3);
  assert.ok(executor.now < 1e6);
});

Deno.test("at() awaits what it calls while time stands still", async () => {
  const executor = new Executor({ foreignMs: 1 });
  const seen: string[] = [];
  executor.at(10, async () => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.push(`late at ${executor.now}`);
  });
  executor.at(11, () => void seen.push("next"));
  await executor.run({ until: 20 });
  assert.deepEqual(seen, ["late at 10", "next"]);
});

Deno.test("what at() throws ends the run", async () => {
  const executor = new Executor();
  executor.at(1, () => {
    throw new RangeError("sync");
  });
  await assert.rejects(executor.run({ until: 2 }), /sync/);
  executor.at(3, () => Promise.reject(new RangeError("async")));
  await assert.rejects(executor.run({ until: 5 }), /async/);
});

Deno.test("due() is what comes first, of the queue and of the sources", () => {
  const executor = new Executor();
  assert.equal(executor.due(), Infinity);
  executor.at(50, () => {});
  assert.equal(executor.due(), 50);
  let next = 20;
  executor.addSource({ name: "s", next: () => next, step() {} });
  assert.equal(executor.due(), 20);
  next = Infinity;
  assert.equal(executor.due(), 50);
  next = NaN;
  assert.ok(Number.isNaN(executor.due()));
});
