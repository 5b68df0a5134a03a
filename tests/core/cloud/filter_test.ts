import assert from "#assert";
import fc from "fast-check";
import { CloudFilter } from "../../../core/cloud/filter.ts";
import { columnOf } from "../../../core/cloud/column.ts";
import { CloudError, type PointCloud } from "../../../core/cloud/layout.ts";
import { clouds, type Drawn, type DrawnOptions, options, xyzi } from "./clouds.ts";

/** A value as the cloud holds it. */
function held(cloud: PointCloud, name: string, data: Uint8Array): (index: number) => number {
  const { offset, datatype } = cloud.fields.find((f) => f.name === name)!;
  const place = { offset, datatype, step: cloud.point_step, bigEndian: cloud.is_bigendian };
  return columnOf(data, place);
}

/** What a filter must keep, by the definition in float64; borderline points may be either. */
function expected({ cloud, points }: Drawn, o: DrawnOptions) {
  const I = cloud.fields.find((f) => f.name === "intensity");
  const range = [1, 127, 255, 32767, 65535, 2147483647, 4294967295, 1, 1][I?.datatype ?? 0]!;
  return points.map(([x, y, z, intensity]) => {
    const r = Math.sqrt(x * x + y * y + z * z), least = o.minIntensity * range;
    const unsure = Math.abs(r - o.maxRange) < 1e-5 * o.maxRange ||
      (I !== undefined && Math.abs(intensity - least) <= 1e-6 * range);
    if (unsure) return "either";
    return r <= o.maxRange && (I === undefined || intensity >= least) ? "kept" : "dropped";
  });
}

Deno.test("a filter keeps what lies in range and is bright enough, transformed", () => {
  const filter = new CloudFilter();
  fc.assert(
    fc.property(fc.boolean().chain(clouds), options, (drawn, o) => {
      const { cloud, points } = drawn;
      const want = expected(drawn, o);
      fc.pre(!want.includes("either"));
      const result = filter.run(cloud, o);
      const { notFinite, far, dim } = result.dropped;
      assert.equal(result.count + notFinite + far + dim, points.length);
      assert.equal(result.data.length, result.count * cloud.point_step);
      const got = ["x", "y", "z"].map((name) => held(cloud, name, result.data));
      let index = 0;
      points.forEach(([x, y, z], i) => {
        if (want[i] === "dropped") return;
        for (let axis = 0; axis < 3; axis++) {
          const moved = o.rotation[3 * axis]! * x + o.rotation[3 * axis + 1]! * y +
            o.rotation[3 * axis + 2]! * z + o.translation[axis]!;
          assert.ok(Math.abs(moved - got[axis]!(index)) < 1e-4, `point ${i}`);
        }
        index++;
      });
      assert.equal(index, result.count);
    }),
    { numRuns: 400 },
  );
});

Deno.test("fields that are no coordinate keep their bytes", () => {
  const filter = new CloudFilter();
  fc.assert(fc.property(fc.boolean().chain(clouds), ({ cloud }) => {
    const { data, count } = filter.run(cloud, { maxRange: 1e9, minIntensity: -1e18 });
    const size = cloud.fields[0]!.datatype === 8 ? 8 : 4;
    const step = cloud.point_step, finite: number[] = [];
    const [x, y, z] = ["x", "y", "z"].map((name) => held(cloud, name, cloud.data));
    for (let i = 0; i < cloud.width * cloud.height; i++) {
      if (Math.abs(x!(i)) < 1e9 && Math.abs(y!(i)) < 1e9 && Math.abs(z!(i)) < 1e9) finite.push(i);
    }
    assert.equal(count, finite.length);
    const moved = new Set(
      ["x", "y", "z"].flatMap((name) => {
        const { offset } = cloud.fields.find((f) => f.name === name)!;
        return Array.from({ length: size }, (_, k) => offset + k);
      }),
    );
    finite.forEach((from, to) => {
      for (let k = 0; k < step; k++) {
        if (!moved.has(k)) assert.equal(data[to * step + k], cloud.data[from * step + k]);
      }
    });
  }));
});

