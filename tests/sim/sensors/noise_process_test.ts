import assert from "#assert";
import fc from "fast-check";
import { RandomTree } from "../../../core/math/random.ts";
import {
  gaussMarkov,
  lowPass,
  NODES,
  RANDOM_WALK,
  stationaryLowPass,
} from "../../../sim/sensors/linear_process.ts";
import { NoiseProcess } from "../../../sim/sensors/noise_process.ts";
import { hasVariance } from "./imu/statistics.ts";

const SECONDS = 0.01;

const stream = (seed: number) => RandomTree.root(seed).at("noise");

/** Asserts that independent Gaussian pairs have that covariance, within 5 of its deviations. */
function hasCovariance(
  pairs: readonly (readonly [number, number])[],
  expected: number,
  deviations: readonly [number, number],
  what: string,
): void {
  const mean = pairs.reduce((sum, [x, y]) => sum + x * y, 0) / pairs.length;
  // Of a product of two Gaussian deviates: σx² σy² + covariance² (Isserlis).
  const spread = Math.hypot(deviations[0] * deviations[1], expected) / Math.sqrt(pairs.length);
  assert.ok(
    Math.abs(mean - expected) < 5 * spread,
    `${what}: ${mean}, not ${expected} ± ${spread}`,
  );
}

Deno.test("NoiseProcess: a Gauss–Markov process is stationary from its first sample on", () => {
  const time = 0.05, density = [1, 2, 0.5], sd = density.map((q) => q * Math.sqrt(time / 2));
  const ends: number[][] = [[], [], []];
  const pairs: [number, number][][] = [[], [], []];
  for (let seed = 0; seed < 4000; seed++) {
    const options = { seconds: SECONDS, density, start: [Math.sqrt(time / 2)] };
    const process = new NoiseProcess(gaussMarkov(time), { ...options, stream: stream(seed) });
    process.sample();
    const first = process.end.slice();
    for (let k = 0; k < 4; k++) process.sample();
    for (let i = 0; i < 3; i++) {
      ends[i]!.push(first[i]!, process.end[i]!);
      pairs[i]!.push([first[i]! / sd[i]!, process.end[i]! / sd[i]!]);
    }
  }
  for (let i = 0; i < 3; i++) {
    hasVariance(ends[i]!.filter((_, n) => n % 2 === 0), sd[i]! ** 2, "first");
    hasVariance(ends[i]!.filter((_, n) => n % 2 === 1), sd[i]! ** 2, "fifth");
    // Four intervals of 10 ms at a correlation time of 50 ms.
    hasCovariance(pairs[i]!, Math.exp(-4 * SECONDS / time), [1, 1], "over 40 ms");
  }
});

Deno.test("NoiseProcess: a random walk starts at 0; end and mean have Farrenkopf's moments", () => {
  const pairs: [number, number][] = [], k = 7;
  for (let seed = 0; seed < 3000; seed++) {
    const options = { seconds: SECONDS, density: [3, 3, 3], start: [0], stream: stream(seed) };
    const process = new NoiseProcess(RANDOM_WALK, options);
    for (let n = 0; n < k; n++) process.sample();
    for (let i = 0; i < 3; i++) pairs.push([process.end[i]!, process.mean[i]!]);
  }
  // The mean over interval k: (k − 1) T + T/3; with its end: (k − 1) T + T/2.
  const end = 9 * k * SECONDS, mean = 9 * (k - 1 + 1 / 3) * SECONDS;
  hasVariance(pairs.map(([x]) => x), end, "end");
  hasVariance(pairs.map(([, x]) => x), mean, "mean");
  hasCovariance(pairs, 9 * (k - 0.5) * SECONDS, [Math.sqrt(end), Math.sqrt(mean)], "both");
});

