import assert from "#assert";
import fc from "fast-check";
import { chi2Survival } from "../../../core/math/chi2.ts";
import { RandomStream, RandomTree } from "../../../core/math/random.ts";

const N = 1_000_000;
/** Each test fails a sound generator once in 10⁵ seeds; the seeds are fixed, so never or always. */
const UNLIKELY = 1e-5;

function filled(draw: () => number, n = N): Float64Array {
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = draw();
  return values;
}

/** P(χ² above) for counts of values in equally likely bins. */
function chiSquare(values: Float64Array, cdf: (x: number) => number, bins: number): number {
  const counts = new Float64Array(bins);
  for (const x of values) counts[Math.min(bins - 1, Math.floor(cdf(x) * bins))]! += 1;
  const expected = values.length / bins;
  const sum = counts.reduce((total, count) => total + (count - expected) ** 2 / expected, 0);
  return chi2Survival(sum, bins - 1);
}

/** P(D above) of Kolmogorov and Smirnov, asymptotically. */
function kolmogorovSmirnov(values: Float64Array, cdf: (x: number) => number): number {
  const sorted = values.slice().sort();
  let d = 0;
  sorted.forEach((x, i) => {
    const f = cdf(x);
    d = Math.max(d, f - i / sorted.length, (i + 1) / sorted.length - f);
  });
  const lambda = d * Math.sqrt(sorted.length);
  let p = 0;
  for (let k = 1; k < 50; k++) p += 2 * (k % 2 ? 1 : -1) * Math.exp(-2 * (k * lambda) ** 2);
  return lambda < 0.3 ? 1 : p;
}

function normalCdf(x: number): number {
  const tail = chi2Survival(x * x, 1) / 2;
  return x > 0 ? 1 - tail : tail;
}

function correlation(a: Float64Array, b: Float64Array): number {
  let ab = 0, aa = 0, bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return ab / Math.sqrt(aa * bb);
}

Deno.test("random: uniform() is uniform by χ² and Kolmogorov–Smirnov", () => {
  const stream = RandomTree.root(1).at("test/uniform");
  const values = filled(() => stream.uniform());
  assert.ok(values.every((x) => x >= 0 && x < 1));
  assert.ok(chiSquare(values, (x) => x, 1000) > UNLIKELY);
  assert.ok(kolmogorovSmirnov(values, (x) => x) > UNLIKELY);
  // The low digits too: the position within a millionth.
  assert.ok(chiSquare(values, (x) => (x * 1e6) % 1, 1000) > UNLIKELY);
});

Deno.test("random: next() has all 32 bits fair and its bytes uniform", () => {
  const stream = RandomTree.root(1).at("test/next");
  const ones = new Float64Array(32), values = filled(() => stream.next());
  for (const x of values) {
    assert.ok(Number.isInteger(x) && x >= 0 && x < 2 ** 32);
    for (let bit = 0; bit < 32; bit++) ones[bit]! += x / 2 ** bit & 1;
  }
  for (const count of ones) assert.ok(Math.abs(count - N / 2) < 4.5 * Math.sqrt(N) / 2);
  assert.ok(chiSquare(values, (x) => (x % 256 + 0.5) / 256, 256) > UNLIKELY);
});

Deno.test("random: fill() gives what next() gives, and leaves the stream where it would", () => {
  const one = RandomTree.root(3).at("test/fill"), other = RandomTree.root(3).at("test/fill");
  for (const count of [0, 1, 5, 1000]) {
    const words = new Uint32Array(count);
    one.fill(words);
    assert.deepEqual(words, Uint32Array.from({ length: count }, () => other.next()));
    assert.equal(one.gaussian(), other.gaussian());
  }
});

Deno.test("random: gaussian() is normal by χ², Kolmogorov–Smirnov and four moments", () => {
  for (const seed of [1, 2, 3]) {
    const stream = RandomTree.root(seed).at("test/gaussian");
    const values = filled(() => stream.gaussian());
    assert.ok(chiSquare(values, normalCdf, 1000) > UNLIKELY);
    assert.ok(kolmogorovSmirnov(values, normalCdf) > UNLIKELY);
    const variances = [1, 2, 15, 96]; // of the sums' terms, the fourth about its mean 3
    [0, 1, 0, 3].forEach((want, k) => {
      const moment = values.reduce((sum, x) => sum + x ** (k + 1), 0) / N;
      const limit = 4.5 * Math.sqrt(variances[k]! / N);
      assert.ok(Math.abs(moment - want) < limit, `moment ${k + 1} is ${moment}`);
    });
  }
});

