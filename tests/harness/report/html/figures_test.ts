import assert from "#assert";
import { figures, reduced } from "../../../../harness/report/html/figures.ts";
import { Pictures } from "../../../../harness/report/pictures.ts";
import type { Message } from "../../../../msgs/message.ts";

const noise = (width: number, height: number) => {
  let state = 1;
  return Uint8Array.from({ length: 3 * width * height }, () => {
    state = Math.imul(state, 1103515245) + 12345 >>> 0;
    return state >>> 24;
  });
};

function picturesOf(count: number, width: number, height: number): Pictures {
  const pictures = new Pictures(), data = noise(width, height);
  for (let i = 0; i < count; i++) {
    const name = `/camera_${i}/image`, type = "sensor_msgs/msg/Image";
    const header = { stamp: { sec: 1, nanosec: 0 }, frame_id: "" };
    const image = {
      header,
      width,
      height,
      encoding: "rgb8",
      is_bigendian: 0,
      step: 3 * width,
      data,
    };
    pictures.observe({ name, type })!(image as Message);
  }
  return pictures;
}

const moment = { at_s: 2, why: "" };

Deno.test("figures(): however many pictures, the page stays small; what is left out is named", () => {
  const near = () => ({ at_s: 1.5, pictures: picturesOf(8, 640, 480) });
  const html = figures({ near }, moment);
  const shown = html.match(/<img /g)?.length ?? 0;
  assert.ok(html.length < 1.5e6 && shown >= 1 && shown < 8, `${html.length} ${shown}`);
  assert.match(html, /Left out, the page would grow too large: camera_\d_image/);
  assert.match(html, /As of 1\.5 s/);
});

Deno.test("figures(): none where nothing was seen", () => {
  assert.equal(figures({ near: () => undefined }, moment), "");
  const near = () => ({ at_s: 1, pictures: new Pictures() });
  assert.equal(figures({ near }, moment), "");
});

Deno.test("reduced(): every second pixel of a picture twice as wide as shown", () => {
  const data = noise(1280, 4), half = reduced({ width: 1280, height: 4, data });
  assert.deepEqual([half.width, half.height, half.data.length], [640, 2, 3840]);
  assert.deepEqual(half.data.subarray(3, 6), data.subarray(6, 9));
  assert.deepEqual(half.data.subarray(1920, 1923), data.subarray(2 * 3840, 2 * 3840 + 3));
  const small = { width: 2, height: 1, data: new Uint8Array(6) };
  assert.equal(reduced(small), small);
});
