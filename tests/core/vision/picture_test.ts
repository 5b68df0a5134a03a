/** PNG is lossless; JPEG is near; the files begin as such files do. */
import assert from "#assert";
import { decode } from "fast-png";
import jpeg from "jpeg-js";
import { encodeJpeg, encodePng } from "../../../core/vision/picture.ts";

const SIZE = { width: 20, height: 10 };

Deno.test("picture: PNG gives back every byte, grey and colour", () => {
  for (const channels of [1, 3] as const) {
    const data = Uint8Array.from({ length: 200 * channels }, (_, i) => (i * 37) & 255);
    const file = encodePng({ ...SIZE, channels, data });
    assert.deepEqual([...file.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
    const back = decode(file);
    assert.deepEqual([back.width, back.height, back.channels], [20, 10, channels]);
    assert.deepEqual(Uint8Array.from(back.data), data);
  }
});

Deno.test("picture: JPEG is within a few levels where colours are smooth, grey is grey", () => {
  for (const channels of [1, 3] as const) {
    const data = Uint8Array.from(
      { length: 200 * channels },
      (_, i) => 40 + Math.floor(i / channels / 4),
    );
    const file = encodeJpeg({ ...SIZE, channels, data }, 95);
    assert.deepEqual([...file.subarray(0, 2)], [0xff, 0xd8]);
    const back = jpeg.decode(file, { useTArray: true, formatAsRGBA: false });
    for (let pixel = 0; pixel < 200; pixel++) {
      for (let c = 0; c < 3; c++) {
        assert.ok(Math.abs(back.data[3 * pixel + c]! - data[pixel * channels]!) <= 6);
      }
    }
  }
});
