import assert from "#assert";
import { z } from "zod";
import { chi2Quantile, chi2Survival } from "../../../core/math/chi2.ts";
import { rotate } from "../../../core/math/quaternion.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { SIMULATED_EPOCH, toNanos } from "../../../msgs/time.ts";
import { baseFields, mountOf, secondsBetween, Timing } from "../../../sim/sensors/timing.ts";
import { SimulatedWorld, worldSchema } from "../../../sim/world/world.ts";

const schema = z.strictObject(baseFields({ rateHz: 50, latencyMs: 0, jitterMs: 0 }));
const WORLD = new SimulatedWorld(worldSchema.parse({}));

function timing(settings: object = {}, { seed = 1, start = 0 } = {}): Timing {
  return new Timing(schema.parse(settings), {
    name: "it",
    frame: "it_link",
    epoch: SIMULATED_EPOCH,
    start,
    mount: { translation: [0, 0, 0], rotation: [1, 0, 0, 0] },
    world: WORLD,
    wheels: undefined,
    rng: RandomTree.root(seed).under("it"),
  });
}

const nanos = (stamp: { sec: number; nanosec: number }) => toNanos(stamp, SIMULATED_EPOCH);

Deno.test("a capture that passes is counted and draws what it would have drawn", () => {
  const settings = {
    latency_jitter_ms: 5,
    stamp_jitter_ms: 30,
    dropout: { probability: 0.4, mean_length: 2 },
  };
  const [all, some] = [timing(settings), timing(settings)];
  for (let k = 0; k < 200; k++) {
    const to = all.next, before = 1e6 * (k % 5);
    assert.equal(some.next, to);
    const made = [all.stamp(before), all.arrival(to), all.lost()];
    if (k % 3 > 0) some.skip(to, before);
    else assert.deepEqual([some.stamp(before), some.arrival(to), some.lost()], made, `${k}`);
  }
});

/** Asserts a variance of values with mean 0, 1 in 10⁵ wrong. */
function sameVariance(values: number[], variance: number, what: string): void {
  const sum = values.reduce((total, value) => total + value * value, 0) / variance;
  const low = chi2Quantile(5e-6, values.length), high = chi2Quantile(1 - 5e-6, values.length);
  assert.ok(sum > low && sum < high, `${what}: ${sum} of ${low} to ${high}`);
}

Deno.test("Timing: after 10⁶ captures end and stamp are exact, whatever the rate", () => {
  for (const rate_hz of [30, 400, 99.317]) {
    const it = timing({ rate_hz, clock_skew_ppm: 0 });
    let last = -1, end = 0;
    for (let n = 0; n < 1_000_000; n++) {
      end = it.next;
      const at = nanos(it.stamp());
      if (at !== end || at <= last) assert.fail(`capture ${n + 1} ends at ${end}, stamped ${at}`);
      last = at;
    }
    // 10¹⁵ ns over the rate in thousandths of a hertz, rounded in integers.
    const below = BigInt(Math.round(rate_hz * 1000));
    const want = (2n * 1_000_000_000_000_000_000n + below) / (2n * below);
    assert.equal(BigInt(last), want, `${rate_hz} Hz`);
  }
});

Deno.test("Timing: a clock that runs fast ends its captures early and stamps them as if it didn't", () => {
  for (const clock_skew_ppm of [50, -200, 1e5]) {
    const it = timing({ rate_hz: 100, clock_skew_ppm });
    assert.ok(Math.abs(it.period * 100 * (1 + clock_skew_ppm * 1e-6) - 1) < 1e-12);
    for (let n = 1; n <= 360_000; n++) {
      const end = it.next;
      assert.equal(nanos(it.stamp()), n * 1e7);
      assert.ok(Math.abs(end - n * 1e7 / (1 + clock_skew_ppm * 1e-6)) <= 0.5 + 1e-3);
    }
  }
  // In an hour of its own 50 ppm are 180 ms.
  const it = timing({ rate_hz: 100, clock_skew_ppm: 50 });
  for (let n = 0; n < 360_000; n++) it.stamp();
  assert.ok(Math.abs(3600e9 + 1e7 - it.next - 180e6) < 1e4);
});

Deno.test("Timing: captures are counted from the start that they are given", () => {
  const it = timing({ rate_hz: 4 }, { start: 3_000_000_001 });
  assert.equal(it.next, 3_250_000_001);
  assert.deepEqual(it.stamp(), { sec: 4, nanosec: 250_000_001 });
  assert.equal(it.next, 3_500_000_001);
});

