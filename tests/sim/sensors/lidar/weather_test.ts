/** Extinction by its formulas, drops by their distribution. */
import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { Weather } from "../../../../sim/sensors/lidar/weather.ts";

const of = (rain_mm_h: number, fog_visibility_m?: number) =>
  new Weather({ rain_mm_h, fog_visibility_m, divergence_mrad: 3 });

Deno.test("weather: clear air takes nothing; rain 0.01 r^0.6 a metre; fog 5 % over its range", () => {
  assert.equal(of(0).transmission(100), 1);
  assert.ok(of(0).clear && !of(1).clear);
  assert.ok(Math.abs(of(10).extinction - 0.01 * 10 ** 0.6) < 1e-12);
  assert.ok(Math.abs(Math.sqrt(of(0, 50).transmission(50)) - 0.05) < 1e-12, "one way");
  assert.ok(Math.abs(of(10, 50).extinction - of(10).extinction - of(0, 50).extinction) < 1e-12);
});

Deno.test("weather: as many drops as Marshall and Palmer have in the cone", () => {
  // 8000 / Λ e^(-0.05 Λ) drops a m³, Λ = 4.1 r^-0.21 a mm; all of those that are drawn, counted by
  // making the least power so small that the cone is long, and the target nearer than any drop.
  const stream = RandomTree.root(1).at("rain"), out = new Float64Array(2);
  const rate = 25, least = 2e-4, lambda = 4.1 * rate ** -0.21;
  const far = (0.02 * (6 / 3) ** 2 / least) ** 0.25; // a drop of 6 mm, a beam 3 mm wide a metre off
  const volume = Math.PI / 3 * 0.0015 ** 2 * far ** 3;
  const expected = 8000 / lambda * Math.exp(-0.05 * lambda) * volume;
  let hit = 0;
  const trials = 40_000;
  for (let i = 0; i < trials; i++) {
    weather.drop(stream, 1000, least, out);
    if (out[0]! > 0) hit++;
  }
  const share = 1 - Math.exp(-expected);
  const sd = Math.sqrt(share * (1 - share) / trials);
  assert.ok(Math.abs(hit / trials - share) < 5 * sd, `${hit / trials} of ${share}`);
  assert.ok(share > 0.01);
});

const weather = of(25);

Deno.test("weather: no drop lies behind the target; the same draws whatever the target", () => {
  const out = new Float64Array(2);
  const near = RandomTree.root(2).at("a"), far = RandomTree.root(2).at("a");
  for (let i = 0; i < 5000; i++) {
    weather.drop(near, 0.5, 1e-4, out);
    if (out[0]! > 0) assert.ok(out[1]! < 0.5);
    weather.drop(far, 100, 1e-4, out);
  }
  assert.equal(near.next(), far.next());
});

Deno.test("weather: fog sends back most from near, more where it is thicker, none in clear air", () => {
  assert.equal(of(0).fog.power, 0);
  const thin = of(0, 200).fog, thick = of(0, 30).fog;
  assert.ok(thick.power > thin.power && thin.power > 0);
  assert.ok(thick.range > 1 && thick.range < 4);
});
