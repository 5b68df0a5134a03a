import assert from "#assert";
import type { FilterPart } from "../../../core/cloud/filter/task.ts";
import type { CloudLayout } from "../../../core/cloud/layout.ts";
import { type RunTasks, TASKS } from "../../../core/tasks.ts";
import { hostNode } from "../../../runtime/host.ts";
import type { FetchScript } from "../../../runtime/host/fetch.ts";
import type { Io } from "../../../runtime/node.ts";
import { MS, say, SECOND, textNode, world } from "../probe.ts";

/** Runs one callback that starts at 10 ms, and gives what it said with the milliseconds. */
async function said(
  run: (io: Io, note: (text: string) => void) => Promise<void>,
  options: { fetch?: FetchScript; workMs?: number; pool?: RunTasks } = {},
): Promise<string[]> {
  const { executor, bus, tell } = world();
  const notes: string[] = [];
  const node = textNode("waiter", (io) => ({
    in: () => run(io, (text) => void notes.push(`${io.now() / MS} ${text}`)),
  }), { inputs: { in: {} } });
  const hosted = await hostNode(node, bus, options);
  tell("/in", "go", 10 * MS);
  await executor.run({ until: 100 * SECOND });
  assert.deepEqual(hosted.errors, []);
  assert.equal(hosted.counters.strays, 0);
  return notes;
}

const text = (body: Uint8Array) => new TextDecoder().decode(body);

Deno.test("sleep() ends in virtual time, also beside others and in any nesting", async () => {
  const notes = await said(async (io, note) => {
    const one = async (ms: number) => {
      await io.sleep(ms);
      note(`slept ${ms}`);
      await null;
      await io.sleep(ms);
      note(`again ${ms}`);
    };
    await Promise.all([one(30), one(20), one(0)]);
    note("all");
    await Promise.race([io.sleep(5), io.sleep(50)]);
    note("raced");
  });
  assert.deepEqual(notes, [
    "10 slept 0",
    "10 again 0",
    "30 slept 20",
    "40 slept 30",
    "50 again 20",
    "70 again 30",
    "70 all",
    "75 raced",
  ]);
});

Deno.test("sleep() of no time or of a bad one", async () => {
  const notes = await said(async (io, note) => {
    for (const ms of [-1, NaN, Infinity]) {
      await io.sleep(ms).catch((error) => note(error.name));
    }
  });
  assert.deepEqual(notes, ["10 RangeError", "10 RangeError", "10 RangeError"]);
});

Deno.test("simultaneous sleeps end in the order in which they began, over nodes", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const sleeper = (name: string, ms: number, more: number) =>
    textNode(name, (io) => ({
      async in() {
        await io.sleep(ms);
        await io.sleep(more);
        say(io, "up");
      },
    }), { inputs: { in: {} } });
  await hostNode(sleeper("a", 10, 20), bus);
  await hostNode(sleeper("b", 20, 10), bus);
  await hostNode(sleeper("c", 0, 30), bus);
  tell("/in", "x", 0);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.slice(1), ["30 /c/said up", "30 /a/said up", "30 /b/said up"]);
});

Deno.test("work() gives the job's result after its time, and what it threw", async () => {
  const notes = await said(async (io, note) => {
    note(String(await io.work(() => 6 * 7)));
    await io.work(() => {
      throw new RangeError("bad job");
    }).catch((error) => note(error.message));
  }, { workMs: 15 });
  assert.deepEqual(notes, ["25 42", "40 bad job"]);
});

/** Two points of x y z, of which one lies within 5 m. */
function parts(): FilterPart[] {
  const input = new SharedArrayBuffer(24), output = new SharedArrayBuffer(24);
  new Float32Array(input).set([1, 0, 0, 9, 0, 0]);
  const settings = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 25, 0);
  const layout: CloudLayout = {
    ...{ count: 1, step: 12, bigEndian: false, xyz: [0, 4, 8], double: false },
    intensity: undefined,
  };
  return [0, 12].map((offset) => ({ input, output, offset, layout, settings }));
}

Deno.test("work() runs tasks in turn, or by the pool; virtual time waits for its real time", async () => {
  let asked = 0;
  const pool: RunTasks = async (task, inputs) => {
    asked++;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return inputs.map((input) => TASKS[task](input as never)) as never;
  };
  const run = async (io: Io, note: (text: string) => void) => {
    const beside = io.sleep(5).then(() => note("slept"));
    note(JSON.stringify(await io.work("cloud/filter", parts())));
    await beside;
    await io.work("nothing" as "cloud/filter", parts()).catch((e) => note(e.name));
  };
  const inTurn = await said(run, { workMs: 15 });
  assert.deepEqual(inTurn, ["15 slept", "25 [[1,1,1],[0,1,0]]", "40 TypeError"]);
  assert.deepEqual(await said(run, { workMs: 15, pool }), inTurn);
  assert.equal(asked, 2);
});

Deno.test("fetch() is answered by the script, in virtual time", async () => {
  const fetch: FetchScript = {
    "http://a/map": { body: "map", delay_ms: 40 },
    "http://a/missing": { status: 404 },
    "http://a/down": { error: "connection refused", delay_ms: 5 },
    "http://a/flaky": [{ error: "reset" }, { status: 503, delay_ms: 1 }, { body: "at last" }],
  };
  const notes = await said(async (io, note) => {
    const get = async (path: string) => {
      try {
        const { status, body } = await io.fetch(`http://a/${path}`);
        note(`${status} ${text(body)}`);
      } catch (error) {
        note(String(error));
      }
    };
    await get("map");
    await get("missing");
    await get("down");
    for (let i = 0; i < 4; i++) await get("flaky");
    await get("unknown");
  }, { fetch });
  assert.deepEqual(notes, [
    "50 200 map",
    "50 404 ",
    "55 TypeError: fetch of http://a/down failed: connection refused",
    "55 TypeError: fetch of http://a/flaky failed: reset",
    "56 503 ",
    "56 200 at last",
    "56 200 at last",
    '56 TypeError: fetch of http://a/unknown failed: the scenario\'s fetch script has no "http://a/unknown"',
  ]);
});

