import assert from "#assert";
import { answer } from "../../../runtime/pool/protocol.ts";

const tasks = {
  half: (n: number) => n / 2,
  fail: () => {
    throw new RangeError("no");
  },
  odd: () => {
    throw "a string";
  },
};

Deno.test("an order is answered by its task's result, or by what it threw", () => {
  assert.deepEqual(answer(tasks, { id: 1, task: "half", input: 4 }), { id: 1, result: 2 });
  const failed = answer(tasks, { id: 2, task: "fail", input: 0 });
  assert.deepEqual(failed, { id: 2, error: { name: "RangeError", message: "no" } });
  const odd = answer(tasks, { id: 3, task: "odd", input: 0 });
  assert.deepEqual(odd, { id: 3, error: { name: "Error", message: "a string" } });
  for (const task of ["nothing", "toString", "__proto__"]) {
    const unknown = answer(tasks, { id: 4, task, input: 0 });
    assert.deepEqual(unknown, {
      id: 4,
      error: { name: "TypeError", message: `there is no task "${task}"` },
    });
  }
});
