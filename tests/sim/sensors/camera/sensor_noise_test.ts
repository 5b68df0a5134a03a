/** Noise as seen in pictures; its streams are independent. */
import assert from "#assert";
import { RandomTree } from "../../../../core/math/random.ts";
import { type CameraConfig, cameraSchema } from "../../../../sim/sensors/camera/config.ts";
import { Pixels } from "../../../../sim/sensors/camera/sensor_noise.ts";

function picture(noise: object, seed = 1, count = 1): Uint8Array[] {
  const config = cameraSchema.parse({
    type: "camera",
    width: 100,
    height: 100,
    tone: "linear",
    noise: { shot: true, white_e_ms: 500, full_well_e: 10_000, bits: 8, black_level: 0, ...noise },
  }) as CameraConfig;
  const pixels = new Pixels(config, RandomTree.root(seed).under("camera"));
  return Array.from({ length: count }, () => {
    pixels.developer().light.fill(0.5);
    return pixels.develop().slice();
  });
}

function moments(values: Iterable<number>): { mean: number; variance: number } {
  const all = [...values], mean = all.reduce((a, b) => a + b, 0) / all.length;
  return {
    mean,
    variance: all.reduce((a, b) => a + (b - mean) * (b - mean), 0) / (all.length - 1),
  };
}

const QUIET = { dark_current_e_s: 0, read_noise_e: 0, dsnu_e: 0, prnu: 0 };

Deno.test("noise: half the light of 4000 electrons is 2000 of 10,000: 51 of 255, K²μ + 1/12", () => {
  const [bytes] = picture(QUIET) as [Uint8Array];
  const { mean, variance } = moments(bytes);
  const gain = 255 / 10_000;
  assert.ok(Math.abs(mean - 51) < 0.05, `${mean}`);
  assert.ok(Math.abs(variance / (gain * gain * 2000 + 1 / 12) - 1) < 0.05, `${variance}`);
});

Deno.test("noise: the fixed pattern stays from picture to picture, the rest changes", () => {
  const [a, b] = picture({ ...QUIET, prnu: 0.1 }, 1, 2) as [Uint8Array, Uint8Array];
  const sum = moments(a.map((byte, i) => (byte + b[i]!) >> 1)).variance;
  const difference = moments(Int16Array.from(a, (byte, i) => byte - b[i]!)).variance;
  assert.ok(Math.abs(sum / (5.1 * 5.1) - 1) < 0.15, `pattern of 5.1 levels: ${sum}`);
  assert.ok(difference > 1 && difference < 5, `${difference}`);
});

Deno.test("noise: switching one kind off leaves the draws of the others", () => {
  const [shotOnly] = picture(QUIET), [both] = picture({ ...QUIET, read_noise_e: 1e-9 });
  assert.deepEqual(shotOnly, both);
  const all = { prnu: 0.01, dsnu_e: 2, read_noise_e: 5 };
  assert.deepEqual(picture(all, 3), picture(all, 3));
  assert.notDeepEqual(picture(all, 3), picture(all, 4));
  const [off] = picture({ shot: false });
  assert.ok(off!.every((byte) => byte === 51));
});
