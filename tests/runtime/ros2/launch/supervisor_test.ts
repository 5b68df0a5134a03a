import assert from "#assert";
import { type Launch, readLaunch } from "../../../../runtime/ros2/launch/file.ts";
import { supervise } from "../../../../runtime/ros2/launch/supervisor.ts";

type Nodes = Launch["nodes"];

function launch(...nodes: string[]): Nodes {
  return readLaunch(`nodes: [${nodes.map((node) => `{ ${node} }`).join(", ")}]`, "l.yaml").nodes;
}

/** Nodes that end with these codes, one a start; then they run until they are stopped. */
async function run(nodes: Nodes, codes: Record<string, number[]>, options: {
  stopAfter?: number;
  stubborn?: boolean;
} = {}) {
  const controller = new AbortController();
  const said: string[] = [];
  const stops: string[] = [];
  let starts = 0;
  const code = await supervise(nodes, controller.signal, {
    start({ node }) {
      if (++starts === options.stopAfter) queueMicrotask(() => controller.abort());
      const next = codes[node]?.shift();
      const { promise, resolve } = Promise.withResolvers<number>();
      if (next !== undefined) resolve(next);
      return {
        ended: promise,
        stop(force) {
          stops.push(`${node}${force ? " by force" : ""}`);
          if (force || !options.stubborn) resolve(130);
        },
      };
    },
    say: (line) => void said.push(line),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return { code, said, stops, starts };
}

Deno.test("a node is started again as its policy says, no more often than it may be", async () => {
  const nodes = launch(
    "node: a, restart: on_failure",
    "node: b",
    "node: c, restart: always, restarts_max: 1",
  );
  const { code, said, starts } = await run(nodes, { a: [1, 3, 0], b: [1], c: [0, 0] });
  assert.equal(code, 1);
  assert.equal(starts, 3 + 1 + 2);
  assert.deepEqual(said.filter((line) => line.startsWith("/a")), [
    "/a ended with code 1: restart 1",
    "/a ended with code 3: restart 2",
    "/a ended with code 0",
  ]);
  assert.ok(said.includes("/b ended with code 1"));
  assert.ok(said.includes("/c ended with code 0, after 1 restarts"));
});

Deno.test("bad input is not tried again", async () => {
  const { code, starts } = await run(launch("node: a, restart: always"), { a: [2] });
  assert.deepEqual([code, starts], [2, 1]);
});

Deno.test("an interruption ends all nodes, those that don't listen by force", async () => {
  const nodes = launch("node: a, restart: always", "node: b");
  const polite = await run(nodes, {}, { stopAfter: 2 });
  assert.deepEqual([polite.code, polite.stops], [130, ["a", "b"]]);
  const stubborn = await run(nodes, {}, { stopAfter: 2, stubborn: true });
  assert.deepEqual(stubborn.stops, ["a", "b", "a by force", "b by force"]);
  assert.equal(stubborn.code, 130);
});
