import assert from "#assert";
import fc from "fast-check";
import { RandomTree } from "../../../../core/math/random.ts";
import { Triad, type TriadConfig } from "../../../../sim/sensors/imu/triad.ts";
import { NODES } from "../../../../sim/sensors/linear_process.ts";
import { hasVariance, isNormal } from "./statistics.ts";

const NONE: TriadConfig = {
  noiseDensity: [0, 0, 0],
  randomWalk: [0, 0, 0],
  gaussMarkov: [0, 0, 0],
  gaussMarkovTime: 100,
  bias: [0, 0, 0],
  biasDeviation: [0, 0, 0],
  scaleError: [0, 0, 0],
  scaleErrorDeviation: [0, 0, 0],
  misalignment: [0, 0, 0, 0, 0, 0, 0, 0, 0],
  misalignmentDeviation: 0,
  range: Infinity,
  resolution: 0,
  bandwidth: Infinity,
  filterOrder: 1,
};

interface Options {
  readonly seed?: number;
  readonly seconds?: number;
  readonly mean?: boolean;
}

function triad(config: Partial<TriadConfig>, options: Options = {}): Triad {
  const { seed = 1, seconds = 0.01, mean = true } = options;
  const rng = RandomTree.root(seed).under("imu").under("gyro");
  return new Triad({ ...NONE, ...config }, { seconds, mean }, rng);
}

/** One sample of a truth that doesn't change during it. */
function say(each: Triad, u: readonly number[]): number[] {
  const out = new Float64Array(3);
  each.sample(Float64Array.from([...u, ...u, ...u]), out);
  return [...out];
}

const value = fc.double({ min: -20, max: 20, noNaN: true }).map((x) => x + 0); // no −0
const vector = fc.tuple(value, value, value);

Deno.test("Triad: without errors the mean is Gauss's, and instant is the value itself", () => {
  const out = new Float64Array(3), truth = new Float64Array(9);
  // A polynomial of the fifth degree, whose mean over [0, 1] is known.
  const c = [1, -2, 3, 0.5, -4, 2];
  const mean = c.reduce((sum, factor, k) => sum + factor / (k + 1), 0);
  NODES.forEach((t, node) => {
    for (let i = 0; i < 3; i++) {
      truth[3 * node + i] = (i + 1) * c.reduceRight((sum, factor) => sum * t + factor, 0);
    }
  });
  triad({}).sample(truth, out);
  for (let i = 0; i < 3; i++) assert.ok(Math.abs(out[i]! - (i + 1) * mean) < 1e-14);
  fc.assert(fc.property(vector, (u) => {
    triad({}, { mean: false }).sample(Float64Array.from(u), out);
    assert.deepEqual([...out], u);
  }));
});

Deno.test("Triad: a fixed bias is added; a drawn one is normal over runs and fixed in a run", () => {
  assert.deepEqual(say(triad({ bias: [1, 2, -3] }), [10, 20, 30]), [11, 22, 27]);
  const drawn: number[][] = [[], [], []];
  for (let seed = 0; seed < 2000; seed++) {
    const each = triad({ bias: [1, 0, 0], biasDeviation: [0.1, 2, 0] }, { seed });
    const first = say(each, [0, 0, 0]);
    assert.deepEqual(say(each, [0, 0, 0]), first);
    first.forEach((x, i) => drawn[i]!.push(x));
  }
  isNormal(drawn[0]!, { mean: 1, sd: 0.1 }, "x");
  isNormal(drawn[1]!, { mean: 0, sd: 2 }, "y");
  assert.ok(drawn[2]!.every((x) => x === 0));
});

/** The sensitivity, row by row. */
function sensitivity(config: Partial<TriadConfig>, seed: number): number[] {
  const columns = [[1, 0, 0], [0, 1, 0], [0, 0, 1]].map((u) => say(triad(config, { seed }), u));
  return [0, 1, 2].flatMap((i) => columns.map((column) => column[i]!));
}

Deno.test("Triad: sensitivity is I + scale error + misalignment", () => {
  const misalignment = [0.001, 0.01, 0.02, 0.03, 0.002, 0.04, 0.05, 0.06, 0.003];
  const m = sensitivity({ scaleError: [0.1, 0.2, -0.3], misalignment }, 1);
  const expected = [1.101, 0.01, 0.02, 0.03, 1.202, 0.04, 0.05, 0.06, 0.703];
  m.forEach((x, i) => assert.ok(Math.abs(x - expected[i]!) < 1e-15, `${m}`));
});