Deno.test("fetch() times out and is cancelled in virtual time", async () => {
  const fetch: FetchScript = { slow: { delay_ms: 500 }, silent: { silent: true } };
  const notes = await said(async (io, note) => {
    await io.fetch("slow", { timeoutMs: 100 }).catch((error) => note(error.name));
    await io.fetch("silent", { timeoutMs: 100 }).catch((error) => note(error.name));
    const { status } = await io.fetch("slow", { timeoutMs: 1000 });
    note(String(status));
    const abort = new AbortController();
    const pending = io.fetch("silent", { signal: abort.signal }).catch((e) => note(e.name));
    await io.sleep(30);
    abort.abort();
    await pending;
    await io.fetch("slow", { signal: abort.signal }).catch((e) => note(`at once ${e.name}`));
  }, { fetch });
  assert.deepEqual(notes, [
    "110 TimeoutError",
    "210 TimeoutError",
    "710 200",
    "740 AbortError",
    "740 at once AbortError",
  ]);
});

Deno.test("a periodic fetch never blocks the other callbacks", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = textNode("fetcher", (io) => {
    io.every(100, async () => {
      const { body } = await io.fetch("u");
      say(io, text(body));
    }, "background");
    return { in: (got) => say(io, got) };
  }, { inputs: { in: {} }, groups: { background: "reentrant" } });
  await hostNode(node, bus, { fetch: { u: { body: "fetched", delay_ms: 250 } } });
  for (let i = 0; i < 40; i++) tell("/in", String(i), i * 10 * MS);
  await executor.run({ until: 500 * MS });
  const own = heard.filter((line) => /said \d/.test(line));
  assert.deepEqual(own, Array.from({ length: 40 }, (_, i) => `${i * 10} /fetcher/said ${i}`));
  assert.deepEqual(heard.filter((line) => line.includes("fetched")), [
    "350 /fetcher/said fetched",
    "450 /fetcher/said fetched",
  ]);
});

Deno.test("a wait that a callback did not await belongs to it, even when it is over", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = await hostNode(
    textNode("detached", (io) => ({
      in(got) {
        void io.sleep(20).then(async () => {
          await null;
          say(io, `${got} later`);
        });
        say(io, got);
      },
    }), { inputs: { in: {} } }),
    bus,
  );
  tell("/in", "a", 0);
  tell("/in", "b", 10 * MS);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.filter((line) => line.includes("said")), [
    "0 /detached/said a",
    "10 /detached/said b",
    "20 /detached/said a later",
    "30 /detached/said b later",
  ]);
  assert.equal(node.counters.strays, 0);
});

Deno.test("where time is not virtual, fetch and work are the host's, and end at the time that it is then", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  let answer = (_text: string) => {};
  let wakes = 0;
  const node = textNode("live", (io) => ({
    in: async (asked) => {
      const { status, body } = await io.fetch(`http://${asked}`);
      say(io, `${status} ${text(body)} ${await io.work(() => 6 * 7)}`);
    },
  }), { inputs: { in: {} } });
  const urls: string[] = [];
  await hostNode(node, bus, {
    live: {
      fetch(url) {
        urls.push(url);
        return new Promise((resolve) => {
          answer = (said) => resolve({ status: 200, body: new TextEncoder().encode(said) });
        });
      },
      work: (job) => Promise.resolve(job()),
      wake: () => void wakes++,
    },
  });
  tell("/in", "peer", 10 * MS);
  await executor.run({ until: 30 * MS }); // the answer is not waited for
  assert.deepEqual(urls, ["http://peer"]);
  answer("hi");
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(wakes, 1);
  await executor.run({ until: 40 * MS });
  await new Promise((resolve) => setImmediate(resolve));
  await executor.run({ until: 50 * MS });
  assert.equal(wakes, 2);
  assert.match(heard.at(-1)!, /^(30|40) \/live\/said 200 hi 42$/);
});

Deno.test("where time is not virtual, the node's end cancels what it fetches, its signal too", async () => {
  const { executor, bus, tell } = world();
  const reasons: string[] = [], own = new AbortController();
  const node = await hostNode(
    textNode("live", (io) => ({
      in: async (url) => void await io.fetch(url, url === "own" ? { signal: own.signal } : {}),
    }), { inputs: { in: { group: "many" } }, groups: { many: "reentrant" } }),
    bus,
    {
      live: {
        fetch: (url, { signal }) => {
          if (url === "done") return Promise.resolve({ status: 200, body: new Uint8Array() });
          return new Promise((_, reject) => {
            signal!.addEventListener("abort", () => {
              reasons.push(`${url}: ${signal!.reason.message}`);
              reject(signal!.reason);
            });
          });
        },
        wake: () => {},
      },
    },
  );
  for (const url of ["a", "own", "done", "b"]) tell("/in", url, MS);
  await executor.run({ until: 2 * MS });
  own.abort(new Error("enough"));
  node.close();
  await executor.run({ until: 3 * MS });
  assert.deepEqual(reasons, ["own: enough", "a: the node has ended", "b: the node has ended"]);
});
