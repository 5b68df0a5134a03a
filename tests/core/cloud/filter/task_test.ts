import assert from "#assert";
import fc from "fast-check";
import { CloudFilter } from "../../../../core/cloud/filter.ts";
import { filterPart } from "../../../../core/cloud/filter/task.ts";
import { filterSettings, SETTING } from "../../../../core/cloud/filter/settings.ts";
import { layoutOf } from "../../../../core/cloud/layout.ts";
import { clouds, options } from "../clouds.ts";

Deno.test("filterPart() filters from its offset, and leaves the rest of the output", () => {
  const whole = new CloudFilter();
  fc.assert(fc.property(fc.boolean().chain(clouds), options, fc.nat(40), ({ cloud }, o, offset) => {
    const layout = layoutOf(cloud), size = layout.count * layout.step;
    const settings = new Float64Array(SETTING.length);
    filterSettings(settings, layout, o);
    const input = new SharedArrayBuffer(offset + size + 5),
      output = new SharedArrayBuffer(offset + size + 5);
    new Uint8Array(input, offset).set(cloud.data.subarray(0, size));
    new Uint8Array(output).fill(77);
    const [kept, finite, near] = filterPart({ input, output, offset, layout, settings });
    const { data, count, dropped } = whole.run(cloud, o);
    assert.deepEqual([kept, layout.count - finite, finite - near], [
      ...[count, dropped.notFinite, dropped.far],
    ]);
    const bytes = new Uint8Array(output);
    assert.deepEqual([...bytes.subarray(offset, offset + data.length)], [...data]);
    assert.ok(bytes.subarray(0, offset).every((byte) => byte === 77));
    assert.ok(bytes.subarray(offset + size).every((byte) => byte === 77));
  }));
});
