import assert from "#assert";
import { hostNode } from "../../../runtime/host.ts";
import { bestEffort, type Qos, reliable } from "../../../runtime/node.ts";
import { MS, SECOND, textNode, world } from "../probe.ts";

interface Case {
  name: string;
  qos: Qos;
  /** Messages 0, 1, 2 … come at these milliseconds. */
  at: number[];
  computeMs: number;
  /** `message@start` of those that are handled. */
  handled: string[];
  dropped: number;
  expired?: number;
}

const CASES: Case[] = [
  {
    name: "free group: depth 1 loses nothing",
    qos: reliable(1),
    at: [0, 0, 0],
    computeMs: 0,
    handled: ["0@0", "1@0", "2@0"],
    dropped: 0,
  },
  {
    name: "busy group, depth 1: the newest stays",
    qos: reliable(1),
    at: [0, 1, 2, 3],
    computeMs: 10,
    handled: ["0@0", "3@10"],
    dropped: 2,
  },
  {
    name: "busy group, depth 2",
    qos: reliable(2),
    at: [0, 1, 2, 3],
    computeMs: 10,
    handled: ["0@0", "2@10", "3@20"],
    dropped: 1,
  },
  {
    name: "best effort keeps as much",
    qos: bestEffort(2),
    at: [0, 1, 2, 3],
    computeMs: 10,
    handled: ["0@0", "2@10", "3@20"],
    dropped: 1,
  },
  {
    name: "depth 10 keeps all",
    qos: reliable(10),
    at: [0, 1, 2, 3],
    computeMs: 10,
    handled: ["0@0", "1@10", "2@20", "3@30"],
    dropped: 0,
  },
  {
    name: "a group that frees as a message comes takes it, nothing is dropped",
    qos: reliable(1),
    at: [0, 1, 10, 20],
    computeMs: 10,
    handled: ["0@0", "1@10", "2@20", "3@30"],
    dropped: 0,
  },
  {
    name: "too slow by half: every second one",
    qos: reliable(1),
    at: [0, 5, 10, 15, 20, 25, 30],
    computeMs: 10,
    handled: ["0@0", "1@10", "3@20", "5@30", "6@40"],
    dropped: 2,
  },
  {
    name: "lifespan: what waited too long is not handled",
    qos: { ...reliable(10), lifespanMs: 15 },
    at: [0, 1, 2, 3],
    computeMs: 10,
    handled: ["0@0", "1@10"],
    dropped: 0,
    expired: 2,
  },
];

for (const { name, qos, at, computeMs, handled, dropped, expired = 0 } of CASES) {
  Deno.test(`history: ${name}`, async () => {
    const { executor, bus, tell } = world();
    const seen: string[] = [];
    const node = textNode("reader", (io) => ({
      in: (text) => void seen.push(`${text}@${io.now() / MS}`),
    }), { inputs: { in: { qos } } });
    const hosted = await hostNode(node, bus, { computeMs });
    for (const [i, ms] of at.entries()) tell("/in", String(i), ms * MS);
    await executor.run({ until: SECOND });
    assert.deepEqual(seen, handled);
    assert.deepEqual(hosted.counters.inputs.in, { received: at.length, dropped, expired });
  });
}

Deno.test("receivedAt is when the message came, not when its turn came", async () => {
  const { executor, bus, tell } = world();
  const seen: number[] = [];
  const node = textNode("reader", () => ({ in: (_, at) => void seen.push(at / MS) }), {
    inputs: { in: {} },
  });
  await hostNode(node, bus, { computeMs: 10 });
  for (const ms of [0, 1, 2]) tell("/in", "x", ms * MS);
  await executor.run({ until: SECOND });
  assert.deepEqual(seen, [0, 1, 2]);
});
