import assert from "#assert";
import { barsChart, spansChart } from "../../../../harness/report/html/bars_chart.ts";

Deno.test("spansChart(): a bar from its beginning to its end, its name as text", () => {
  const bars = [{ name: "<a>", from: 2, to: 4 }, { name: "late", from: 9, to: 99 }];
  const chart = spansChart("faults", { from: 0, to: 10 }, bars);
  assert.match(chart, /class="bar" x="220.0" y="24" width="158.0"/);
  assert.match(chart, /class="bar" x="773.0" y="46" width="79.0"/, "no further than the run");
  assert.match(chart, /&lt;a&gt;/);
});

Deno.test("barsChart(): the largest count is the highest, nothing is no bar", () => {
  const chart = barsChart("n", [0, 5, 10]);
  assert.match(chart, /d="M3 20V10.5M5 20V1.0"/);
  assert.doesNotMatch(barsChart("n", [0, 0]), /V/);
});
