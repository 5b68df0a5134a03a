import assert from "#assert";
import fc from "fast-check";
import { numberText, path, scale, svg, ticks } from "../../../../harness/report/html/axes.ts";

Deno.test("ticks(): round, evenly spaced, inside the span, neither none nor a crowd", () => {
  const ends = fc.tuple(
    fc.double({ min: -1e6, max: 1e6, noNaN: true }),
    fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
  );
  fc.assert(fc.property(ends, ([from, length]) => {
    const span = { from, to: from + length }, found = ticks(span, 5);
    assert.ok(found.length >= 2 && found.length <= 6, `${found}`);
    const step = found[1]! - found[0]!, slack = 1e-6 * step;
    for (const [i, tick] of found.entries()) {
      assert.ok(tick >= span.from - slack && tick <= span.to + slack);
      if (i > 0) assert.ok(Math.abs(tick - found[i - 1]! - step) < slack);
    }
  }));
  assert.deepEqual(ticks({ from: 0, to: 10 }, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(ticks({ from: -0.1, to: 0.3 }, 4), [-0.1, 0, 0.1, 0.2, 0.3]);
  assert.deepEqual(ticks({ from: 3, to: 3 }, 5), [3]);
});

Deno.test("scale(): ends to ends; a span of nothing is a place, not NaN", () => {
  const x = scale({ from: 2, to: 4 }, { from: 10, to: 30 });
  assert.deepEqual([2, 3, 4].map(x), [10, 20, 30]);
  assert.equal(scale({ from: 2, to: 2 }, { from: 10, to: 30 })(2), 10);
});

Deno.test("path(): broken where something is not finite", () => {
  assert.equal(
    path([[0, 1], [2, 3], [NaN, 4], [5, 6], [7, 8]]),
    "M0.0 1.0L2.0 3.0M5.0 6.0L7.0 8.0",
  );
  assert.equal(path([]), "");
});

Deno.test("numberText(): four digits, a dash for what is no number", () => {
  assert.deepEqual([0.123456, 1234567, -2, NaN, Infinity].map(numberText), [
    ...["0.1235", "1235000", "-2", "–", "–"],
  ]);
});

Deno.test("svg(): its label is text", () => {
  assert.match(svg('a "b" <c>', [2, 3], []), /aria-label="a &quot;b&quot; &lt;c&gt;"><\/svg>$/);
});
