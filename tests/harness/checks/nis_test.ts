import assert from "#assert";
import { nis } from "../../../harness/checks/nis.ts";
import { judge, numbers, times } from "./streams.ts";

const topic = "/fusion/innovation";
const alternating = (value: number) =>
  times(0.1, 10).map((at, i) =>
    numbers(topic, {
      at,
      label: "wheel",
      data: [1, i % 10 === 0 ? 0 : 1, i % 2 ? value : -value, 0.04],
    })
  );

Deno.test("nis is the mean over all innovations, rejected ones too", () => {
  const found = judge(nis, { sensor: "wheel" }, { seen: alternating(0.2) });
  assert.ok(Math.abs(found.value! - 1) < 1e-12);
  const summary = found.summary as Record<string, number>;
  assert.equal(summary.count, 100);
  assert.equal(summary.rejected, 10);
  assert.ok(Math.abs(summary.lag1! + 1) < 1e-12);
});

Deno.test("nis knows correlated components", () => {
  const data = [2, 1, 3, 1, 4, 1, 1, 2];
  const seen = times(0.1, 10).map((at) => numbers(topic, { at, label: "mag", data }));
  const found = judge(nis, { sensor: "mag" }, { seen });
  assert.ok(Math.abs(found.value! - 16 / 7) < 1e-12);
});

Deno.test("nis names the sensors that spoke instead", () => {
  const found = judge(nis, { sensor: "mag" }, { seen: alternating(0.2) });
  assert.match(found.reason!, /no innovation of "mag".*sensors seen: wheel/);
});

Deno.test("nis refuses messages that are no innovations", () => {
  for (const data of [[], [1, 1, 0], [2, 1, 0, 0, 1], [0, 1], [1, 1, 1, 0], [1, 1, NaN, 1]]) {
    const seen = [numbers(topic, { at: 1e9, label: "wheel", data })];
    assert.equal(judge(nis, { sensor: "wheel" }, { seen }).verdict, "fail", String(data));
  }
});

Deno.test("nis over seeds: within 5 % of the dimension, and white", () => {
  const config = nis.config.parse({ sensor: "wheel", whiteness: true });
  const runs = (mean: number, lag1: number) =>
    Array.from({ length: 40 }, () => ({ dimension: 1, count: 400, rejected: 0, mean, lag1 }));
  const verdicts = (mean: number, lag1: number) =>
    nis.across!(config, runs(mean, lag1)).map(({ part, verdict }) => `${part} ${verdict}`);
  assert.deepEqual(verdicts(1.04, 0.05), ["mean pass", "whiteness pass"]);
  assert.deepEqual(verdicts(1.06, 0.2), ["mean fail", "whiteness fail"]);
  const [broke] = nis.across!(config, [...runs(1, 0), { problem: "NaN at 3 s" }]);
  assert.match(broke!.reason!, /1 of 41 runs broke: NaN at 3 s/);
});