Deno.test("Triad: drawn scale errors lie on the diagonal, drawn misalignments off it", () => {
  const config = {
    scaleError: [0.01, 0, 0],
    scaleErrorDeviation: [0.02, 0.03, 0.04],
    misalignmentDeviation: 0.05,
  } as const;
  const drawn = Array.from({ length: 9 }, (): number[] => []);
  for (let seed = 0; seed < 2000; seed++) {
    const m = sensitivity(config as unknown as Partial<TriadConfig>, seed);
    m.forEach((x, i) => drawn[i]!.push(x));
  }
  drawn.forEach((samples, i) => {
    const axis = i / 4;
    const mean = axis === 0 ? 1.01 : Number.isInteger(axis) ? 1 : 0;
    const sd = Number.isInteger(axis) ? config.scaleErrorDeviation[axis]! : 0.05;
    isNormal(samples, { mean, sd }, `element ${i}`);
    // Independent of the element before it.
    const other = drawn[(i + 1) % 9]!, otherMean = other.reduce((a, b) => a + b) / 2000;
    const product = samples.map((x, n) => (x - mean) * (other[n]! - otherMean));
    const spread = Math.sqrt(product.reduce((sum, x) => sum + x * x, 0));
    assert.ok(Math.abs(product.reduce((a, b) => a + b)) < 5 * spread, `${i}`);
  });
});

Deno.test("Triad: rounds to the nearest step, and stays within the range", () => {
  const positive = fc.double({ min: 1e-3, max: 5, noNaN: true });
  fc.assert(
    fc.property(vector, positive, fc.oneof(positive, fc.constant(0)), (u, range, resolution) => {
      say(triad({ range, resolution }, { mean: false }), u).forEach((x, i) => {
        assert.ok(Math.abs(x) <= range * (1 + 1e-11), `${x} is beyond ${range}`);
        if (resolution === 0) {
          assert.equal(x, Math.max(-range, Math.min(range, u[i]!)));
          return;
        }
        const steps = x / resolution;
        assert.ok(Math.abs(steps - Math.round(steps)) < 1e-9);
        const clipped = Math.abs(u[i]!) > range - resolution;
        if (!clipped) assert.ok(Math.abs(x - u[i]!) <= resolution / 2 * (1 + 1e-12), `${x}`);
        else assert.ok(Math.abs(x) > range - 1.5 * resolution - 1e-12 && x * u[i]! >= 0);
      });
    }),
    { numRuns: 500, seed: 6 },
  );
  // A range of a whole number of steps is reached, though 250/(1/131) isn't 32750 in doubles.
  const full = triad({ range: 250 * Math.PI / 180, resolution: Math.PI / 180 / 131 });
  say(full, [9, -9, 0]).forEach((x, i) =>
    assert.ok(Math.abs(x - [250, -250, 0][i]! * Math.PI / 180) < 1e-12)
  );
});

/** Complex gain of a Butterworth low-pass: magnitude and phase. */
function gain(order: 1 | 2, r: number): [number, number] {
  const [real, imaginary] = order === 1 ? [1, r] : [1 - r * r, Math.SQRT2 * r];
  return [1 / Math.hypot(real!, imaginary!), -Math.atan2(imaginary!, real!)];
}

for (const order of [1, 2] as const) {
  for (const mean of [true, false]) {
    const name = `order ${order}, ${mean ? "mean" : "instant"}`;
    Deno.test(`Triad: frequency response of the low-pass is the formula's: ${name}`, () => {
      const seconds = 1e-3, hz = 40;
      for (const f of [1, 10, 40, 50, 100]) {
        const each = triad({ bandwidth: hz, filterOrder: order }, { seconds, mean });
        const out = new Float64Array(3), truth = new Float64Array(9);
        let sine = 0, cosine = 0;
        for (let k = 1; k <= 2000; k++) {
          NODES.forEach((node, n) => {
            const t = (k - 1 + node) * seconds;
            truth.fill(Math.sin(2 * Math.PI * f * t), 3 * n, 3 * n + 3);
          });
          each.sample(truth, out);
          if (k <= 1000) continue; // the last second: whole periods, long after the start
          sine += out[0]! * Math.sin(2 * Math.PI * f * k * seconds) / 500;
          cosine += out[0]! * Math.cos(2 * Math.PI * f * k * seconds) / 500;
        }
        // The mean over an interval is another filter: sinc, and half an interval late.
        const x = mean ? Math.PI * f * seconds : 0;
        const [magnitude, phase] = gain(order, f / hz);
        const expected = magnitude * (x === 0 ? 1 : Math.sin(x) / x);
        assert.ok(Math.abs(Math.hypot(sine, cosine) / expected - 1) < 1e-4, `${f} Hz`);
        const late = Math.atan2(cosine, sine) - (phase - x);
        assert.ok(Math.abs(Math.sin(late)) < 2e-4 && Math.cos(late) > 0, `${f} Hz: ${late} rad`);
      }
    });
  }
}

