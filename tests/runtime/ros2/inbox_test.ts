import assert from "#assert";
import fc from "fast-check";
import { Inbox } from "../../../runtime/ros2/inbox.ts";

Deno.test("an inbox keeps the newest N in order, and accounts for every message", () => {
  const operations = fc.array(fc.constantFrom("push", "take", "clear"), { maxLength: 60 });
  fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), operations, (depth, todo) => {
    const inbox = new Inbox(depth);
    const model: number[] = [];
    let count = 0, dropped = 0, taken = 0;
    for (const what of todo) {
      if (what === "push") {
        inbox.push(Uint8Array.of(count));
        model.push(count++);
        if (model.length > depth) {
          model.shift();
          dropped++;
        }
      } else if (what === "take") {
        const expected = model.shift();
        assert.equal(inbox.take()?.[0], expected);
        if (expected !== undefined) taken++;
      } else {
        dropped += model.splice(0).length;
        inbox.clear();
      }
      assert.equal(inbox.empty, model.length === 0);
      assert.deepEqual([inbox.received, inbox.dropped], [count, dropped]);
      assert.equal(inbox.received, taken + inbox.dropped + model.length);
    }
  }));
});
