import assert from "#assert";
import fc from "fast-check";
import { layoutOf } from "../../../msgs/cdr/layout.ts";
import { compileReader } from "../../../msgs/cdr/reader.ts";
import type { Definition } from "../../../msgs/definitions.ts";
import { definedMessages, definitions, peerReader, plainCdr } from "../arbitrary.ts";

function read(all: Definition[], bytes: Uint8Array): unknown {
  return compileReader(layoutOf("x/msg/Outer", all))(bytes);
}

Deno.test("compileReader() reads random definitions in both byte orders, as foxglove does", () => {
  fc.assert(
    fc.property(definedMessages("unicode"), ([all, message]) => {
      const little = plainCdr(all, message, false);
      assert.deepEqual(read(all, little), message);
      assert.deepEqual(peerReader(all).readMessage(little), message);
      assert.deepEqual(read(all, plainCdr(all, message, true)), message);
    }),
    { numRuns: 300 },
  );
});

Deno.test("compileReader() of a cut message is a RangeError, for random definitions", () => {
  fc.assert(
    fc.property(definedMessages("unicode"), fc.nat(), ([all, message], random) => {
      const bytes = plainCdr(all, message, false);
      const cut = bytes.subarray(0, random % bytes.length);
      assert.throws(() => read(all, cut), RangeError);
    }),
    { numRuns: 300 },
  );
});

Deno.test("compileReader() of any bytes is a message or a RangeError", () => {
  const noise = fc.uint8Array({ maxLength: 600, size: "max" });
  fc.assert(
    fc.property(definitions, noise, (all, body) => {
      try {
        read(all, new Uint8Array([0, 1, 0, 0, ...body]));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        assert.match(error.message, /^x\/msg\/Outer.*byte/);
      }
    }),
    { numRuns: 400 },
  );
});

Deno.test("compileReader() takes strings with their final zero left out, and without a byte", () => {
  const all = [{
    name: "x/Outer",
    definitions: [{ name: "a", type: "string" }, { name: "b", type: "string" }],
  }];
  const bytes = new Uint8Array([0, 1, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 104, 105]);
  assert.deepEqual(read(all, bytes), { a: "", b: "hi" });
});

Deno.test("compileReader() holds sequences and strings to their bounds", () => {
  const all = [{
    name: "x/Outer",
    definitions: [
      { name: "a", type: "uint8", isArray: true, arrayUpperBound: 2 },
      { name: "b", type: "string", upperBound: 2 },
    ],
  }];
  const bytes = (count: number, text: string) => {
    const a = new Uint8Array(count);
    return plainCdr(all, { a, b: text }, false);
  };
  assert.deepEqual(read(all, bytes(2, "ab")), { a: new Uint8Array(2), b: "ab" });
  assert.throws(() => read(all, bytes(3, "ab")), {
    name: "RangeError",
    message: "x/msg/Outer.a: 3 at byte 4 is more than its bound of 2",
  });
  assert.throws(() => read(all, bytes(2, "abc")), {
    name: "RangeError",
    message: "x/msg/Outer.b: 3 at byte 12 is more than its bound of 2",
  });
});

Deno.test("compileReader() gives a message whose text came before the same string", () => {
  const all = [{ name: "x/Outer", definitions: [{ name: "a", type: "string" }] }];
  const decode = compileReader(layoutOf("x/msg/Outer", all));
  for (const a of ["odom", "odom", "ödom", "ödom", "map", "", "odom"]) {
    assert.deepEqual(decode(plainCdr(all, { a }, false)), { a });
  }
});
