import assert from "#assert";
import { filterSettings, SETTING } from "../../../../core/cloud/filter/settings.ts";
import { layoutOf } from "../../../../core/cloud/layout.ts";
import { field, xyzi } from "../clouds.ts";

const out = new Float64Array(SETTING.length);

Deno.test("filterSettings() lays out rotation, translation, r² and least intensity", () => {
  filterSettings(out, layoutOf(xyzi([])), {
    maxRange: 5,
    minIntensity: 0.5,
    rotation: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    translation: [10, 11, 12],
  });
  assert.deepEqual([...out], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 25, 0.5]);
});

Deno.test("filterSettings() scales intensity by an integer field's range, or as it is told", () => {
  const fields = [...xyzi([]).fields.slice(0, 3), field("intensity", 12, 4)];
  const layout = layoutOf({ ...xyzi([]), fields });
  filterSettings(out, layout, { maxRange: 5, minIntensity: 0.1 });
  assert.equal(out[SETTING.least], 6553.5);
  filterSettings(out, layout, { maxRange: 5, minIntensity: 0.1, intensityScale: 255 });
  assert.equal(out[SETTING.least], 25.5);
});

Deno.test("filterSettings() refuses what would keep or drop without a reason", () => {
  const layout = layoutOf(xyzi([]));
  assert.throws(() => filterSettings(out, layout, { maxRange: 0 }), /maxRange is 0/);
  assert.throws(() => filterSettings(out, layout, { maxRange: 1, minIntensity: NaN }), RangeError);
  assert.throws(() => filterSettings(out, layout, { maxRange: 1, rotation: [1] }), RangeError);
});
