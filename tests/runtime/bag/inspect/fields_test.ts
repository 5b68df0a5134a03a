import assert from "#assert";
import fc from "fast-check";
import { eachNumber, firstDifference } from "../../../../runtime/bag/inspect/fields.ts";

Deno.test("eachNumber() finds every number with its path", () => {
  const seen: [string, number][] = [];
  const message = {
    header: { stamp: { sec: 1 }, frame_id: "x" },
    data: new Float64Array([2, 3]),
    list: [{ a: 4 }],
    none: null,
  };
  eachNumber(message, (number, path) => seen.push([path, number]));
  assert.deepEqual(seen, [
    ["header.stamp.sec", 1],
    ["data[0]", 2],
    ["data[1]", 3],
    ["list[0].a", 4],
  ]);
});

Deno.test("firstDifference() finds nothing in equal values", () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    assert.equal(firstDifference(value, structuredClone(value)), undefined);
  }));
  assert.equal(firstDifference(NaN, NaN), undefined);
});

Deno.test("firstDifference() names field and both values", () => {
  const cases: [a: unknown, b: unknown, field: string, textA: string, textB: string][] = [
    [{ x: { y: 1 } }, { x: { y: 2 } }, "x.y", "1", "2"],
    [{ d: new Float64Array([1, 2]) }, { d: new Float64Array([1, 3]) }, "d[1]", "2", "3"],
    [{ d: [1] }, { d: [1, 2] }, "d.length", "1", "2"],
    [{ s: "a" }, { s: "b" }, "s", '"a"', '"b"'],
    [{ z: 0 }, { z: -0 }, "z", "0", "-0"],
    [{ a: 1 }, {}, "a", "1", "undefined"],
    [1, undefined, "(all)", "1", "undefined"],
  ];
  for (const [a, b, field, textA, textB] of cases) {
    assert.deepEqual(firstDifference(a, b), { field, a: textA, b: textB });
  }
});
