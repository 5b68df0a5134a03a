import assert from "#assert";
import fc from "fast-check";
import { columnOf, isAligned } from "../../../core/cloud/column.ts";

const METHODS = ["", "Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"];

Deno.test("columnOf() reads what a DataView reads, in any layout", () => {
  const place = fc.record({
    offset: fc.nat(9),
    datatype: fc.integer({ min: 1, max: 8 }),
    bigEndian: fc.boolean(),
  });
  let inPlace = 0, others = 0;
  fc.assert(
    fc.property(place, fc.nat(12), fc.nat(7), fc.nat(5), (drawn, more, shift, count) => {
      const size = [0, 1, 1, 2, 2, 4, 4, 4, 8][drawn.datatype]!;
      const step = drawn.offset + size + more;
      const data = new Uint8Array(shift + count * step).subarray(shift);
      data.forEach((_, i) => data[i] = (i * 73 + 5) & 255);
      const column = columnOf(data, { ...drawn, step });
      if (isAligned(data, { ...drawn, step })) inPlace++;
      else others++;
      const view = new DataView(data.buffer, data.byteOffset);
      for (let i = 0; i < count; i++) {
        const get = `get${METHODS[drawn.datatype]}` as "getFloat64";
        assert.equal(column(i), view[get](i * step + drawn.offset, !drawn.bigEndian));
      }
    }),
    { numRuns: 500 },
  );
  assert.ok(inPlace > 20 && others > 20, "both ways were tried");
});

Deno.test("columnOf() reads in place: a later write is seen", () => {
  const data = new Uint8Array(32), step = 16;
  const column = columnOf(data, { offset: 4, datatype: 7, step, bigEndian: false });
  new Float32Array(data.buffer)[5] = 42;
  assert.equal(column(1), 42);
});

Deno.test("columnOf() refuses a datatype that there is not", () => {
  const place = { offset: 0, step: 4, bigEndian: false };
  for (const datatype of [0, 9, -1, 1.5]) {
    assert.throws(() => columnOf(new Uint8Array(8), { ...place, datatype }), RangeError);
  }
});
