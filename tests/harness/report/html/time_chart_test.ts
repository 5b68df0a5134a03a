import assert from "#assert";
import fc from "fast-check";
import { timeChart } from "../../../../harness/report/html/time_chart.ts";

const span = { from: 0, to: 10 };
const one = (text: string, pattern: RegExp) => pattern.exec(text)?.[1] ?? "";
const linesOf = (text: string) =>
  [...one(text, /class="line" d="([^"]*)"/).matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)],
  );

Deno.test("timeChart(): time to the right, larger values higher", () => {
  const points = linesOf(timeChart({ title: "t", span, line: [[0, 0], [5, 1], [10, 2]] }));
  assert.deepEqual(points.map(([x]) => x), [62, 457, 852]);
  assert.ok(points[0]![1]! > points[1]![1]! && points[1]![1]! > points[2]![1]!);
});

Deno.test("timeChart(): an error that leaves a wide band is seen to leave it", () => {
  const chart = timeChart({
    ...{ title: "t", span, line: [[1, 0], [5, 3], [9, 0]], band: [[1, 1], [5, 1], [9, 1]] },
  });
  const peak = Math.min(...linesOf(chart).map(([, y]) => y!));
  const band = one(chart, /class="band" d="([^"]*)"/);
  const top = Math.min(...[...band.matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y)));
  assert.ok(peak < top - 10, `${peak} ${top}`);
});

Deno.test("timeChart(): powers of ten at equal distances; what is rejected has its own colour", () => {
  const chart = timeChart({
    ...{ title: "t", span, logarithmic: true, bounds: [1] },
    ...{ dots: [[1, 0.1], [2, 10], [3, 1000]], badDots: [[4, 100]] },
  });
  const dots = one(chart, /class="dot" d="([^"]*)"/);
  const levels = [...dots.matchAll(/M[\d.]+ ([\d.]+)h0/g)].map(([, y]) => Number(y));
  assert.equal(levels.length, 3);
  assert.ok(Math.abs(levels[0]! - 2 * levels[1]! + levels[2]!) < 0.3, `${levels}`);
  assert.match(chart, /class="bad" d="M[\d.]+ [\d.]+h0"/);
  assert.match(chart, /class="bound"/);
});

Deno.test("timeChart(): whatever it is given, no number of it is NaN or out of view", () => {
  const value = fc.double();
  const points = fc.array(fc.tuple(fc.double({ min: 0, max: 10, noNaN: true }), value));
  const property = fc.property(points, points, fc.boolean(), (line, band, logarithmic) => {
    const chart = timeChart({ title: "t", span, line, band, dots: line, logarithmic });
    assert.doesNotMatch(chart, /NaN|Infinity|undefined/);
    for (const [, y] of linesOf(chart)) assert.ok(y! >= 24 && y! <= 148, `${y}`);
  });
  fc.assert(property, { numRuns: 200 });
});

Deno.test("timeChart(): faults are shaded, the moment of failure is a line", () => {
  const chart = timeChart({ title: "t", span, faults: [{ from: 2, to: 4 }], moment: 5 });
  assert.match(chart, /class="fault" x="220.0" y="24" width="158.0"/);
  assert.match(chart, /class="moment" d="M457.0 /);
});