Deno.test("kernel and twin give the same bytes and counts", () => {
  const kernel = new CloudFilter(), twin = new CloudFilter({ twinOnly: true });
  fc.assert(
    fc.property(clouds(true), options, ({ cloud }, o) => {
      assert.deepEqual(kernel.run(cloud, o), twin.run(cloud, o));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("kernel and twin agree on a cloud of many chunks, every number of points behind", () => {
  const kernel = new CloudFilter(), twin = new CloudFilter({ twinOnly: true });
  const numbers = Float32Array.from({ length: 4 * 20011 }, (_, i) => ((i * 7919) % 2003) / 50 - 20);
  for (let rest = 0; rest < 9; rest++) {
    const cloud = xyzi(numbers.subarray(0, numbers.length - 4 * rest));
    const o = { maxRange: 15, minIntensity: 0.2, rotation: [0, 1, 0, -1, 0, 0, 0, 0, 1] };
    const result = kernel.run(cloud, o);
    assert.ok(result.count > 1000 && result.count < 19000);
    assert.deepEqual(result, twin.run(cloud, o));
  }
});

Deno.test("kernel and twin agree where few are kept, then all, then few again", () => {
  const kernel = new CloudFilter(), twin = new CloudFilter({ twinOnly: true });
  const o = {
    maxRange: 15,
    rotation: [0, 1, 0, -0.6, 0, 0.8, 0.8, 0, 0.6],
    translation: [1, 2, 3],
  };
  for (const few of [0, 1, 2, 3, 7]) {
    const numbers = new Float32Array(4 * 12011);
    for (let i = 0; i < 12011; i++) {
      const kept = i > 4000 && i < 8000 || (i * 7919) % 8 < few;
      numbers.set([kept ? 3 : 30, i / 4096, -i / 8192, -i], 4 * i);
    }
    for (let rest = 0; rest < 5; rest++) {
      const cloud = xyzi(numbers.subarray(0, numbers.length - 4 * rest));
      const result = kernel.run(cloud, { ...o, minIntensity: -1e6 });
      assert.ok(Math.abs(result.count - 3999 - 8012 * few / 8) < 20, `${result.count}`);
      assert.deepEqual(result, twin.run(cloud, { ...o, minIntensity: -1e6 }));
    }
  }
});

Deno.test("what is dropped is counted once, by its first reason", () => {
  const cloud = xyzi([
    ...[NaN, 0, 0, 0, 0, Infinity, 0, 1, 1e30, 0, 0, 1], // no finite square
    ...[11, 0, 0, 0], // far, and dim too
    ...[1, 0, 0, 0.05, 2, 0, 0, NaN], // dim
    ...[3, 0, 0, 0.5],
  ]);
  for (const twinOnly of [false, true]) {
    const { count, dropped } = new CloudFilter({ twinOnly }).run(cloud, {
      maxRange: 10,
      minIntensity: 0.1,
    });
    assert.deepEqual([count, dropped], [1, { notFinite: 3, far: 1, dim: 2 }]);
  }
});

Deno.test("a result stays as it is when the filter runs again", () => {
  const filter = new CloudFilter();
  const first = filter.run(xyzi([1, 2, 3, 1]), { maxRange: 10 });
  const copy = first.data.slice();
  filter.run(xyzi([4, 5, 6, 1]), { maxRange: 10 });
  assert.deepEqual(first.data, copy);
});

Deno.test("bad options and clouds are refused by name", () => {
  const filter = new CloudFilter();
  for (const maxRange of [0, -1, NaN, Infinity, 1e20]) {
    assert.throws(() => filter.run(xyzi([]), { maxRange }), { name: "RangeError" });
  }
  assert.throws(() => filter.run(xyzi([]), { maxRange: 1, translation: [0, NaN, 0] }), RangeError);
  assert.throws(() => filter.run({ ...xyzi([1, 2, 3, 4]), width: 2 }, { maxRange: 1 }), CloudError);
});
