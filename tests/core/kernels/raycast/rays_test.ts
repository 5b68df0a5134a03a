import assert from "#assert";
import { checkCount, rayArrays } from "../../../../core/kernels/raycast/rays.ts";

Deno.test("rays: seven arrays that don't overlap", () => {
  const buffer = new ArrayBuffer(8 + 28 * 4), rays = rayArrays(buffer, 8, 4);
  Object.values(rays).forEach((array, i) => array.fill(i + 1));
  const all = [...new Float32Array(buffer, 8)];
  assert.deepEqual(all, [1, 2, 3, 4, 5, 6, 7].flatMap((value) => [value, value, value, value]));
});

Deno.test("rays: a count that fits, or an error", () => {
  checkCount(0, 4);
  checkCount(4, 4);
  for (const count of [5, -1, 1.5, NaN]) {
    assert.throws(() => checkCount(count, 4), { name: "RangeError", message: /0 to 4 rays/ });
  }
});
