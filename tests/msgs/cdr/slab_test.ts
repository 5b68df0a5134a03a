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

Deno.test("Slab.float64() gives zeros of their own, over more than one buffer", () => {
  const slab = new Slab();
  const arrays = Array.from({ length: 100 }, (_, i) => {
    const array = slab.float64(36);
    assert.deepEqual([...array], Array(36).fill(0));
    return array.fill(i);
  });
  arrays.forEach((array, i) => assert.ok(array.every((value) => value === i)));
  assert.equal(new Set(arrays.map(({ buffer }) => buffer)).size, Math.ceil(100 / 28));
});
