import assert from "#assert";
import fc from "fast-check";
import { layoutOf, type PointCloud, rangeOf } from "../../../core/cloud/layout.ts";
import { clouds, field, xyzi } from "./clouds.ts";

const sound = xyzi([1, 2, 3, 4, 5, 6, 7, 8]);

function refused(change: Partial<PointCloud>, message: RegExp): void {
  assert.throws(() => layoutOf({ ...sound, ...change }), { name: "CloudError", message });
}

Deno.test("layoutOf() says where the numbers are", () => {
  assert.deepEqual(layoutOf(sound), {
    count: 2,
    step: 16,
    bigEndian: false,
    xyz: [0, 4, 8],
    double: false,
    intensity: field("intensity", 12),
  });
  fc.assert(fc.property(clouds(false), ({ cloud, points }) => {
    assert.equal(layoutOf(cloud).count, points.length);
  }));
});

Deno.test("layoutOf() names what is wrong with a cloud, and what was expected", () => {
  const [x, y, z, i] = sound.fields as [never, never, never, never];
  refused({ fields: [x, z, i] }, /no field y, only: x z intensity/);
  refused({ fields: [] }, /no field x, only: none/);
  refused({ fields: [x, y, field("z", 8, 5)] }, /field z has datatype 5, expected 7 .* or 8/);
  refused({ fields: [x, y, z, field("ring", 12, 9)] }, /ring has datatype 9, expected 1 to 8/);
  refused({ fields: [x, y, field("z", 8, 8)] }, /different datatypes/);
  refused({ fields: [x, y, z, field("t", 12, 8)] }, /t lies at bytes 12 to 20.*point_step = 16/);
  refused({ fields: [x, y, z, field("t", 12, 2, 5)] }, /t lies at bytes 12 to 17/);
  refused({ row_step: 33 }, /row_step is 33, expected point_step × width = 32/);
  refused({ data: sound.data.subarray(1) }, /data has 31 bytes, .* = 32/);
  refused({ height: 2 }, /data has 32 bytes, .* = 64/);
  refused({ width: -1 }, /width is -1/);
  refused({ height: 0.5 }, /height is 0.5/);
  refused({ point_step: NaN }, /step is NaN/);
});

Deno.test("layoutOf() takes no points, a count of 0 and bytes behind the points", () => {
  assert.equal(layoutOf(xyzi([])).count, 0);
  assert.equal(layoutOf({ ...sound, height: 0 }).count, 0);
  const fields = sound.fields.map((f) => ({ ...f, count: 0 }));
  assert.equal(layoutOf({ ...sound, fields, data: new Uint8Array(40) }).count, 2);
});

Deno.test("layoutOf() never reads: ten million points that are not there are refused at once", () => {
  refused({ width: 1e7, row_step: 1.6e8 }, /data has 32 bytes/);
});

Deno.test("rangeOf() is the largest value of an integer field, 1 of a float", () => {
  const ranges = [1, 2, 3, 4, 5, 6, 7, 8].map((datatype) => rangeOf(field("i", 0, datatype)));
  assert.deepEqual(ranges, [127, 255, 32767, 65535, 2 ** 31 - 1, 2 ** 32 - 1, 1, 1]);
});
