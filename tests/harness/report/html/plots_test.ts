import assert from "#assert";
import fc from "fast-check";
import {
  type PlotData,
  plotData,
  PLOTS_SCRIPT,
  PLOTS_STYLE,
} from "../../../../harness/report/html/plots.ts";

const EMPTY: PlotData = {
  ...{ title: "t", span: { from: 0, to: 10 }, view: { from: -1, to: 1 }, logarithmic: false },
  ...{ bounds: [], faults: [], moment: undefined, line: [], band: [], dots: [], badDots: [] },
};
const data = (chart: Partial<PlotData>) => JSON.parse(plotData({ ...EMPTY, ...chart }));

Deno.test("plotData(): columns over one list of times, nothing where a series has no value", () => {
  const { x, dots, bad, band, taken, line } = data({
    dots: [[1, 5], [3, 6]],
    badDots: [[2, 7], [3, 8]],
    band: [[1, 1], [2, 2], [3, 3]],
  });
  assert.deepEqual({ x, dots, bad, band, taken, line }, {
    x: [1, 2, 3],
    dots: [5, null, 6],
    bad: [null, 7, 8],
    band: [1, 2, 3],
    taken: true,
    line: undefined,
  });
});

Deno.test("plotData(): two values at one time are two rows, in their order: a step stays one", () => {
  const { x, line } = data({ line: [[0, 1], [1, 1], [1, 4], [2, 4]] });
  assert.deepEqual([x, line], [[0, 1, 1, 2], [1, 1, 4, 4]]);
});

Deno.test("plotData(): what is around the values", () => {
  const { from, to, low, high, log, bounds, faults, moment } = data({
    ...{ logarithmic: true, view: { from: -2, to: 3 }, bounds: [0.5, 9], moment: 4 },
    faults: [{ from: 1, to: 2 }],
  });
  assert.deepEqual({ from, to, low, high, log, bounds, faults, moment }, {
    ...{ from: 0, to: 10, low: 0.01, high: 1000, log: true, bounds: [0.5, 9] },
    ...{ faults: [[1, 2]], moment: 4 },
  });
  assert.equal(data({}).moment, null);
  const { line } = data({
    ...{ logarithmic: true, view: { from: -2, to: 3 } },
    line: [[1, 1e-9], [2, 0], [3, 50]],
  });
  assert.deepEqual(line, [0.01, 0.01, 50], "what is below the view lies on its edge");
});

/** Charts take what is larger for infinite. */
const value = fc.oneof(fc.double({ min: -1e300, max: 1e300 }), fc.constantFrom(NaN, Infinity));

Deno.test("plotData(): times ascend, columns are as long, every value is finite or none", () => {
  const points = fc.array(fc.tuple(fc.double({ min: 0, max: 10, noNaN: true }), value));
  fc.assert(
    fc.property(points, points, points, fc.boolean(), (line, dots, badDots, logarithmic) => {
      const { x, line: a = [], dots: b = [], bad: c = [] } = data({
        ...{ line, dots, badDots, logarithmic },
      });
      for (const [i, at] of x.entries()) assert.ok(i === 0 || at >= x[i - 1]);
      const columns: (number | null)[][] = [a, b, c];
      for (const [i, column] of columns.entries()) {
        const given = [line, dots, badDots][i]!;
        assert.equal(column.length, given.length === 0 ? 0 : x.length);
        const values = column.filter((one) => one !== null);
        assert.ok(values.every(Number.isFinite));
        assert.equal(values.length, given.filter(([, one]) => Number.isFinite(one)).length);
      }
    }),
  );
});

Deno.test("the script and style of pages: uPlot with its licence, and no end of themselves within", () => {
  assert.match(PLOTS_SCRIPT, /MIT License[^]*Copyright \(c\) \d+ Leon Sorokin/);
  assert.match(PLOTS_SCRIPT, /var uPlot=function/);
  assert.doesNotMatch(PLOTS_SCRIPT, /<\/script|<!--/i);
  assert.doesNotMatch(PLOTS_STYLE, /<\/style|url\(|@import/i);
  new Function(PLOTS_SCRIPT); // it can be parsed
});