Deno.test("Triad: a settled filter answers a steady truth with itself, through the sensitivity", () => {
  for (const filterOrder of [1, 2] as const) {
    const each = triad({ bandwidth: 2, filterOrder, scaleError: [0.5, 0, 0] });
    each.settle([2, 3, 4]);
    for (let k = 0; k < 20; k++) {
      say(each, [2, 3, 4]).forEach((x, i) => assert.ok(Math.abs(x - [3, 3, 4][i]!) < 1e-13));
    }
  }
});

for (const mean of [true, false]) {
  for (const [bandwidth, filterOrder] of [[Infinity, 1], [30, 1], [8, 2], [200, 2]] as const) {
    const name = `${mean ? "mean" : "instant"}, ${bandwidth} Hz, order ${filterOrder}`;
    Deno.test(`Triad: the variance that it states is that of its samples: ${name}`, () => {
      const config = { bandwidth, filterOrder } as const;
      const make = (resolution: number, seed: number) =>
        triad({ ...config, noiseDensity: [0.02, 0.02, 0.02], resolution }, { seed, mean });
      // A step of two deviations of the noise: rounding adds a third of the variance.
      for (const resolution of [0, 2 * Math.sqrt(make(0, 0).variance[0]!)]) {
        const u = [0.3, 0.75, -0.1], samples: number[] = [];
        // Samples of a slow filter hang together: one of each run is taken, the second.
        for (let seed = 0; seed < 800; seed++) {
          const each = make(resolution, seed);
          each.settle(u);
          say(each, u);
          samples.push(...say(each, u).map((x, i) => x - u[i]!));
        }
        hasVariance(samples, make(resolution, 0).variance[0]!, `steps of ${resolution}`);
      }
    });
  }
}

Deno.test("Triad: white noise is N/√T, whether sampled as means or at instants", () => {
  for (const mean of [true, false]) {
    for (const seconds of [0.01, 0.0025]) {
      const each = triad({ noiseDensity: [2e-3, 1e-3, 0] }, { seconds, mean });
      const samples = Array.from({ length: 6000 }, () => say(each, [1, 1, 1]));
      isNormal(samples.map((x) => x[0]!), { mean: 1, sd: 2e-3 / Math.sqrt(seconds) }, "x");
      isNormal(samples.map((x) => x[1]!), { mean: 1, sd: 1e-3 / Math.sqrt(seconds) }, "y");
      assert.ok(samples.every((x) => x[2] === 1));
    }
  }
});

Deno.test("Triad: a Gauss–Markov bias has its deviation at once and its correlation time", () => {
  const first: number[] = [], later: number[] = [], kept = Math.exp(-5 * 0.01 / 0.2);
  for (let seed = 0; seed < 3000; seed++) {
    const each = triad({ gaussMarkov: [0.3, 0.3, 0], gaussMarkovTime: 0.2 }, { seed, mean: false });
    const start = say(each, [0, 0, 0]);
    let end = start;
    for (let k = 0; k < 5; k++) end = say(each, [0, 0, 0]);
    first.push(start[0]!, start[1]!);
    later.push(end[0]! - kept * start[0]!, end[1]! - kept * start[1]!);
    assert.equal(end[2], 0);
  }
  hasVariance(first, 0.09, "first");
  hasVariance(later, 0.09 * (1 - kept * kept), "innovation over 50 ms");
});

Deno.test("Triad: a random walk starts at 0: its first mean has K² T/3, its first end K² T", () => {
  for (const [mean, variance] of [[true, 0.01 / 3], [false, 0.01]] as const) {
    const first: number[] = [], step: number[] = [];
    for (let seed = 0; seed < 1500; seed++) {
      const each = triad({ randomWalk: [1, 1, 1] }, { seed, mean });
      const [a, b] = [say(each, [0, 0, 0]), say(each, [0, 0, 0])];
      first.push(...a);
      step.push(...b.map((x, i) => x - a[i]!));
    }
    hasVariance(first, variance, "first");
    // Neighbouring means differ by K² T (1/3 + 1/3), ends by K² T.
    hasVariance(step, mean ? 0.02 / 3 : 0.01, "step");
  }
});
