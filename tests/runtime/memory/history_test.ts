import assert from "#assert";
import fc from "fast-check";
import { History } from "../../../runtime/memory/history.ts";

Deno.test("History keeps the newest `depth` and tells what it let go, as against a list", () => {
  const step = fc.oneof(fc.constant("take" as const), fc.nat());
  fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step), (depth, steps) => {
    const history = new History(depth);
    const model: number[] = [];
    for (const [i, one] of steps.entries()) {
      if (one === "take") {
        const first = model.shift();
        assert.equal(history.take(), first !== undefined);
        if (first !== undefined) {
          assert.deepEqual([history.message, history.at], [first, first * 10]);
        }
      } else {
        model.push(i);
        assert.equal(history.push(i, i * 10, i * 100), model.length > depth);
        if (model.length > depth) model.shift();
      }
      assert.equal(history.size, model.length);
      assert.equal(history.order, model.length === 0 ? Infinity : model[0]! * 100);
    }
  }));
});

Deno.test("History refuses a depth that is not a positive integer; clear() empties it", () => {
  for (const depth of [0, -1, 1.5, NaN, Infinity]) {
    assert.throws(() => new History(depth), RangeError);
  }
  const history = new History(3);
  history.push("a", 0, 0);
  history.push("b", 0, 1);
  history.clear();
  assert.deepEqual([history.size, history.order, history.message], [0, Infinity, undefined]);
});
