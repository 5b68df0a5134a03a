import assert from "#assert";
import { type OutputShape, recognise } from "../../../core/vision/recognise.ts";

function shapes(outputs: Record<string, number[]>): OutputShape[] {
  return Object.entries(outputs).map(([name, dims]) => ({ name, dims }));
}

Deno.test("a detector has boxes and logits of the same number, in either order", () => {
  const want = { kind: "detector", boxes: "b", logits: "l", count: 784, classes: 5 };
  assert.deepEqual(recognise(shapes({ b: [1, 784, 4], l: [1, 784, 5] })), want);
  assert.deepEqual(recognise(shapes({ l: [1, 784, 5], b: [1, 784, 4] })), want);
  assert.deepEqual(recognise(shapes({ l: [784, 5], b: [784, 4] })), want);
});

Deno.test("with four classes the name tells boxes from logits", () => {
  const found = recognise(shapes({ scores: [1, 9, 4], pred_boxes: [1, 9, 4] }));
  assert.deepEqual(found, {
    ...{ kind: "detector", boxes: "pred_boxes", logits: "scores" },
    ...{ count: 9, classes: 4 },
  });
  assert.throws(() => recognise(shapes({ a: [1, 9, 4], b: [1, 9, 4] })), { name: "ModelError" });
});

Deno.test("a classifier has one output of logits", () => {
  const found = recognise(shapes({ out: [1, 1000] }));
  assert.deepEqual(found, { kind: "classifier", logits: "out", classes: 1000 });
});

Deno.test("what is neither is refused with what was found and what was expected", () => {
  const bad = [
    { a: [1, 9, 3], b: [1, 9, 5] },
    { a: [1, 9, 4], b: [1, 8, 5] },
    { a: [2, 9, 4], b: [2, 9, 5] },
    { a: [1, 0, 4], b: [1, 0, 5] },
    { a: [1, 5, 7, 7] },
    { a: [5] },
    { a: [2, 5] },
    { a: [1, 9, 4], b: [1, 9, 5], c: [1, 2] },
    {},
  ];
  for (const outputs of bad as Record<string, number[]>[]) {
    assert.throws(() => recognise(shapes(outputs)), {
      name: "ModelError",
      message: /^its outputs are .*; expected boxes 1 × N × 4 and class logits 1 × N × C/,
    });
  }
  assert.throws(() => recognise(shapes({ a: [1, 5, 7, 7] })), /a 1 × 5 × 7 × 7/);
});
