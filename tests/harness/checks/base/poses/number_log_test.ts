import assert from "#assert";
import fc from "fast-check";
import { NumberLog } from "../../../../../harness/checks/base/poses/number_log.ts";

Deno.test("NumberLog gives back what was pushed, bit for bit, whatever the length", () => {
  fc.assert(fc.property(fc.array(fc.double(), { maxLength: 20 }), fc.nat(3000), (some, more) => {
    const log = new NumberLog();
    const all = [...some, ...Array.from({ length: more }, (_, i) => i / 3)];
    for (const value of all) log.push(value);
    assert.equal(log.length, all.length);
    assert.deepEqual(log.values(), Float64Array.from(all));
  }));
});

Deno.test("NumberLog starts anew once it is cleared", () => {
  const log = new NumberLog();
  for (let i = 0; i < 1500; i++) log.push(i);
  log.clear();
  assert.equal(log.length, 0);
  log.push(7);
  assert.deepEqual(log.values(), Float64Array.of(7));
});
