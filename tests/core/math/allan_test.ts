import assert from "#assert";
import { allanDeviation, expectedAllanDeviation } from "../../../core/math/allan.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { exp } from "../../../core/math/scalar.ts";

const DATA = new URL("../../../../shared/data/allan/", import.meta.url);

function numbersOf(name: string): number[][] {
  return Deno.readTextFileSync(new URL(name, DATA)).split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.trim().split(/\s+/).map(Number));
}

function hasData(): boolean {
  try {
    return Deno.statSync(DATA).isDirectory;
  } catch {
    console.log("skipped: ../shared/data/allan is absent");
    return false;
  }
}

for (const [name, overlapping] of [["adev", false], ["oadev", true]] as const) {
  Deno.test(`allanDeviation() is Stable32's ${name} to all its digits`, () => {
    if (!hasData()) return;
    const phase = numbersOf("PHASE.DAT").map((row) => row[0]!);
    const rows = numbersOf(`phase_dat_${name}.txt`);
    const factors = rows.map((row) => row[0]!);
    const points = allanDeviation(phase, { intervalS: 1, data: "phase", overlapping, factors });
    rows.forEach(([, tau, terms, , , sigma], i) => {
      const point = points[i]!;
      assert.equal(point.terms, terms);
      assert.equal(point.tauS, tau);
      assert.equal(Number(point.deviation.toExponential(4)), sigma, `factor ${factors[i]}`);
    });
    console.log(`${name}: ${rows.length} averaging times, all 5 printed digits equal`);
  });
}

Deno.test("allanDeviation() of a rate is that of its integral, and blind to its mean", () => {
  const noise = RandomTree.root(1).at("allan/rate");
  const rate = Array.from({ length: 500 }, () => noise.gaussian() + 3);
  const phase = [0];
  for (const value of rate) phase.push(phase.at(-1)! + value * 0.02);
  const fromRate = allanDeviation(rate, { intervalS: 0.02 });
  const fromPhase = allanDeviation(phase, { intervalS: 0.02, data: "phase" });
  assert.equal(fromRate.length, 8);
  fromRate.forEach((point, i) => {
    assert.equal(point.tauS, fromPhase[i]!.tauS);
    assert.ok(Math.abs(point.deviation / fromPhase[i]!.deviation - 1) < 1e-10);
  });
});

Deno.test("allanDeviation() refuses what doesn't fit", () => {
  assert.throws(() => allanDeviation([1, 2, 3], { intervalS: 0 }), RangeError);
  for (const factor of [0, 1.5, 2]) {
    assert.throws(() => allanDeviation([1, 2, 3], { intervalS: 1, factors: [factor] }), RangeError);
  }
});

const INTERVAL = 0.01;

/** Noise made from random streams has the Allan deviation that theory gives. */
const KINDS = {
  white: { noise: { white: 0.02 }, next: whiteNoise(0.02) },
  "random walk": { noise: { randomWalk: 0.003 }, next: randomWalk(0.003) },
  "Gauss–Markov": {
    noise: { gaussMarkov: { sd: 0.05, correlationS: 5 } },
    next: gaussMarkov(0.05, 5),
  },
};

for (const [kind, { noise, next }] of Object.entries(KINDS)) {
  Deno.test(`random streams: ${kind} has its theoretical Allan deviation`, () => {
    const n = 1_000_000;
    const stream = RandomTree.root(2024).at(`allan/${kind}`);
    const rate = new Float64Array(n);
    for (let i = 0; i < n; i++) rate[i] = next(stream.gaussian());
    const factors = [10, 100, 1000, 10_000];
    for (const point of allanDeviation(rate, { intervalS: INTERVAL, factors })) {
      const ratio = point.deviation / expectedAllanDeviation(noise, point.tauS);
      // The deviation of the estimate is about 0.6 / √clusters at most; 4.5 of them.
      const tolerance = 4.5 * 0.6 / Math.sqrt(n * INTERVAL / point.tauS) + 0.002;
      console.log(`${kind}: ${point.tauS} s, ${ratio.toFixed(4)} of theory`);
      assert.ok(Math.abs(ratio - 1) < tolerance, `${ratio}, not within ${tolerance} of 1`);
    }
  });
}

function whiteNoise(density: number): (w: number) => number {
  return (w) => density / Math.sqrt(INTERVAL) * w;
}

function randomWalk(density: number): (w: number) => number {
  let value = 0;
  return (w) => value += density * Math.sqrt(INTERVAL) * w;
}

function gaussMarkov(sd: number, correlationS: number): (w: number) => number {
  const keep = exp(-INTERVAL / correlationS);
  let value = 0;
  return (w) => value = keep * value + sd * Math.sqrt(1 - keep * keep) * w;
}

Deno.test("expectedAllanDeviation() is continuous where its series ends, and adds variances", () => {
  const noise = { gaussMarkov: { sd: 1, correlationS: 1 } };
  const below = expectedAllanDeviation(noise, 1e-3 * (1 - 1e-12));
  const above = expectedAllanDeviation(noise, 1e-3);
  assert.ok(Math.abs(below / above - 1) < 1e-6);
  // Short averages of a Gauss–Markov process are a random walk's of density sd √(2/T).
  const walk = expectedAllanDeviation({ randomWalk: Math.SQRT2 }, 1e-4);
  assert.ok(Math.abs(expectedAllanDeviation(noise, 1e-4) / walk - 1) < 1e-4);
  assert.equal(expectedAllanDeviation({ white: 3, randomWalk: 4 * Math.sqrt(3) }, 1), 5);
});
