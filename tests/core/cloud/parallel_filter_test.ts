import assert from "#assert";
import fc from "fast-check";
import { CloudFilter } from "../../../core/cloud/filter.ts";
import { ParallelFilter } from "../../../core/cloud/parallel_filter.ts";
import { type RunTasks, TASKS } from "../../../core/tasks.ts";
import { clouds, options, xyzi } from "./clouds.ts";

/** One after the other, last first: the order must not matter. */
const backward: RunTasks = (task, inputs) => {
  const results = inputs.toReversed().map((input) => TASKS[task](input as never));
  return Promise.resolve(results.toReversed() as never);
};

Deno.test("parts give what the whole gives, in its order", async () => {
  const whole = new CloudFilter(), parts = new ParallelFilter(backward);
  await fc.assert(
    fc.asyncProperty(fc.boolean().chain(clouds), options, async ({ cloud }, o) => {
      assert.deepEqual(await parts.run(cloud, o), whole.run(cloud, o));
    }),
  );
  const many = xyzi(Float32Array.from({ length: 4 * 100_003 }, (_, i) => (i * 31) % 29 - 14));
  for (const maxRange of [8, 1e6]) {
    assert.deepEqual(await parts.run(many, { maxRange }), whole.run(many, { maxRange }));
  }
});

Deno.test("a cloud that can't be read rejects, as does an option", async () => {
  const parts = new ParallelFilter(backward);
  await assert.rejects(parts.run({ ...xyzi([]), fields: [] }, { maxRange: 1 }), {
    name: "CloudError",
  });
  await assert.rejects(parts.run(xyzi([]), { maxRange: 0 }), RangeError);
});
