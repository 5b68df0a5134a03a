import assert from "#assert";
import fc from "fast-check";
import { layoutOf } from "../../../msgs/cdr/layout.ts";
import { CdrScratch } from "../../../msgs/cdr/scratch.ts";
import { compileWriter } from "../../../msgs/cdr/writer.ts";
import type { Definition } from "../../../msgs/definitions.ts";
import { definedMessages, peerWriter, plainCdr } from "../arbitrary.ts";

function written(definitions: Definition[], message: unknown, scratch: CdrScratch): Uint8Array {
  const write = compileWriter(layoutOf("x/msg/Outer", definitions));
  return scratch.message(write(message, scratch));
}

Deno.test("compileWriter() gives foxglove's bytes for random definitions", () => {
  fc.assert(
    fc.property(definedMessages("ascii"), ([definitions, message]) => {
      const bytes = written(definitions, message, new CdrScratch());
      assert.deepEqual(bytes, peerWriter(definitions).writeMessage(message));
    }),
    { numRuns: 300 },
  );
});

Deno.test("compileWriter() pads with zero and asks for room, for random definitions", () => {
  const scratch = new CdrScratch(1);
  fc.assert(
    fc.property(definedMessages("unicode"), ([definitions, message]) => {
      const expected = plainCdr(definitions, message, false);
      const small = new CdrScratch(1);
      small.u8.fill(0xee, CdrScratch.BODY);
      scratch.u8.fill(0xee, CdrScratch.BODY);
      assert.deepEqual(written(definitions, message, small), expected);
      assert.deepEqual(written(definitions, message, scratch), expected);
    }),
    { numRuns: 300 },
  );
});

Deno.test("compileWriter() writes NaN in float32 with one set of bits", () => {
  const definitions = [{
    name: "x/Outer",
    definitions: [
      { name: "one", type: "float32" },
      { name: "many", type: "float32", isArray: true, arrayLength: 2 },
    ],
  }];
  const many = new Float32Array(new Uint32Array([0xffc00000, 0x7fa00001]).buffer);
  const bytes = written(definitions, { one: many[0], many }, new CdrScratch());
  assert.deepEqual(
    new Uint32Array(bytes.slice(4).buffer),
    new Uint32Array([0x7fc00000, 0x7fc00000, 0x7fc00000]),
  );
});

Deno.test("compileWriter() refuses what a field can't hold, naming an element by its index", () => {
  const definitions = [
    {
      name: "x/Outer",
      definitions: [
        { name: "items", type: "x/Inner", isComplex: true, isArray: true, arrayUpperBound: 3 },
        { name: "text", type: "string", upperBound: 3 },
      ],
    },
    {
      name: "x/Inner",
      definitions: [{ name: "flag", type: "bool" }, { name: "n", type: "int64" }],
    },
  ];
  const cases: [unknown, string, string][] = [
    [[{ flag: 1, n: 0n }], "TypeError", ".items[0].flag: expected a boolean, got 1 (number)"],
    [[{ flag: true, n: 0n }, null], "TypeError", ".items[1]: expected an object, got null"],
    [
      [{ flag: true, n: 5 }],
      "TypeError",
      ".items[0].n: expected a bigint (int64), got 5 (number)",
    ],
    [[{ flag: true, n: 2n ** 63n }], "RangeError", ".items[0].n: 9223372036854775808 is no int64"],
    [[1, 2, 3, 4], "TypeError", ".items: expected Array up to 3, got Array of 4"],
  ];
  for (const [items, name, text] of cases) {
    assert.throws(() => written(definitions, { items, text: "" }, new CdrScratch()), {
      name,
      message: `x/msg/Outer${text}`,
    });
  }
  assert.throws(() => written(definitions, { items: [], text: "äöü" }, new CdrScratch()), {
    name: "TypeError",
    message: "x/msg/Outer.text: expected at most 3 bytes, got a string",
  });
  const right = { items: [{ flag: true, n: -1n }], text: "abc" };
  assert.deepEqual(
    written(definitions, right, new CdrScratch()),
    plainCdr(definitions, right, false),
  );
});

Deno.test("compileWriter() holds integers to their width", () => {
  const limits = { int8: [-128, 127], uint8: [0, 255], int16: [-32768, 32767] } as const;
  const wider = { uint16: [0, 65535], int32: [-(2 ** 31), 2 ** 31 - 1], uint32: [0, 2 ** 32 - 1] };
  for (const [type, [least, most]] of Object.entries({ ...limits, ...wider })) {
    const definitions = [{ name: "x/Outer", definitions: [{ name: "n", type }] }];
    for (const n of [least, most, -0]) {
      assert.doesNotThrow(() => written(definitions, { n }, new CdrScratch()));
    }
    for (const n of [least as number - 1, most as number + 1, 0.5, NaN, Infinity]) {
      assert.throws(
        () => written(definitions, { n }, new CdrScratch()),
        { name: "RangeError", message: `x/msg/Outer.n: ${n} is no ${type}` },
      );
    }
  }
});
