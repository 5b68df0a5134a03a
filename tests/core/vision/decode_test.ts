import assert from "#assert";
import fc from "fast-check";
import { decodeBoxes, type DecodeOptions, surest } from "../../../core/vision/decode.ts";

const OPTIONS: DecodeOptions = {
  form: { format: "corners", units: "normalized" },
  tensor: [224, 224],
  source: [640, 480],
  background: 0,
  threshold: 0.7,
  overlap: 0.5,
};

Deno.test("surest() is softmax's largest, without the class that is left out", () => {
  const logit = fc.double({ min: -30, max: 30, noNaN: true });
  fc.assert(
    fc.property(fc.array(logit, { minLength: 2, maxLength: 8 }), fc.nat(8), (drawn, skip) => {
      const logits = Float32Array.from(drawn), classes = logits.length;
      const sum = logits.reduce((total, l) => total + Math.exp(l), 0);
      const shares = [...logits].map((l) => Math.exp(l) / sum);
      const most = Math.max(...shares.filter((_, c) => c !== skip));
      const { label, score } = surest(logits, { at: 0, classes, skip });
      assert.ok(Math.abs(score - most) < 1e-12);
      assert.ok(Math.abs(shares[label]! - most) < 1e-12 && label !== skip);
    }),
  );
});

Deno.test("surest() of logits at an offset, huge ones, and of one class that is left out", () => {
  const logits = Float32Array.of(9, 9, 3e38, -3e38, 0);
  assert.deepEqual(surest(logits, { at: 2, classes: 3, skip: -1 }), { label: 0, score: 1 });
  assert.deepEqual(surest(logits, { at: 2, classes: 3, skip: 0 }), { label: 2, score: 0 });
  assert.deepEqual(surest(logits, { at: 0, classes: 1, skip: 0 }), { label: -1, score: 0 });
});

const sure = [-9, 9, -9];

Deno.test("boxes come back in pixels of the source, whatever way they were written", () => {
  const want = [{ x1: 64, y1: 120, x2: 320, y2: 360, label: 1 }];
  const forms = [
    [[0.1, 0.25, 0.5, 0.75], "corners", "normalized"],
    [[0.1, 0.25, 0.5, 0.75], "corners", "auto"],
    [[22.4, 56, 112, 168], "corners", "pixels"],
    [[22.4, 56, 112, 168], "corners", "auto"],
    [[0.3, 0.5, 0.4, 0.5], "center", "normalized"],
    [[67.2, 112, 89.6, 112], "center", "auto"],
  ] as const;
  for (const [box, format, units] of forms) {
    const found = decodeBoxes(Float32Array.from(box), Float32Array.from(sure), {
      ...OPTIONS,
      form: { format, units },
    });
    const rounded = found.map(({ x1, y1, x2, y2, label }) => ({
      ...{ x1: Math.round(x1), y1: Math.round(y1), x2: Math.round(x2), y2: Math.round(y2), label },
    }));
    assert.deepEqual(rounded, want, `${format} ${units}`);
  }
});

Deno.test("boxes are cut to the image; empty ones, background and the unsure are left out", () => {
  const boxes = [
    [-0.5, -0.5, 0.5, 0.5],
    [0.6, 0.6, 0.6, 0.9], // no width
    [1.2, 0, 1.4, 1], // outside
    [0.2, 0.2, 0.3, 0.3], // background
    [0.2, 0.2, 0.3, 0.3], // unsure
    [NaN, 0.2, 0.3, 0.3],
    [0.7, 0.7, 0.9, 0.9], // logits that are not finite
  ];
  const logits = [sure, sure, sure, [9, 0, 0], [0, 0.5, 0], sure, [NaN, 1, 1]];
  const found = decodeBoxes(
    Float32Array.from(boxes.flat()),
    Float32Array.from(logits.flat()),
    OPTIONS,
  );
  assert.deepEqual(found.map(({ x1, y1, x2, y2 }) => [x1, y1, x2, y2]), [[0, 0, 320, 240]]);
});

Deno.test("overlapping boxes of a class are one; no boxes are none", () => {
  const boxes = Float32Array.from([0.1, 0.1, 0.5, 0.5, 0.12, 0.1, 0.52, 0.5]);
  assert.equal(decodeBoxes(boxes, Float32Array.from([...sure, ...sure]), OPTIONS).length, 1);
  const other = [-9, -9, 9];
  assert.equal(decodeBoxes(boxes, Float32Array.from([...sure, ...other]), OPTIONS).length, 2);
  assert.deepEqual(decodeBoxes(new Float32Array(0), new Float32Array(0), OPTIONS), []);
});
