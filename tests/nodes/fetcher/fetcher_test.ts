import assert from "#assert";
import { fetcher } from "../../../nodes/fetcher/fetcher.ts";
import type { FetchScript } from "../../../runtime/host/fetch.ts";
import { testHost } from "../../../runtime/test_host.ts";

const URL_A = "http://map.local/a";
const PARAMS = { url: URL_A, hosts: ["map.local"] };
const host = (fetch: FetchScript, params: Record<string, unknown> = {}) =>
  testHost(fetcher, { ...PARAMS, ...params }, { fetch });
const header = (sec: number) => ({ stamp: { sec, nanosec: 0 }, frame_id: "map" });

type Host = Awaited<ReturnType<typeof host>>;
const answers = (node: Host) =>
  node.received("answer", "diagnostic_msgs/msg/DiagnosticArray").map(({ header, status }) => {
    const [body, cached] = status[0]!.values.map(({ value }) => value);
    return { sec: header.stamp.sec, level: status[0]!.level, body, cached };
  });
const values = (node: Host) => {
  const status = node.diagnostics().find(({ name }) => name === "fetcher: network")!;
  return Object.fromEntries(status.values.map(({ key, value }) => [key, Number(value)]));
};

Deno.test("fetcher: soon after the start, then once a minute", async () => {
  const node = await host({ [URL_A]: [{ body: "one" }, { body: "two" }, { body: "three" }] });
  await node.advance(120_000);
  assert.deepEqual(node.published.map(({ message, at }) => [message, at / 1e6]), [
    ...[[{ data: "one" }, 10], [{ data: "two" }, 60_000], [{ data: "three" }, 120_000]],
  ]);
  await node.close();
});

Deno.test("fetcher: a network that fails is logged, and the node goes on", async () => {
  const node = await host({ [URL_A]: [{ error: "no route" }, { body: "back" }] }, { retries: 0 });
  await node.advance(1000);
  assert.deepEqual(node.log.filter(({ level }) => level === "error").map(({ text }) => text), [
    `nothing was fetched: fetch of ${URL_A} failed: no route`,
  ]);
  assert.equal(node.diagnostics().find(({ name }) => name === "fetcher: network")!.level, 2);
  await node.advance(60_000);
  assert.deepEqual(node.outputs.fetched, [{ data: "back" }]);
  assert.equal(node.diagnostics().find(({ name }) => name === "fetcher: network")!.level, 0);
  assert.deepEqual(node.errors, []);
  await node.close();
});

Deno.test("fetcher: in a scenario that scripts no network it says so", async () => {
  const node = await host({}, { retries: 0 });
  await node.advance(1000);
  assert.match(
    node.log.at(-1)!.text,
    /the scenario's fetch script has no "http:\/\/map\.local\/a"/,
  );
  await node.close();
});

Deno.test("fetcher: a stamp that was asked for is not fetched again", async () => {
  const url = `${URL_A}/{stamp}`;
  const script = { [`${URL_A}/5.000000000`]: { body: "at 5" } };
  const node = await host(script, { url, retries: 0 });
  for (const sec of [5, 5, 6, 5]) await node.send("request", header(sec));
  assert.deepEqual(answers(node), [
    { sec: 5, level: 0, body: "at 5", cached: "false" },
    { sec: 5, level: 0, body: "at 5", cached: "true" },
    { sec: 6, level: 2, body: "", cached: "false" },
    { sec: 5, level: 0, body: "at 5", cached: "true" },
  ]);
  const { "cache hits": hits, "cache misses": misses, attempts } = values(node);
  assert.deepEqual([hits, misses, attempts], [2, 2, 2], "the stamp that failed is no entry");
  await node.close();
});

Deno.test("fetcher: after a minute with over 1000 stamps the newest 500 are left", async () => {
  const node = await host({ [URL_A]: { body: "x" } }, { period_s: 86400 });
  for (let sec = 1; sec <= 1100; sec++) await node.send("request", header(sec));
  assert.equal(values(node)["cache entries"], 1100);
  await node.advance(59_999);
  assert.equal(values(node)["cache entries"], 1101, "with that of the first load");
  await node.advance(1);
  assert.deepEqual([values(node)["cache entries"], values(node)["cache evictions"]], [500, 601]);
  await node.send("request", header(1100));
  await node.send("request", header(600));
  assert.deepEqual(answers(node).slice(-2).map(({ cached }) => cached), ["true", "false"]);
  await node.close();
});

Deno.test("fetcher: a server that never answers blocks no request and no clean-up", async () => {
  const url = `${URL_A}/{stamp}`;
  const script = {
    [`${URL_A}/1.010000000`]: { silent: true },
    [`${URL_A}/7.000000000`]: { body: "seven" },
  };
  const node = await host(script, { url, timeout_ms: 600_000 });
  await node.advance(1000); // the periodic load hangs
  await node.send("request", header(7));
  assert.deepEqual(answers(node).map(({ body }) => body), ["seven"]);
  await node.advance(120_000);
  assert.equal(node.counters.missedTicks > 0, true, "its next tick waits, others do not");
  await node.close();
});

Deno.test("fetcher: parameters change while it runs; what was known of another url is forgotten", async () => {
  const other = "http://map.local/b";
  const node = await host({ [URL_A]: { body: "a" }, [other]: { body: "b" } });
  await node.advance(20);
  await node.send("request", header(3));
  assert.equal(values(node)["cache entries"], 2);
  assert.equal((await node.setParams({ url: "http://evil.net/" })).ok, false);
  assert.equal((await node.setParams({ url: other, period_s: 1 })).ok, true);
  assert.equal(values(node)["cache entries"], 0);
  await node.advance(1000);
  assert.deepEqual(node.outputs.fetched, [{ data: "a" }, { data: "b" }]);
  await node.close();
});

Deno.test("fetcher: the same script and seed give the same answers at the same times", async () => {
  const run = async (seed: number) => {
    const node = await host({ [URL_A]: [{ error: "a" }, { error: "b" }, { body: "c" }] }, { seed });
    await node.advance(10_000);
    await node.close();
    return node.published.map(({ at }) => at);
  };
  assert.deepEqual(await run(1), await run(1));
  assert.notDeepEqual(await run(1), await run(2));
});
