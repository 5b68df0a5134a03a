import assert from "#assert";
import fc from "fast-check";
import { Preprocessor } from "../../../core/vision/preprocess.ts";
import oracle from "../../oracles/resize_oracle.json" with { type: "json" };
import { image, images, noise } from "./images.ts";

/** Values of bytes as they are. */
const RAW = { mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255] };

for (const { size, fixed, float } of oracle.cases) {
  const [width, height, columns, rows] = size as [number, number, number, number];
  const source = {
    ...{ width, height, encoding: "rgb8", step: 3 * width },
    data: noise(3 * width * height),
  };
  const to = { width: columns, height: rows };

  Deno.test(`OpenCV's bytes, bit for bit: ${width} × ${height} to ${columns} × ${rows}`, () => {
    for (const twinOnly of [false, true]) {
      const tensor = new Preprocessor({ ...to, ...RAW, resize: "fixed", twinOnly }).run(source);
      assert.deepEqual([...tensor], fixed);
    }
  });

  Deno.test(`OpenCV's floats to 1e-5: ${width} × ${height} to ${columns} × ${rows}`, () => {
    for (const twinOnly of [false, true]) {
      const tensor = new Preprocessor({ ...to, resize: "float", twinOnly }).run(source);
      tensor.forEach((value, i) => assert.ok(Math.abs(value - float[i]!) < 1e-5, `${i}`));
    }
  });
}

Deno.test("kernel and twin give the same bits, of any size and encoding, in both modes", () => {
  fc.assert(
    fc.property(
      images,
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom("fixed" as const, "float" as const),
      (source, quarter, height, resize) => {
        const size = { width: 4 * quarter, height, resize };
        const kernel = new Preprocessor(size).run(source);
        const twin = new Preprocessor({ ...size, twinOnly: true }).run(source);
        assert.deepEqual(new Uint32Array(kernel.buffer), new Uint32Array(twin.buffer));
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("every encoding of the same colours gives the same tensor", () => {
  const rgb = image(31, 23);
  const want = new Preprocessor({ width: 8, height: 8 }).run(rgb).slice();
  const layouts = { bgr8: [2, 1, 0], rgba8: [0, 1, 2, -1], bgra8: [2, 1, 0, -1] };
  for (const [encoding, order] of Object.entries(layouts)) {
    const data = new Uint8Array(31 * 23 * order.length).map((_, i) => {
      const channel = order[i % order.length]!;
      return channel < 0 ? 77 : rgb.data[3 * Math.floor(i / order.length) + channel]!;
    });
    const source = { ...rgb, encoding, step: 31 * order.length, data };
    assert.deepEqual(new Preprocessor({ width: 8, height: 8 }).run(source), want, encoding);
  }
  const grey = image(31, 23, "mono8");
  const tripled = new Uint8Array(31 * 23 * 3).map((_, i) => grey.data[Math.floor(i / 3)]!);
  assert.deepEqual(
    new Preprocessor().run(grey),
    new Preprocessor().run({ ...rgb, data: tripled }),
  );
});

Deno.test("a constant image stays constant, whatever its size: 1 × 1, 224 × 224 and 8k", () => {
  const preprocessor = new Preprocessor();
  for (const [width, height] of [[1, 1], [224, 224], [7680, 4320], [50000, 1], [1, 50000]]) {
    const data = new Uint8Array(3 * width! * height!).fill(200);
    const source = { width: width!, height: height!, encoding: "rgb8", step: 3 * width!, data };
    const tensor = preprocessor.run(source);
    for (let channel = 0; channel < 3; channel++) {
      const plane = tensor.subarray(channel * 224 * 224, (channel + 1) * 224 * 224);
      const want = (200 / 255 - [0.485, 0.456, 0.406][channel]!) /
        [0.229, 0.224, 0.225][channel]!;
      // Rows beyond the edge lose less than one step in fixed point, as OpenCV's do.
      assert.ok(plane.every((value) => Math.abs(value - want) < 0.018), `${width} × ${height}`);
    }
  }
});

Deno.test("an image of more bytes than the kernel holds at once is resized by bands", () => {
  const source = image(4000, 2000, "rgba8"); // 32 MB
  for (const resize of ["fixed", "float"] as const) {
    const size = { width: 16, height: 700, resize };
    const kernel = new Preprocessor(size).run(source);
    assert.deepEqual(kernel, new Preprocessor({ ...size, twinOnly: true }).run(source));
  }
});

Deno.test("sizes that the kernel does not make are the twin's", () => {
  const { length } = new Preprocessor({ width: 7, height: 5 }).run(image(9, 9));
  assert.equal(length, 105);
  assert.throws(() => new Preprocessor({ width: 0 }), RangeError);
  assert.throws(() => new Preprocessor({ height: 2.5 }), RangeError);
});
