import assert from "#assert";
import fc from "fast-check";
import { EventQueue } from "../../runtime/queue.ts";

Deno.test("EventQueue gives events in order of time, priority, then push", () => {
  const event = fc.record({ at: fc.integer({ min: -3, max: 3 }), priority: fc.nat({ max: 7 }) });
  fc.assert(fc.property(fc.array(event, { maxLength: 300 }), (events) => {
    const queue = new EventQueue<{ at: number; priority: number; i: number }>();
    const pushed = events.map((e, i) => ({ ...e, i }));
    for (const e of pushed) queue.push(e.at, e.priority, e, e.i);
    const sorted = [...pushed].sort((a, b) => a.at - b.at || a.priority - b.priority || a.i - b.i);
    for (const expected of sorted) {
      assert.equal(queue.next, expected.at);
      assert.equal(queue.pop(), expected);
      assert.equal(queue.argument, expected.i);
      assert.equal(queue.time, expected.at);
      assert.equal(queue.priority, expected.priority);
    }
    assert.equal(queue.pop(), undefined);
    assert.equal(queue.next, Infinity);
  }));
});

Deno.test("EventQueue keeps order while pushes and pops alternate, as against a sorted list", () => {
  const step = fc.oneof(fc.constant("pop" as const), fc.integer({ min: 0, max: 20 }));
  fc.assert(fc.property(fc.array(step, { maxLength: 500 }), (steps) => {
    const queue = new EventQueue<number>();
    const model: [number, number][] = [];
    let pushed = 0;
    for (const one of steps) {
      if (one === "pop") {
        model.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        assert.equal(queue.pop(), model.shift()?.[1]);
      } else {
        model.push([one, pushed]);
        queue.push(one, 0, pushed++, undefined);
      }
      assert.equal(queue.size, model.length);
    }
  }));
});

Deno.test("EventQueue refuses times that are no integers and priorities that are not 0..7", () => {
  const queue = new EventQueue<string>();
  assert.throws(() => queue.push(0.5, 0, "x", undefined), RangeError);
  assert.throws(() => queue.push(NaN, 0, "x", undefined), RangeError);
  assert.throws(() => queue.push(0, 8, "x", undefined), RangeError);
  assert.equal(queue.size, 0);
});
