import assert from "#assert";
import fc from "fast-check";
import { SLOTS, Slots } from "../../../../runtime/host/groups/group.ts";
import { hostNode, type HostOptions } from "../../../../runtime/host.ts";
import { reliable } from "../../../../runtime/node.ts";
import { MS, SECOND, textNode, world } from "../../probe.ts";

/** A message: when, to which input, how long its callback takes by sleeping. */
type Send = readonly [at: number, input: "rt" | "a" | "b", ms: number];

/** What a node with a real-time and two background groups did: `at start|end input`. */
async function run(sends: readonly Send[], options: HostOptions = {}): Promise<string[]> {
  const { executor, bus, tell } = world({ guard: false });
  const done: string[] = [];
  const handler =
    (name: string) =>
    (io: { now(): number; sleep(ms: number): Promise<void> }) =>
    async (text: string) => {
      done.push(`${io.now() / MS} start ${name}`);
      await io.sleep(Number(text));
      done.push(`${io.now() / MS} end ${name}`);
    };
  const qos = reliable(1000);
  const node = textNode("node", (io) => ({
    rt: handler("rt")(io),
    a: handler("a")(io),
    b: handler("b")(io),
  }), {
    inputs: {
      rt: { qos, group: "realtime" },
      a: { qos, group: "background" },
      b: { qos, group: "background" },
    },
    groups: { background: "reentrant", realtime: "exclusive" },
  });
  await hostNode(node, bus, options);
  for (const [at, input, ms] of sends) tell(`/${input}`, String(ms), at * MS);
  await executor.run({ until: 100 * SECOND });
  return done;
}

const SENDS = fc.array(
  fc.tuple(
    fc.nat({ max: 60 }),
    fc.constantFrom("rt" as const, "a" as const, "b" as const),
    fc.nat({ max: 30 }),
  ),
  { maxLength: 40 },
);

Deno.test("law: no more callbacks than slots are in progress, and each message has one", async () => {
  await fc.assert(
    fc.asyncProperty(SENDS, fc.integer({ min: 1, max: 6 }), async (sends, slots) => {
      const done = await run(sends, { slots });
      let inProgress = 0, background = 0;
      for (const line of done) {
        const [, what, input] = line.split(" ");
        const step = what === "start" ? 1 : -1;
        inProgress += step;
        if (input !== "rt") background += step;
        assert.ok(inProgress <= slots, done.join("\n"));
        assert.ok(background <= Math.max(1, slots - 1), "the last slot is the real-time group's");
      }
      assert.equal(done.length, 2 * sends.length);
    }),
    { numRuns: 50 },
  );
});

Deno.test("law: the background never makes the real-time group wait", async () => {
  await fc.assert(
    fc.asyncProperty(SENDS, fc.integer({ min: 2, max: 6 }), async (sends, slots) => {
      const of = (lines: readonly string[]) => lines.filter((line) => line.endsWith(" rt"));
      const alone = await run(sends.filter(([, input]) => input === "rt"), { slots });
      assert.deepEqual(of(await run(sends, { slots })), of(alone));
    }),
    { numRuns: 50 },
  );
});

Deno.test("with one slot, what is urgent and waits is served before what waited for longer", async () => {
  const sends: Send[] = [[0, "a", 10], [1, "b", 10], [2, "a", 10], [3, "rt", 1], [4, "rt", 1]];
  const starts = (await run(sends, { slots: 1 })).filter((line) => line.includes("start"));
  assert.deepEqual(starts, [
    ...["0 start a", "10 start rt", "11 start rt", "12 start b", "22 start a"],
  ]);
});

Deno.test("compute time takes a slot in a reentrant group too", async () => {
  const { executor, bus, tell } = world();
  const starts: number[] = [];
  const node = textNode("busy", (io) => ({ in: () => void starts.push(io.now() / MS) }), {
    inputs: { in: { group: "g", qos: reliable(100) } },
    groups: { g: "reentrant" },
  });
  await hostNode(node, bus, { computeMs: 10 });
  for (let i = 0; i < 10; i++) tell("/in", "", 0, reliable(100));
  await executor.run({ until: SECOND });
  assert.deepEqual(starts, [0, 0, 0, 0, 10, 10, 10, 10, 20, 20]);
});

Deno.test("a number of slots that is no positive integer is refused", () => {
  for (const count of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => new Slots(count), { name: "RangeError", message: /1 slot or more/ });
  }
  assert.equal(SLOTS, 4);
});
