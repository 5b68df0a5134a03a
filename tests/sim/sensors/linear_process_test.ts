import assert from "#assert";
import fc from "fast-check";
import {
  gaussMarkov,
  type LinearSystem,
  lowPass,
  NODES,
  RANDOM_WALK,
  type SampledSystem,
  sampleSystem,
  stationaryLowPass,
  WEIGHTS,
} from "../../../sim/sensors/linear_process.ts";

/** Impulse response of a low-pass: output, and for the second order also its second state. */
function impulse(order: 1 | 2, hz: number, t: number): number[] {
  const w = 2 * Math.PI * hz;
  if (order === 1) return [w * Math.exp(-w * t)];
  // s² + √2 w s + w²: damping and frequency are both w/√2.
  const a = w / Math.SQRT2, decay = Math.exp(-a * t);
  const x = Math.SQRT2 * w * decay * Math.sin(a * t);
  return [x, w * decay * (Math.cos(a * t) - Math.sin(a * t))];
}

/** Its step response: output alone. */
function step(order: 1 | 2, hz: number, t: number): number {
  const w = 2 * Math.PI * hz;
  if (order === 1) return -Math.expm1(-w * t);
  const a = w / Math.SQRT2;
  return 1 - Math.exp(-a * t) * (Math.cos(a * t) + Math.sin(a * t));
}

/** ∫ f over [0, end] by Simpson's rule. */
function integral(f: (t: number) => number, end: number, parts = 2000): number {
  let sum = f(0) + f(end);
  for (let i = 1; i < parts; i++) sum += (i % 2 === 0 ? 2 : 4) * f(i * end / parts);
  return sum * end / parts / 3;
}

/** Covariance of end state and mean, from the lower factor. */
function covariance({ order, noise }: SampledSystem): number[][] {
  const d = order + 1;
  return Array.from({ length: d }, (_, i) =>
    Array.from({ length: d }, (_, j) => {
      let sum = 0;
      for (let k = 0; k < d; k++) sum += noise[i * d + k]! * noise[j * d + k]!;
      return sum;
    }));
}

function close(actual: number, expected: number, relative: number, what = ""): void {
  const scale = Math.max(Math.abs(expected), 1e-300);
  assert.ok(Math.abs(actual - expected) <= relative * scale, `${what} ${actual}, not ${expected}`);
}

const ORDERS = [1, 2] as const;
/** Corner frequencies times the interval: slow, middling, fast. */
const PRODUCTS = [1e-3, 0.05, 0.3, 1, 3];

Deno.test("NODES and WEIGHTS integrate polynomials up to the fifth degree", () => {
  for (let degree = 0; degree <= 5; degree++) {
    const sum = NODES.reduce((total, node, i) => total + WEIGHTS[i]! * node ** degree, 0);
    close(sum, 1 / (degree + 1), 1e-15);
  }
});