Deno.test("NoiseProcess: filtered white noise has the variance that it says, end and mean", () => {
  for (const order of [1, 2] as const) {
    for (const hz of [5, 80]) {
      const start = stationaryLowPass(order, hz), w = 2 * Math.PI * hz;
      const ends: number[] = [], means: number[] = [];
      let stated = 0;
      for (let seed = 0; seed < 2000; seed++) {
        const options = { seconds: SECONDS, density: [2, 2, 2], start, stream: stream(seed) };
        const process = new NoiseProcess(lowPass(order, hz), options);
        for (let k = 0; k < 3; k++) process.sample();
        ends.push(...process.end);
        means.push(...process.mean);
        stated = 4 * process.stationaryVariance(start);
      }
      // Equivalent noise bandwidth of Butterworth's filters: π/2 and π/(2 √2) of the corner.
      const bandwidth = hz * (order === 1 ? Math.PI / 2 : Math.PI / (2 * Math.SQRT2));
      // The density is two-sided: N² over −B … B.
      hasVariance(ends, 4 * 2 * bandwidth, `order ${order}, ${hz} Hz, end`);
      hasVariance(means, stated, `order ${order}, ${hz} Hz, mean`);
      if (order === 1) {
        const x = w * SECONDS, expected = 4 * w / (x * x) * (x + Math.expm1(-x));
        assert.ok(Math.abs(stated / expected - 1) < 1e-10);
      }
    }
  }
});

Deno.test("NoiseProcess: three channels are independent, and none depends on another's density", () => {
  const processes = [[1, 1, 1], [1, 0, 1], [5, 1, 0]].map((density) =>
    new NoiseProcess(lowPass(2, 30), {
      seconds: SECONDS,
      density,
      start: stationaryLowPass(2, 30),
      stream: stream(11),
    })
  );
  const [all, without, scaled] = processes as [NoiseProcess, NoiseProcess, NoiseProcess];
  const products = [0, 0, 0];
  for (let n = 0; n < 20_000; n++) {
    for (const process of processes) process.sample();
    for (const part of ["mean", "end"] as const) {
      const [x, y, z] = all[part] as unknown as [number, number, number];
      assert.deepEqual([...without[part]], [x, 0, z]);
      assert.ok(Math.abs(scaled[part][0]! - 5 * x) < 1e-12 && scaled[part][1] === y);
      assert.equal(scaled[part][2], 0);
    }
    const [x, y, z] = all.mean as unknown as [number, number, number];
    [x * y, y * z, z * x].forEach((each, i) => products[i]! += each);
  }
  const variance = all.stationaryVariance(stationaryLowPass(2, 30));
  // Samples of a corner of 30 Hz, 100 a second, are worth half as many independent ones or more.
  for (const sum of products) {
    assert.ok(Math.abs(sum / 20_000 / variance) < 5 / Math.sqrt(10_000), `${products}`);
  }
});

Deno.test("NoiseProcess: the response to an input is linear and leaves the noise alone", () => {
  const make = (density: number) =>
    new NoiseProcess(lowPass(1, 20), {
      seconds: SECONDS,
      density: [density, density, density],
      start: stationaryLowPass(1, 20),
      stream: stream(5),
    });
  const input = new Float64Array(9);
  fc.assert(
    fc.property(fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { maxLength: 20 }), (us) => {
      const noise = make(1), answer = make(0), both = make(1);
      us.forEach((u, k) => {
        for (let n = 0; n < 9; n++) input[n] = u + n * k;
        noise.sample();
        answer.sample(input);
        both.sample(input);
        for (let i = 0; i < 3; i++) {
          assert.ok(Math.abs(noise.mean[i]! + answer.mean[i]! - both.mean[i]!) < 1e-11);
          assert.ok(Math.abs(noise.end[i]! + answer.end[i]! - both.end[i]!) < 1e-11);
        }
      });
    }),
    { numRuns: 100, seed: 4 },
  );
});

Deno.test("NoiseProcess: settled on a constant it stays; a step is answered as theory says", () => {
  for (const order of [1, 2] as const) {
    const options = { seconds: SECONDS, density: [0, 0, 0], start: [0, 0], stream: stream(1) };
    const settled = new NoiseProcess(lowPass(order, 10), options);
    const fresh = new NoiseProcess(lowPass(order, 10), options);
    const u = [3, -1, 0.5], input = Float64Array.from(NODES.flatMap(() => u));
    settled.settle(u);
    for (let k = 1; k <= 50; k++) {
      settled.sample(input);
      fresh.sample(input);
      const w = 20 * Math.PI, t = k * SECONDS, a = w / Math.SQRT2;
      const step = order === 1
        ? 1 - Math.exp(-w * t)
        : 1 - Math.exp(-a * t) * (Math.cos(a * t) + Math.sin(a * t));
      u.forEach((value, i) => {
        assert.ok(Math.abs(settled.mean[i]! - value) < 1e-12);
        assert.ok(Math.abs(settled.end[i]! - value) < 1e-12);
        assert.ok(Math.abs(fresh.end[i]! - step * value) < 1e-12, `${order} ${k}`);
      });
    }
  }
});
