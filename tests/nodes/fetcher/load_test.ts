import assert from "#assert";
import { Loader } from "../../../nodes/fetcher/load.ts";
import { fetcherParams } from "../../../nodes/fetcher/params.ts";
import {
  type Answer,
  type FetchScript,
  resultOf,
  ScriptedNetwork,
} from "../../../runtime/host/fetch.ts";
import type { FetchInit } from "../../../runtime/node.ts";

/** A node's time and network, and a note of all that was asked of them. */
function world(script: FetchScript, params: Record<string, unknown> = {}) {
  const network = new ScriptedNetwork(script), asked: string[] = [], slept: number[] = [];
  let now = 0;
  const io = {
    now: () => now * 1e6,
    sleep(ms: number) {
      slept.push(ms);
      now += ms;
      return Promise.resolve();
    },
    fetch(url: string, { timeoutMs = Infinity, ...init }: FetchInit = {}) {
      asked.push(url);
      const answer: Answer = network.answer(url);
      const waits = answer.silent ? Infinity : answer.delay_ms ?? 0;
      now += Math.min(waits, timeoutMs);
      if (waits >= timeoutMs) return Promise.reject(new DOMException("late", "TimeoutError"));
      if (answer.error !== undefined) return Promise.reject(new TypeError(answer.error));
      return Promise.resolve().then(() => resultOf(answer, url, init));
    },
  };
  const all = fetcherParams.parse({ hosts: ["a", "b"], ...params });
  return { loader: new Loader(all, io), asked, slept, clock: () => now };
}

Deno.test("load(): a body at once is one attempt", async () => {
  const { loader, asked, slept } = world({ "http://a/": { body: "é" } });
  assert.deepEqual(await loader.load("http://a/"), { body: "é" });
  assert.deepEqual([asked, slept], [["http://a/"], []]);
  assert.deepEqual(loader.counts, { attempts: 1, retries: 0, redirects: 0 });
});

Deno.test("load(): what may pass is asked again, after waits that double, in [½, 1] of them", async () => {
  const flaky = [{ error: "reset" }, { status: 503 }, { status: 429 }, { silent: true }, {
    body: "x",
  }];
  const { loader, slept } = world({ "http://a/": flaky }, { retries: 4, backoff_max_ms: 1500 });
  assert.deepEqual(await loader.load("http://a/"), { body: "x" });
  assert.deepEqual(loader.counts, { attempts: 5, retries: 4, redirects: 0 });
  for (const [i, whole] of [500, 1000, 1500, 1500].entries()) {
    assert.ok(slept[i]! >= whole / 2 && slept[i]! <= whole, `${slept}`);
  }
});

Deno.test("load(): the waits are those of the seed, and differ between seeds", async () => {
  const waits = async (seed: number) => {
    const { loader, slept } = world({ "http://a/": { error: "down" } }, { seed });
    assert.deepEqual(await loader.load("http://a/"), { error: "down (4 tries)" });
    return slept;
  };
  assert.deepEqual(await waits(1), await waits(1));
  assert.notDeepEqual(await waits(1), await waits(2));
});

Deno.test("load(): what stays wrong is not asked again", async () => {
  const cases: readonly [Answer, RegExp][] = [
    [{ status: 404 }, /^http:\/\/a\/ answered 404$/],
    [{ status: 304 }, /answered 304$/],
    [{ body: "x".repeat(11) }, /a body of more than 10 bytes$/],
    [{ body: Uint8Array.of(0xff, 0xfe) }, /no UTF-8 text$/],
    [{ body: "a\0b" }, /no UTF-8 text$/],
    [{ status: 302 }, /answered 302 without a location$/],
    [{ status: 302, location: "http://c/" }, /^c is not on the list of hosts: it has a, b$/],
    [{ status: 302, location: "file:///etc/passwd" }, /only http and https/],
  ];
  for (const [answer, reason] of cases) {
    const { loader, asked } = world({ "http://a/": answer }, { body_bytes_max: 10 });
    const loaded = await loader.load("http://a/");
    assert.match("error" in loaded ? loaded.error : "a body", reason);
    assert.equal(asked.length, 1);
  }
});

Deno.test("load(): redirects are followed, up to their limit, and never in circles", async () => {
  const script = {
    "http://a/": { status: 302, location: "http://b/x" },
    "http://b/x": { status: 307, location: "../y" },
    "http://b/y": { body: "there" },
    "http://a/loop": { status: 301, location: "/loop" },
  };
  const { loader, asked } = world(script, { redirects_max: 2 });
  assert.deepEqual(await loader.load("http://a/"), { body: "there" });
  assert.deepEqual(await loader.load("http://a/loop"), { error: "more than 2 redirects" });
  assert.equal(asked.length, 3 + 3);
  const { loader: strict } = world(script, { redirects_max: 1 });
  assert.deepEqual(await strict.load("http://a/"), { error: "more than 1 redirects" });
});

Deno.test("load(): an attempt's time holds its redirects too", async () => {
  const slow = { status: 302, location: "/", delay_ms: 40 };
  const { loader, clock } = world({ "http://a/": slow }, {
    ...{ retries: 0, timeout_ms: 100, redirects_max: 20 },
  });
  assert.deepEqual(await loader.load("http://a/"), { error: "no answer within 100 ms" });
  assert.equal(clock(), 100);
});

Deno.test("load(): what is behind the ? of an address is in no error", async () => {
  const { loader } = world({}, { retries: 0 });
  const loaded = await loader.load("http://a/x?key=secret");
  assert.match((loaded as { error: string }).error, /"http:\/\/a\/x"/);
});

Deno.test("load(): a permission that is missing is told once", async () => {
  const { loader } = world({});
  const denied = Object.assign(new Error("Requires net access"), { name: "NotCapable" });
  const io = { now: () => 0, sleep: () => Promise.resolve(), fetch: () => Promise.reject(denied) };
  const one = new Loader(loader.params, io);
  assert.deepEqual(await one.load("http://a/"), { error: "Requires net access" });
  assert.equal(one.counts.attempts, 1);
});
