import assert from "#assert";
import { barsChart, spansChart } from "../../../../harness/report/html/bars_chart.ts";

Deno.test("spansChart(): a bar from its beginning to its end, its name as text", () => {
  const bars = [{ name: "<a>", from: 2, to: 4 }, { name: "late", from: 9, to: 99 }];
  const chart = spansChart("faults", { from: 0, to: 10 }, bars);
  assert.match(chart, /class="bar" x="220.0" y="41" width="158.0"/);
  assert.match(chart, /class="bar" x="773.0" y="73" width="79.0"/, "no further than the run");
  assert.match(chart, /&lt;a&gt;/);
});

Deno.test("spansChart(): every name is within the picture, however long it and its bar are", () => {
  const long = `sun (glare on ${"/camera/image ".repeat(20)})`;
  const bars = [{ name: "whole run", from: 0, to: 99 }, { name: long, from: 4, to: 7 }];
  const chart = spansChart("faults", { from: 0, to: 10 }, bars);
  const names = [...chart.matchAll(/<text x="62" y="(\d+)">([^<]*)<\/text>/g)];
  assert.deepEqual(names.map(([, y]) => Number(y)), [36, 68]);
  assert.equal(names[0]![2], "whole run");
  // A letter of 12 pixels' height is about 6.5 wide.
  const letters = names[1]![2]!;
  assert.ok(letters.endsWith("…") && 62 + 6.5 * letters.length <= 860, `${letters.length}`);
  assert.ok(long.startsWith(letters.slice(0, -1)));
});

Deno.test("barsChart(): the largest count is the highest, nothing is no bar", () => {
  const chart = barsChart("n", [0, 5, 10]);
  assert.match(chart, /d="M3 20V10.5M5 20V1.0"/);
  assert.doesNotMatch(barsChart("n", [0, 0]), /V/);
});
