import assert from "#assert";
import { wilsonInterval } from "../../../core/evaluation/proportion.ts";

Deno.test("wilsonInterval() knows published values, and stays inside [0, 1]", () => {
  // Newcombe 1998 (Statistics in Medicine 17), table I, method 3: 81/263 and 0/20.
  const { low, high } = wilsonInterval(81, 263, { z: 1.959964 });
  assert.equal(low.toFixed(4), "0.2553");
  assert.equal(high.toFixed(4), "0.3662");
  const none = wilsonInterval(0, 20, { z: 1.959964 });
  assert.equal(none.low, 0);
  assert.equal(none.high.toFixed(4), "0.1611");
  assert.equal(wilsonInterval(20, 20).high, 1);
  assert.throws(() => wilsonInterval(0, 0), RangeError);
  assert.throws(() => wilsonInterval(3, 2), RangeError);
});
