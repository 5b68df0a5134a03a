import assert from "#assert";
import fc from "fast-check";
import { Slab } from "../../../msgs/cdr/slab.ts";

Deno.test("Slab.take() gives aligned room that no other array has", () => {
  const sizes = fc.array(fc.integer({ min: 1, max: Slab.LARGEST }), { maxLength: 60 });
  fc.assert(fc.property(sizes, (list) => {
    const slab = new Slab();
    const taken = list.map((size, i) => {
      const at = slab.take(size);
      assert.equal(at % 8, 0);
      return new Uint8Array(slab.buffer, at, size).fill(i + 1);
    });
    taken.forEach((array, i) => assert.ok(array.every((byte) => byte === i + 1)));
  }));
});
