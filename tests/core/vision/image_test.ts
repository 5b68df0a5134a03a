import assert from "#assert";
import fc from "fast-check";
import { type ImageBytes, pixelLayoutOf, PIXELS } from "../../../core/vision/image.ts";
import { image, images } from "./images.ts";

const sound = image(4, 3);

function refused(change: Partial<ImageBytes>, message: RegExp): void {
  assert.throws(() => pixelLayoutOf({ ...sound, ...change }), { name: "ImageError", message });
}

Deno.test("pixelLayoutOf() says where the channels are", () => {
  assert.deepEqual(pixelLayoutOf(sound), { size: 3, rgb: [0, 1, 2] });
  assert.deepEqual(pixelLayoutOf(image(1, 1, "bgra8", 5)), { size: 4, rgb: [2, 1, 0] });
  fc.assert(fc.property(images, (drawn) => {
    assert.equal(pixelLayoutOf(drawn), PIXELS[drawn.encoding]);
  }));
});

Deno.test("pixelLayoutOf() names what is wrong with an image, and what was expected", () => {
  refused({ encoding: "yuv422" }, /encoding is "yuv422", expected one of rgb8, bgr8, rgba8/);
  refused({ encoding: "toString" }, /encoding is "toString"/);
  refused({ encoding: "" }, /encoding is ""/);
  refused({ width: 0 }, /width is 0, expected 1 or more/);
  refused({ height: 0 }, /height is 0/);
  refused({ height: -3 }, /height is -3/);
  refused({ width: NaN }, /width is NaN/);
  refused({ step: 11 }, /step is 11, expected width × 3 = 12 or more/);
  refused({ encoding: "rgba8" }, /step is 12, expected width × 4 = 16/);
  refused({ step: 13 }, /data has 36 bytes, expected step × height = 39/);
  refused({ data: sound.data.subarray(1) }, /data has 35 bytes, .* = 36/);
  refused({ width: 7680, height: 4320, step: 23040 }, /data has 36 bytes/);
});
