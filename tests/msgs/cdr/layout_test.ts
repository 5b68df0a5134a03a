import assert from "#assert";
import { type Element, FIELDS_LIMIT, layoutOf, leastBytes } from "../../../msgs/cdr/layout.ts";
import { type Definition, definitionsOf } from "../../../msgs/definitions.ts";
import { TYPE_NAMES } from "../../../msgs/types.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { codecOf } from "../../../msgs/cdr.ts";

const one = (name: string, type: string, more = {}) => ({ name, type, ...more });
const nested = (name: string, type: string) => one(name, type, { isComplex: true });

Deno.test("layoutOf() resolves names, stamps, aliases and arrays, and leaves constants out", () => {
  const layout = layoutOf("x/msg/A", [
    {
      definitions: [
        one("X", "uint8", { isConstant: true }),
        one("at", "time"),
        one("level", "byte"),
        one("some", "float32", { isArray: true, arrayLength: 3 }),
        one("any", "string", { isArray: true, upperBound: 5 }),
        nested("inner", "x/B"),
      ],
    },
    { name: "x/B", definitions: [one("v", "int16", { isArray: true, arrayUpperBound: 2 })] },
  ]);
  assert.deepEqual(layout.fields.map((f) => [f.name, f.array, f.count, f.element.kind]), [
    ["at", "none", 0, "struct"],
    ["level", "none", 0, "primitive"],
    ["some", "fixed", 3, "primitive"],
    ["any", "sequence", Infinity, "string"],
    ["inner", "none", 0, "struct"],
  ]);
  const inner = layout.fields[4]?.element;
  assert.deepEqual(inner, {
    kind: "struct",
    struct: {
      type: "x/B",
      fields: [{
        name: "v",
        element: { kind: "primitive", primitive: "int16" },
        array: "sequence",
        count: 2,
      }],
    },
  });
});

Deno.test("layoutOf() refuses definitions that have no wire, naming the field", () => {
  const refused = (text: RegExp, ...definitions: Definition[]) =>
    assert.throws(() => layoutOf("x/msg/A", definitions), { name: "TypeError", message: text });
  const a = (...definitions: Definition["definitions"]) => ({ name: "x/A", definitions });
  refused(/^x\/msg\/A: its definition is empty$/);
  refused(/field "n" of x\/msg\/A: there is no definition of "x\/B"$/, a(nested("n", "x/B")));
  refused(/field "n" of x\/msg\/A: wstring has no common wire format$/, a(one("n", "wstring")));
  refused(/field "__proto__" of x\/msg\/A is no name$/, a(one("__proto__", "int8")));
  refused(/field "a;b" of x\/msg\/A is no name$/, a(one("a;b", "int8")));
  refused(/field "n" of x\/msg\/A is there twice$/, a(one("n", "int8"), one("n", "int8")));
  refused(/field "n" of x\/msg\/A holds itself$/, a(nested("n", "x/A")));
  refused(
    /field "c" of x\/B holds itself$/,
    a(nested("b", "x/B")),
    { name: "x/B", definitions: [nested("c", "x/B")] },
  );
});

Deno.test("layoutOf() bounds how far a definition unfolds", () => {
  const doubling = Array.from({ length: 40 }, (_, i): Definition => ({
    name: `x/T${i}`,
    definitions: [nested("l", `x/T${i + 1}`), nested("r", `x/T${i + 1}`)],
  }));
  const leaf = { name: "x/T40", definitions: [one("n", "int8")] };
  assert.throws(() => layoutOf("x/msg/T0", [...doubling, leaf]), {
    name: "TypeError",
    message: new RegExp(`more than ${FIELDS_LIMIT} fields$`),
  });
});

Deno.test("leastBytes() is never more than what a zero message takes", () => {
  for (const type of TYPE_NAMES) {
    const element: Element = { kind: "struct", struct: layoutOf(type, definitionsOf(type)) };
    const least = leastBytes(element);
    const body = codecOf(type).encode(zeroOf(type) as never).length - 4;
    assert.ok(least > 0 && least <= body && body - least < 32, `${type}: ${least}, ${body}`);
  }
  assert.equal(leastBytes({ kind: "struct", struct: { type: "x/Empty", fields: [] } }), 1);
  assert.equal(leastBytes({ kind: "string", bound: undefined }), 4);
});
