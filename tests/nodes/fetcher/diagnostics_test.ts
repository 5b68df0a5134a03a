import assert from "#assert";
import { FetcherCounts } from "../../../nodes/fetcher/diagnostics.ts";

const loads = { attempts: 5, retries: 2, redirects: 1 };
const cache = { size: 7, counts: { hits: 3, misses: 4, evictions: 6 } };

Deno.test("FetcherCounts: an error as long as the last load is one", () => {
  const counts = new FetcherCounts();
  const said = (url = "http://a") => {
    const { level, message } = counts.status(loads, cache, url);
    return [level, message];
  };
  assert.deepEqual(said(""), [0, "no url is set: nothing is fetched"]);
  assert.deepEqual(said(), [0, "ok"]);
  counts.add({ error: "down" });
  assert.deepEqual(said(), [2, "down"]);
  counts.add({ body: "x" });
  assert.deepEqual(said(), [0, "ok"]);
});

Deno.test("FetcherCounts: every counter is told", () => {
  const counts = new FetcherCounts();
  counts.add({ error: "down" });
  counts.add({ body: "" });
  counts.requests = 9;
  const { values } = counts.status(loads, cache, "http://a");
  assert.deepEqual(Object.fromEntries(values.map(({ key, value }) => [key, value])), {
    ...{ loaded: "1", failed: "1", attempts: "5", retries: "2", redirects: "1", requests: "9" },
    ...{ "cache entries": "7", "cache hits": "3", "cache misses": "4", "cache evictions": "6" },
  });
});
