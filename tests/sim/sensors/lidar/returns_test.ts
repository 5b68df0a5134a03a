/** Detection, noise, intensity and no return, each against what its setting says. */
import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { lidarSchema } from "../../../../sim/sensors/lidar/config.ts";
import { LIDAR_PRESETS } from "../../../../sim/sensors/lidar/presets.ts";
import { Receiver } from "../../../../sim/sensors/lidar/returns.ts";
import { moments } from "./turns.ts";

const COUNT = 20_000;
/** Between a beam's beginning and the middle that ranges are from. */
const OFFSET = 0.25;

function many(config: object, range: number, reflected: number, seed = 1) {
  const parsed = lidarSchema.parse({ type: "lidar", ...LIDAR_PRESETS["vlp16"]!.values, ...config });
  const receiver = new Receiver(parsed, RandomTree.root(seed).under("lidar"));
  const met = {
    way: new Float64Array(COUNT).fill(range - OFFSET),
    reflected: new Float64Array(COUNT).fill(reflected),
    offset: OFFSET,
  };
  const ranges = new Float64Array(COUNT), intensities = new Float64Array(COUNT);
  receiver.receive(met, { ranges, intensities });
  return Array.from(ranges, (range, i) => ({ range, intensity: intensities[i]! }));
}

const found = (all: { range: number }[]) => all.filter(({ range }) => Number.isFinite(range));

Deno.test("returns: a tenth at its range is detected every second time, more when nearer", () => {
  const share = (range: number) =>
    found(many({ range_10_percent_m: 40 }, range, 0.1)).length / COUNT;
  assert.ok(Math.abs(share(40) - 0.5) < 0.02, `${share(40)}`);
  assert.equal(share(15), 1);
  assert.equal(share(90), 0);
  // The power falls with the square: four times the reflectivity reaches twice as far.
  const far = found(many({ range_10_percent_m: 40 }, 80, 0.4)).length / COUNT;
  assert.ok(Math.abs(far - 0.5) < 0.02);
});

Deno.test("returns: noise is range_sd near by, range_snr_sd / √SNR far away", () => {
  const config = {
    range_resolution_m: 0,
    range_max_m: 1000,
    range_10_percent_m: 50,
    detection_spread: 0,
  };
  const near = moments(found(many(config, 5, 0.8)).map(({ range }) => range));
  assert.ok(Math.abs(near.mean - 5) < 5 * 0.015 / Math.sqrt(COUNT));
  assert.ok(Math.abs(near.sd / 0.015 - 1) < 0.03);
  const far = moments(found(many(config, 49.99, 0.1)).map(({ range }) => range));
  assert.ok(Math.abs(far.sd / (0.3 / Math.sqrt(12)) - 1) < 0.03, `${far.sd}`);
});

Deno.test("returns: nothing stays nothing; too near and too far are no range", () => {
  assert.ok(
    many({}, Infinity, 0).every(({ range, intensity }) => Number.isNaN(range) && intensity === 0),
  );
  assert.ok(many({ range_min_m: 1 }, 0.5, 0.5).every(({ range }) => range === -Infinity));
  assert.ok(many({ range_max_m: 10 }, 20, 1).every(({ range }) => Number.isNaN(range)));
});

Deno.test("returns: rounded to the device's step; lost as often as said", () => {
  for (const { range } of many({ range_resolution_m: 0.01 }, 7, 0.5).slice(0, 100)) {
    assert.ok(Math.abs(range * 100 - Math.round(range * 100)) < 1e-9);
  }
  const share = found(many({ loss: 0.3 }, 5, 0.5)).length / COUNT;
  assert.ok(Math.abs(share - 0.7) < 0.02);
});

Deno.test("returns: reflectivity does not depend on the range, signal falls with its square", () => {
  const quiet = { intensity_noise: 0, detection_spread: 0, range_sd_m: 0, range_snr_sd_m: 0 };
  const at = (config: object, range: number, reflected: number) =>
    many({ ...quiet, ...config }, range, reflected)[0]!.intensity;
  assert.deepEqual([3, 30].map((range) => at({}, range, 0.5)), [50, 50]);
  assert.equal(at({}, 10, 1.4), 110);
  assert.equal(at({}, 10, 10), 255);
  const signal = { intensity: "signal", intensity_gain: 10_000 };
  assert.deepEqual([5, 10].map((range) => at(signal, range, 0.5)), [200, 50]);
});

Deno.test("returns: an effect that is switched off leaves the draws of the others", () => {
  const ranges = (config: object) => many(config, 8, 0.5).map(({ range }) => range);
  const plain = ranges({});
  assert.deepEqual(ranges({ intensity_noise: 0 }), plain);
  assert.deepEqual(ranges({ detection_spread: 0 }), plain);
  const some = ranges({ loss: 0.5 });
  some.forEach((range, i) => Number.isNaN(range) || assert.equal(range, plain[i]));
});

Deno.test("returns: rain takes far returns away and adds near ones; dense fog is a wall", () => {
  const rain = many({ rain_mm_h: 50 }, 60, 0.8);
  assert.ok(rain.filter(({ range }) => range > 50).length < COUNT / 10);
  const near = rain.filter(({ range }) => range < 5).length;
  assert.ok(near > 10 && near < COUNT / 5, `${near}`);
  const fog = many({ fog_visibility_m: 20 }, 30, 0.8);
  assert.equal(fog.filter(({ range }) => range > 20).length, 0);
  assert.ok(fog.filter(({ range }) => range < 4).length > COUNT / 2);
});