for (const order of ORDERS) {
  Deno.test(`lowPass() of order ${order} is a Butterworth filter: −3 dB at its frequency`, () => {
    const hz = 40, { a, b, c } = lowPass(order, hz);
    for (const f of [0, 1, 20, 40, 41, 400]) {
      // |C (iω − A)⁻¹ B|² by Cramer's rule.
      const w = 2 * Math.PI * f;
      let square: number;
      if (order === 1) square = (c[0]! * b[0]!) ** 2 / (w * w + a[0]! ** 2);
      else {
        const real = -w * w + a[0]! * a[3]! - a[1]! * a[2]!, imaginary = -w * (a[0]! + a[3]!);
        const top = c[0]! * a[1]! * b[1]!;
        square = top * top / (real * real + imaginary * imaginary);
      }
      close(square, 1 / (1 + (f / hz) ** (2 * order)), 1e-12);
    }
  });

  Deno.test(`sampleSystem(): noise of a low-pass of order ${order} is ∫ of impulse responses`, () => {
    for (const product of PRODUCTS) {
      const seconds = 0.01, hz = product / seconds;
      const p = covariance(sampleSystem(lowPass(order, hz), seconds));
      const rows = [
        ...Array.from({ length: order }, (_, k) => (t: number) => impulse(order, hz, t)[k]!),
        // What a pulse at t before the end has brought the mean to.
        (t: number) => step(order, hz, t) / seconds,
      ];
      rows.forEach((f, i) =>
        rows.forEach((g, j) => {
          const expected = integral((t) => f(t) * g(t), seconds);
          const scale = Math.sqrt(p[i]![i]! * p[j]![j]!);
          assert.ok(
            Math.abs(p[i]![j]! - expected) < 1e-8 * scale,
            `${product} ${i} ${j}: ${p[i]![j]}, not ${expected}`,
          );
        })
      );
    }
  });

  Deno.test(`sampleSystem(): a low-pass of order ${order} answers 1, t and t² exactly`, () => {
    for (const product of PRODUCTS) {
      const seconds = 0.01, hz = product / seconds, n = order;
      const { transition } = sampleSystem(lowPass(order, hz), seconds);
      for (const degree of [0, 1, 2]) {
        const input = (t: number) => (t / seconds) ** degree;
        const output = (t: number) =>
          t === 0 ? 0 : integral((s) => input(t - s) * impulse(order, hz, s)[0]!, t, 400);
        const answer = (row: number) =>
          NODES.reduce(
            (sum, node, k) => sum + transition[row * (n + 3) + n + k]! * input(node * seconds),
            0,
          );
        assert.ok(Math.abs(answer(0) - output(seconds)) < 1e-7, `${product} ${degree}`);
        const mean = integral(output, seconds, 200) / seconds;
        assert.ok(Math.abs(answer(n) - mean) < 1e-6, `${product} ${degree}: ${answer(n)} ${mean}`);
      }
    }
  });

  Deno.test(`sampleSystem(): a low-pass of order ${order} rests on a constant and on its noise`, () => {
    for (const product of PRODUCTS) {
      const seconds = 0.01, hz = product / seconds, n = order, width = n + 3;
      const sampled = sampleSystem(lowPass(order, hz), seconds), { transition } = sampled;
      // State (1, 0) and input 1: (1, 0) again, and the mean is 1.
      for (let row = 0; row <= n; row++) {
        let sum = transition[row * width]!;
        for (let k = 0; k < 3; k++) sum += transition[row * width + n + k]!;
        assert.ok(Math.abs(sum - (row === 0 || row === n ? 1 : 0)) < 1e-12);
      }
      const start = stationaryLowPass(order, hz), q = covariance(sampled);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let sum = q[i]![j]!;
          for (let k = 0; k < n; k++) {
            sum += transition[i * width + k]! * transition[j * width + k]! * start[k]! ** 2;
          }
          const expected = i === j ? start[i]! ** 2 : 0;
          assert.ok(Math.abs(sum - expected) < 1e-10 * start[0]! ** 2, `${product} ${i} ${j}`);
        }
      }
    }
  });
}

Deno.test("sampleSystem(): a random walk is Farrenkopf's: variances T and T/3, covariance T/2", () => {
  for (const seconds of [1e-4, 0.01, 1, 1000]) {
    const sampled = sampleSystem(RANDOM_WALK, seconds), p = covariance(sampled);
    close(p[0]![0]!, seconds, 1e-12);
    close(p[0]![1]!, seconds / 2, 1e-12);
    close(p[1]![1]!, seconds / 3, 1e-12);
    assert.ok(sampled.transition[0] === 1 && sampled.transition[4] === 1);
  }
});

Deno.test("sampleSystem(): Gauss–Markov has its exact decay and driving noise, at any rate", () => {
  for (const x of [1e-5, 0.01, 0.2, 1, 5]) {
    const seconds = 0.1, time = seconds / x;
    const sampled = sampleSystem(gaussMarkov(time), seconds), p = covariance(sampled);
    const decay = Math.exp(-x);
    close(sampled.transition[0]!, decay, 1e-13);
    close(sampled.transition[4]!, -Math.expm1(-x) / x, 1e-12);
    close(p[0]![0]!, -time / 2 * Math.expm1(-2 * x), 1e-11);
    close(p[0]![1]!, time / (2 * x) * Math.expm1(-x) ** 2, 1e-10);
    // Where the terms of the closed form cancel, x is small and T/3 its limit.
    const mean = x < 1e-2
      ? seconds / 3 * (1 - 0.75 * x + 0.35 * x * x)
      : time / (x * x) * (x + 2 * Math.expm1(-x) - Math.expm1(-2 * x) / 2);
    close(p[1]![1]!, mean, 1e-6);
  }
});