Deno.test("Timing: a stamp's error is normal, of its deviation and of no memory", () => {
  const it = timing({ rate_hz: 1, stamp_jitter_ms: 2 });
  const errors = Array.from({ length: 20_000 }, () => {
    const end = it.next;
    return (nanos(it.stamp()) - end) / 2e6;
  });
  sameVariance(errors, 1, "stamps");
  const n = errors.length, mean = errors.reduce((sum, e) => sum + e / n, 0);
  const next = errors.slice(1).reduce((sum, e, i) => sum + e * errors[i]! / n, 0);
  const fourth = errors.reduce((sum, e) => sum + e ** 4 / n, 0);
  assert.ok(Math.abs(mean) < 4.5 / Math.sqrt(n) && Math.abs(next) < 4.5 / Math.sqrt(n));
  assert.ok(Math.abs(fourth - 3) < 4.5 * Math.sqrt(96 / n), `${fourth}`);
});

Deno.test("Timing: stamps increase strictly, even when their error is a hundred periods", () => {
  const it = timing({ rate_hz: 1000, stamp_jitter_ms: 100 });
  let last = -Infinity;
  for (let n = 1; n <= 50_000; n++) {
    assert.equal(it.next, n * 1e6, "captures go on by the clock");
    const at = nanos(it.stamp());
    assert.ok(at > last && Number.isInteger(at), `${at} after ${last}`);
    last = at;
  }
});

Deno.test("Timing: messages arrive after their latency, later by half a normal deviate", () => {
  const it = timing({ rate_hz: 1, latency_ms: 30, latency_jitter_ms: 4 });
  const more = Array.from(
    { length: 20_000 },
    (_, n) => (it.arrival(n * 1e9) - n * 1e9 - 30e6) / 4e6,
  );
  const n = more.length, mean = more.reduce((sum, value) => sum + value / n, 0);
  assert.ok(more.every((value) => value >= 0));
  sameVariance(more, 1, "latency");
  assert.ok(Math.abs(mean - Math.sqrt(2 / Math.PI)) < 4.5 * Math.sqrt((1 - 2 / Math.PI) / n));
  const still = timing({ latency_ms: 1.5 });
  assert.deepEqual([0, 7].map((to) => still.arrival(to)), [1_500_000, 1_500_007]);
});

Deno.test("Timing: nothing overtakes, however much latency jitters", () => {
  const it = timing({ rate_hz: 1000, latency_ms: 5, latency_jitter_ms: 50 });
  let last = -Infinity, held = 0;
  for (let n = 1; n <= 20_000; n++) {
    const at = it.arrival(n * 1e6);
    assert.ok(at >= last && at >= n * 1e6 + 5e6 && Number.isInteger(at));
    if (at === last) held++;
    last = at;
  }
  assert.ok(held > 10_000, "most wait for the one before");
});

/** P(χ² above) of lengths against a geometric law of mean 1 / end, the last bin open. */
function geometricFit(lengths: number[], end: number): number {
  const bins = Math.max(2, Math.ceil(Math.log(100 / lengths.length) / Math.log(1 - end)));
  const counts = new Float64Array(bins);
  for (const length of lengths) counts[Math.min(bins, length) - 1]! += 1;
  let sum = 0;
  for (let i = 0; i < bins; i++) {
    const p = i === bins - 1 ? (1 - end) ** i : end * (1 - end) ** i;
    sum += (counts[i]! - p * lengths.length) ** 2 / (p * lengths.length);
  }
  return chi2Survival(sum, bins - 1);
}

Deno.test("Timing: losses come in bursts, as Gilbert's chain has them", () => {
  for (const [probability, mean_length] of [[0.02, 5], [0.1, 1.25], [0.3, 12]] as const) {
    const it = timing({ dropout: { probability, mean_length } });
    const n = 200_000, bursts: number[] = [], gaps: number[] = [];
    let lost = 0, length = 0, losing = false;
    for (let i = 0; i < n; i++) {
      const now = it.lost();
      if (now) lost++;
      if (now === losing) length++;
      else {
        (losing ? bursts : gaps).push(length);
        [losing, length] = [now, 1];
      }
    }
    gaps.shift(); // the first began before anything was seen
    const begin = probability, end = 1 / mean_length;
    // Variance of a two-state chain's mean: π(1 − π)/n · (1 + λ)/(1 − λ), λ = 1 − begin − end.
    const share = begin / (begin + end), memory = 1 - begin - end;
    const sd = Math.sqrt(share * (1 - share) / n * (1 + memory) / (1 - memory));
    assert.ok(Math.abs(lost / n - share) < 4.5 * sd, `${lost / n} lost, not ${share} ± ${sd}`);
    const mean = bursts.reduce((sum, value) => sum + value / bursts.length, 0);
    const spread = Math.sqrt((1 - end) / end ** 2 / bursts.length);
    assert.ok(Math.abs(mean - mean_length) < 4.5 * spread, `bursts of ${mean}`);
    assert.ok(geometricFit(bursts, end) > 1e-5, `bursts of ${mean_length}`);
    assert.ok(geometricFit(gaps, begin) > 1e-5, `gaps of ${1 / begin}`);
  }
});