Deno.test("random: gaussian() has the normal's tail beyond the ziggurat, on both sides", () => {
  const stream = RandomTree.root(5).at("test/tail");
  let above = 0, below = 0, far = 0;
  const n = 10 * N;
  for (let i = 0; i < n; i++) {
    const x = stream.gaussian();
    if (x > 3.6541528853610088) above++;
    if (x < -3.6541528853610088) below++;
    if (Math.abs(x) > 4.5) far++;
  }
  const expected = n * chi2Survival(3.6541528853610088 ** 2, 1) / 2;
  for (const count of [above, below]) {
    assert.ok(Math.abs(count - expected) < 4.5 * Math.sqrt(expected), `${count}, ${expected}`);
  }
  const beyond = n * chi2Survival(4.5 ** 2, 1);
  assert.ok(Math.abs(far - beyond) < 4.5 * Math.sqrt(beyond), `${far}, ${beyond}`);
});

Deno.test("random: successive draws and different streams are uncorrelated", () => {
  const tree = RandomTree.root(11), limit = 4.5 / Math.sqrt(N);
  const axes = ["imu/gyro/white/x", "imu/gyro/white/y", "imu/gyro/white/z", "mag/white/x"]
    .map((path) => {
      const stream = tree.at(path);
      return filled(() => stream.gaussian());
    });
  for (const [i, a] of axes.entries()) {
    assert.ok(Math.abs(correlation(a.subarray(1), a.subarray(0, N - 1))) < limit);
    for (const b of axes.slice(i + 1)) {
      assert.ok(Math.abs(correlation(a, b)) < limit);
      assert.ok(Math.abs(correlation(a.subarray(1), b.subarray(0, N - 1))) < limit);
      assert.ok(Math.abs(correlation(a.map(Math.abs), b.map(Math.abs)) - 2 / Math.PI) < limit);
    }
  }
});

Deno.test("random: seeds 0, 1, -1 and the extremes don't alias, in any stream", () => {
  const seeds = [0, 1, -1, 2, 10, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 53 - 2];
  const paths = ["imu/gyro/white", "imu/gyro/bias", "0/gyro", "1", "mag"];
  const starts = seeds.flatMap((seed) =>
    paths.map((path) => {
      const stream = RandomTree.root(seed).at(path);
      return Array.from({ length: 8 }, () => stream.next()).join();
    })
  );
  assert.equal(new Set(starts).size, starts.length);
  const [zero, one] = [0, 1].map((seed) => {
    const stream = RandomTree.root(seed).at("imu/gyro/white");
    return filled(() => stream.gaussian());
  });
  assert.ok(Math.abs(correlation(zero!, one!)) < 4.5 / Math.sqrt(N));
  assert.equal(RandomTree.root(-0).at("a").next(), RandomTree.root(0).at("a").next());
});

Deno.test("random: a stream depends on its seed and full path, and on nothing else", () => {
  const name = fc.stringMatching(/^[a-z_é]{1,8}$/);
  fc.assert(fc.property(fc.maxSafeInteger(), name, name, name, (seed, a, b, c) => {
    const tree = RandomTree.root(seed);
    const direct = tree.at(`${a}/${b}/${c}`);
    tree.at(a).gaussian(); // others' draws don't matter
    const ways = [tree.under(a).at(`${b}/${c}`), tree.under(`${a}/${b}`).at(c)];
    ways.push(tree.under(a).under(b).at(c));
    for (let i = 0; i < 3; i++) {
      const want = direct.next();
      for (const way of ways) assert.equal(way.next(), want);
    }
  }));
});

Deno.test("random: the streams are pinned: xoshiro128** from SHA-256", () => {
  // What Blackman and Vigna's xoshiro128starstar.c gives from state 1 2 3 4.
  const reference = new RandomStream(new Int32Array([1, 2, 3, 4]));
  const first = Array.from({ length: 5 }, () => reference.next());
  assert.deepEqual(first, [11520, 0, 5927040, 70819200, 2031721883]);
  const stream = RandomTree.root(7).at("imu/gyro/white");
  const zeros = new RandomStream(new Int32Array(4));
  const drawn = [stream.next(), stream.uniform(), stream.gaussian(), stream.gaussian()];
  const pinned = [988273909, 0.3278958170944618, 0.06917512507088007, -0.49041561070358514];
  assert.deepEqual(drawn, pinned);
  assert.ok(new Set(filled(() => zeros.next(), 10)).size > 5, "all zeros is a trap");
});

Deno.test("random: bad seeds and paths are refused", () => {
  for (const seed of [0.5, NaN, Infinity, 2 ** 53]) {
    assert.throws(() => RandomTree.root(seed), RangeError);
  }
  for (const path of ["", "/a", "a/", "a//b"]) {
    assert.throws(() => RandomTree.root(1).at(path), RangeError);
    assert.throws(() => RandomTree.root(1).under(path), RangeError);
  }
});
