import assert from "#assert";
import { filterKernel, isForKernel } from "../../../../core/cloud/filter/kernel.ts";
import { filterSettings, SETTING } from "../../../../core/cloud/filter/settings.ts";
import { filterTwin } from "../../../../core/cloud/filter/twin.ts";
import { layoutOf } from "../../../../core/cloud/layout.ts";
import { field, xyzi } from "../clouds.ts";

Deno.test("isForKernel(): float32, little endian, x y z side by side, points up to 4096 bytes", () => {
  const layout = layoutOf(xyzi([]));
  assert.ok(isForKernel(layout));
  assert.ok(isForKernel({ ...layout, step: 4096, xyz: [40, 44, 48] }));
  assert.ok(!isForKernel({ ...layout, step: 4097 }));
  assert.ok(!isForKernel({ ...layout, bigEndian: true }));
  assert.ok(!isForKernel({ ...layout, double: true }));
  assert.ok(!isForKernel({ ...layout, xyz: [0, 8, 4] }));
  assert.ok(!isForKernel({ ...layout, xyz: [0, 4, 12] }));
});

Deno.test("filterKernel() is the twin for every step and place of x", () => {
  for (const [step, x] of [[12, 0], [13, 1], [16, 0], [16, 4], [22, 0], [48, 5], [4096, 4084]]) {
    const width = 131;
    const data = new Uint8Array(step! * width).map((_, i) =>
      (Math.imul(i, 2654435761) >>> 13) & 0x3f
    );
    const cloud = {
      ...{ height: 1, width, is_bigendian: false, point_step: step!, row_step: step! * width },
      ...{ fields: ["x", "y", "z"].map((name, i) => field(name, x! + 4 * i)), data },
    };
    const layout = layoutOf(cloud), settings = new Float64Array(SETTING.length);
    filterSettings(settings, layout, { maxRange: 0.05, rotation: [0, 0, 1, 1, 0, 0, 0, 1, 0] });
    const results = [filterKernel, filterTwin].map((filter) => {
      const out = new Uint8Array(data.length), counts = new Int32Array(2);
      const bytes = filter({ data, layout, settings, counts }, out).slice();
      const kept = bytes.length / step!;
      assert.ok(kept > 0 && kept < width, `${kept} of ${width}`);
      return { counts, bytes };
    });
    assert.deepEqual(results[0], results[1], `step ${step}`);
  }
});
