import assert from "#assert";
import { misshapen, unfit } from "../../../msgs/cdr/shape.ts";

Deno.test("misshapen() says what was expected and what came", () => {
  const cases: [unknown, string][] = [
    [undefined, "undefined"],
    [null, "null"],
    [5, "5 (number)"],
    [5n, "5 (bigint)"],
    [true, "true (boolean)"],
    ["secret", "a string"],
    [[1, 2], "Array of 2"],
    [new Float64Array(3), "Float64Array of 3"],
    [{ x: 1 }, "an object (Object)"],
    [Object.create(null), "an object (object)"],
  ];
  for (const [value, text] of cases) {
    assert.throws(() => misshapen("a/msg/B.c", "a thing", value), {
      name: "TypeError",
      message: `a/msg/B.c: expected a thing, got ${text}`,
    });
  }
});

Deno.test("unfit() is a RangeError of a number that does not fit, else a TypeError", () => {
  assert.throws(() => unfit("t.f", "uint8", 256), {
    name: "RangeError",
    message: "t.f: 256 is no uint8",
  });
  assert.throws(() => unfit("t.f", "int64", 2n ** 63n), { name: "RangeError" });
  assert.throws(() => unfit("t.f", "int64", 1), {
    name: "TypeError",
    message: "t.f: expected a bigint (int64), got 1 (number)",
  });
  assert.throws(() => unfit("t.f", "int32", "1"), {
    name: "TypeError",
    message: "t.f: expected a number (int32), got a string",
  });
  assert.throws(() => unfit("t.f", "float64", undefined), {
    name: "TypeError",
    message: "t.f: expected a number, got undefined",
  });
  assert.throws(() => unfit("t.f", "bool", 1), {
    name: "TypeError",
    message: "t.f: expected a boolean, got 1 (number)",
  });
});