Deno.test("Timing: losses at the ends of their range: none, every other, all but the gaps", () => {
  const run = (dropout: object) => {
    const it = timing({ dropout });
    return Array.from({ length: 6 }, () => it.lost());
  };
  assert.deepEqual(run({}), Array(6).fill(false));
  assert.deepEqual(run({ probability: 1 }), [true, false, true, false, true, false]);
  const long = timing({ dropout: { probability: 1, mean_length: 1e9 } });
  assert.ok(Array.from({ length: 1000 }, () => long.lost()).every((lost) => lost));
});

Deno.test("Timing: switching one effect off leaves the draws of the others alone", () => {
  const all = { latency_jitter_ms: 3, stamp_jitter_ms: 1, dropout: { probability: 0.2 } };
  const run = (settings: object, seed = 1) => {
    const it = timing({ rate_hz: 10, ...settings }, { seed });
    return Array.from({ length: 200 }, () => {
      const to = it.next;
      return { stamp: nanos(it.stamp()), arrival: it.arrival(to), lost: it.lost() };
    });
  };
  const whole = run(all);
  const without = [
    [{ latency_jitter_ms: 0 }, ["stamp", "lost"]],
    [{ stamp_jitter_ms: 0 }, ["arrival", "lost"]],
    [{ dropout: { probability: 0 } }, ["stamp", "arrival"]],
  ] as const;
  for (const [off, kept] of without) {
    const some = run({ ...all, ...off });
    for (const key of kept) {
      assert.deepEqual(some.map((one) => one[key]), whole.map((one) => one[key]), key);
    }
    assert.notDeepEqual(some, whole);
  }
  assert.notDeepEqual(run(all, 2), whole, "another seed");
});

Deno.test("mountOf() turns by roll, then pitch, then yaw, about fixed axes", () => {
  const at = (rotation_deg: [number, number, number], v: [number, number, number]) => {
    const out = [0, 0, 0];
    rotate(out, mountOf(schema.parse({ rotation_deg })).rotation, v);
    return out.map((value) => Math.round(value * 1e12) / 1e12 + 0);
  };
  assert.deepEqual(at([90, 0, 0], [0, 1, 0]), [0, 0, 1]);
  assert.deepEqual(at([0, 90, 0], [1, 0, 0]), [0, 0, -1], "nose down");
  assert.deepEqual(at([0, 0, 90], [1, 0, 0]), [0, 1, 0]);
  assert.deepEqual(at([90, 0, 90], [0, 1, 0]), [0, 0, 1], "roll goes first");
  assert.deepEqual(at([90, 90, 0], [0, 1, 0]), [1, 0, 0]);
  const { translation } = mountOf(schema.parse({ position_m: [1, 2, 3] }));
  assert.deepEqual(translation, [1, 2, 3]);
});

Deno.test("secondsBetween() is in seconds, and goes backward too", () => {
  assert.deepEqual([secondsBetween(1e9, 3.5e9), secondsBetween(5, 0)], [2.5, -5e-9]);
});

Deno.test("settings of every sensor: defaults, and what is refused", () => {
  const fields = z.strictObject(baseFields({ rateHz: 7, latencyMs: 2, jitterMs: 0.25 }));
  const { rate_hz, latency_ms, latency_jitter_ms, dropout, clock_skew_ppm } = fields.parse({});
  assert.deepEqual([rate_hz, latency_ms, latency_jitter_ms, clock_skew_ppm], [7, 2, 0.25, 0]);
  assert.deepEqual(dropout, { probability: 0, mean_length: 1 });
  const bad = [
    { rate_hz: 0 },
    { rate_hz: -1 },
    { rate_hz: 20_000 },
    { rate_hz: NaN },
    { latency_ms: -1 },
    { latency_jitter_ms: -0.1 },
    { stamp_jitter_ms: -0.1 },
    { clock_skew_ppm: 2e5 },
    { dropout: { probability: 1.1 } },
    { dropout: { mean_length: 0.5 } },
    { dropout: { rate: 0.5 } },
    { position_m: [0, 0] },
    { rotation_deg: 90 },
    { frame_id: "" },
    { rate: 10 },
  ];
  for (const settings of bad) {
    assert.equal(fields.safeParse(settings).success, false, JSON.stringify(settings));
  }
});
