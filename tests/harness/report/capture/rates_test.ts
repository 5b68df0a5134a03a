import assert from "#assert";
import { Rate } from "../../../../harness/report/capture/rates.ts";
import { odometry, seen, setupOf } from "../setup.ts";

Deno.test("Rate: counts by time of delivery, the last instant among them, and latency", () => {
  const rate = new Rate(setupOf());
  for (const at of [0, 1, 5e9, 10e9]) rate.see(seen(odometry(at), at));
  rate.see(seen(odometry(5e9), 5.006e9));
  const counts = [...rate.counts];
  assert.equal(counts.length, 60);
  assert.deepEqual([counts[0], counts[30], counts[59]], [2, 2, 1]);
  assert.equal(counts.reduce((a, b) => a + b), 5);
  assert.equal(rate.latencyMax, 6);
  assert.equal(rate.latencyMean, 6 / 5);
});

Deno.test("Rate: no latency where messages have no stamp", () => {
  const rate = new Rate(setupOf());
  rate.see(seen({ data: "text" }, 1e9));
  assert.ok(Number.isNaN(rate.latencyMean) && Number.isNaN(rate.latencyMax));
  assert.equal(rate.counts[6], 1);
});

Deno.test("Rate: spans that a run did not come to, or broke off in, are not told", () => {
  const rate = new Rate(setupOf());
  for (const at of [0.1e9, 0.2e9, 0.9e9]) rate.see(seen(odometry(at), at));
  assert.equal(rate.over(10).length, 60);
  assert.deepEqual(rate.over(0.4), [
    { from_s: 0, to_s: 1 / 6, count: 1 },
    { from_s: 1 / 6, to_s: 2 / 6, count: 1 },
  ]);
});
