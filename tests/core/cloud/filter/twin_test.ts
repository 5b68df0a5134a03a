import assert from "#assert";
import { filterSettings, SETTING } from "../../../../core/cloud/filter/settings.ts";
import { filterTwin } from "../../../../core/cloud/filter/twin.ts";
import { layoutOf, type PointCloud } from "../../../../core/cloud/layout.ts";
import { field, xyzi } from "../clouds.ts";

function run(cloud: PointCloud, maxRange: number) {
  const layout = layoutOf(cloud), settings = new Float64Array(SETTING.length);
  filterSettings(settings, layout, { maxRange, rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1] });
  const out = new Uint8Array(cloud.data.length), counts = new Int32Array(2);
  const bytes = filterTwin({ data: cloud.data, layout, settings, counts }, out);
  return { kept: bytes.length / cloud.point_step, out, counts };
}

Deno.test("filterTwin() rounds every operation to float32", () => {
  // 1e-4 is not a float32 and 1e-4² + 1 rounds to 1: in float64 the second point would be too far.
  const { kept, counts } = run(xyzi([1, 0, 0, 1, 1, 1e-4, 0, 1, 1, 1e-3, 0, 1]), 1);
  assert.deepEqual([kept, ...counts], [2, 3, 2]);
});

Deno.test("filterTwin() keeps float64 points in float64, in their byte order", () => {
  const data = new Uint8Array(24), view = new DataView(data.buffer);
  [1.1, 2.2, 3.3].forEach((value, i) => view.setFloat64(8 * i, value));
  const cloud = {
    ...{ height: 1, width: 1, is_bigendian: true, point_step: 24, row_step: 24, data },
    fields: [field("x", 0, 8), field("y", 8, 8), field("z", 16, 8)],
  };
  const { kept, out } = run(cloud, 10);
  const moved = new DataView(out.buffer);
  assert.equal(kept, 1);
  assert.deepEqual([0, 8, 16].map((at) => moved.getFloat64(at)), [-2.2, 1.1, 3.3]);
});
