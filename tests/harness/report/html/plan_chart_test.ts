import assert from "#assert";
import { planChart } from "../../../../harness/report/html/plan_chart.ts";

const points = (text: string, kind: string) =>
  [...(new RegExp(`class="${kind}" d="([^"]*)"`).exec(text)?.[1] ?? "")
    .matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);

Deno.test("planChart(): a metre is as long to the north as to the east, north is up", () => {
  const chart = planChart({ truth: [[0, 0], [4, 0], [4, 4]], estimate: [[1, 1]], marked: [1, 1] });
  const [a, b, c] = points(chart, "truth");
  assert.ok(Math.abs((b![0]! - a![0]!) - (b![1]! - c![1]!)) < 0.2);
  assert.ok(c![1]! < b![1]!);
  assert.match(chart, /class="mark"/);
});

Deno.test("planChart(): a robot that stands is drawn; a way of nothing is not", () => {
  assert.doesNotMatch(planChart({ truth: [[3, 3]], estimate: [[3, 3]] }), /NaN|Infinity/);
  assert.equal(planChart({ truth: [], estimate: [[NaN, NaN]] }), "");
});