const system: fc.Arbitrary<LinearSystem> = fc.oneof(
  fc.double({ min: 1e-3, max: 1e3, noNaN: true }).map((hz) => lowPass(1, hz)),
  fc.double({ min: 1e-3, max: 1e3, noNaN: true }).map((hz) => lowPass(2, hz)),
  fc.double({ min: 1e-3, max: 1e3, noNaN: true }).map(gaussMarkov),
  fc.constant(RANDOM_WALK),
);

Deno.test("sampleSystem(): two intervals in a row are one of their length", () => {
  fc.assert(
    fc.property(
      system,
      fc.double({ min: 1e-3, max: 0.1, noNaN: true }),
      fc.double({ min: 1e-3, max: 0.1, noNaN: true }),
      (each, first, second) => {
        const n = each.b.length, width = n + 3;
        const [a, b, ab] = [first, second, first + second].map((t) => sampleSystem(each, t)) as [
          SampledSystem,
          SampledSystem,
          SampledSystem,
        ];
        const pa = covariance(a), pb = covariance(b), pab = covariance(ab);
        const part = first / (first + second);
        // Rows on (state, mean): the second interval goes on from the first one's end state.
        const after = (row: number, i: number) => {
          let sum = 0;
          for (let k = 0; k < n; k++) sum += b.transition[row * width + k]! * (i === k ? 1 : 0);
          if (row < n) return i < n ? sum : 0;
          return i < n ? (1 - part) * sum : part;
        };
        for (let i = 0; i <= n; i++) {
          for (let j = 0; j <= n; j++) {
            const scaleI = i < n ? 1 : 1 - part, scaleJ = j < n ? 1 : 1 - part;
            let sum = scaleI * scaleJ * pb[i]![j]!;
            for (let k = 0; k <= n; k++) {
              for (let l = 0; l <= n; l++) sum += after(i, k) * pa[k]![l]! * after(j, l);
            }
            const scale = Math.sqrt(pab[i]![i]! * pab[j]![j]!);
            assert.ok(Math.abs(sum - pab[i]![j]!) < 1e-9 * scale, `${i} ${j} ${sum}`);
          }
          for (let k = 0; k < n; k++) {
            let sum = i === n ? part * a.transition[n * width + k]! : 0;
            for (let l = 0; l < n; l++) {
              sum += (i === n ? 1 - part : 1) * b.transition[i * width + l]! *
                a.transition[l * width + k]!;
            }
            assert.ok(Math.abs(sum - ab.transition[i * width + k]!) < 1e-10);
          }
        }
      },
    ),
    { numRuns: 200, seed: 3 },
  );
});

Deno.test("sampleSystem() is finite from very slow to very fast, or says that it can't", () => {
  for (const order of ORDERS) {
    for (const hz of [1e-6, 1e-3, 1, 1e3, 1e6, 1e9]) {
      for (const seconds of [1e-4, 0.01, 1, 1000]) {
        const { transition, noise } = sampleSystem(lowPass(order, hz), seconds);
        assert.ok([...transition, ...noise].every(Number.isFinite), `${order} ${hz} ${seconds}`);
        if (hz * seconds > 1e3) {
          close(covariance({ order, transition, noise })[order]![order]!, 1 / seconds, 1e-3);
        }
      }
    }
  }
  assert.throws(() => sampleSystem(gaussMarkov(1e-320), 0.01), /can't be sampled every 0.01 s/);
  assert.throws(() => sampleSystem(lowPass(1, 1e-320), 0.01), RangeError);
});
