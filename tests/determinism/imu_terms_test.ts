/**
 * Every effect of an IMU draws from streams of its own: switched on, changed or silenced, it leaves
 * what the others draw as it was, so that what is put out is the sum of what each does by itself.
 */
import assert from "#assert";
import fc from "fast-check";
import { ADDED, MOVING, PARTS, type Values } from "../sim/sensors/imu/effects.ts";
import { type ImuStream, imuStream } from "../sim/sensors/imu/streams.ts";

const SECONDS = 0.4;

const run = (values: Values, seed = 1) =>
  imuStream(values, { seconds: SECONDS, seed, truth: MOVING });

/** Everything at once, as the ground that the others are tried on. */
const ALL: Values = Object.assign(
  { dropout: { probability: 0.2, mean_length: 2 }, latency_jitter_ms: 0.5 },
  { stamp_jitter_ms: 0.1, orientation: { yaw_random_walk_rad_sqrt_s: 0.1 } },
  ...Object.values(ADDED.gyroscope),
  ...Object.values(ADDED.accelerometer),
);

/** Ways of sampling under which effects must add up. */
const WAYS: Values[] = [
  {},
  { sampling: "instant" },
  { gyroscope_bandwidth_hz: 30, accelerometer_bandwidth_hz: 20 },
  {
    ...{ sampling: "instant", gyroscope_bandwidth_hz: 30, accelerometer_bandwidth_hz: 20 },
    ...{ gyroscope_filter_order: 2, accelerometer_filter_order: 2 },
  },
];

for (const sensor of ["gyroscope", "accelerometer"] as const) {
  const terms = ADDED[sensor], part = PARTS[sensor];

  Deno.test(`${sensor}: any set of effects is the sum of what each of them does alone`, () => {
    WAYS.forEach((way) => {
      const ideal = run(way)[part];
      const alone = Object.fromEntries(
        Object.entries(terms).map(([name, values]) => [name, run({ ...way, ...values })[part]]),
      );
      for (const [name, each] of Object.entries(alone)) {
        assert.notDeepEqual(each, ideal, `${name} does nothing`);
      }
      fc.assert(
        fc.property(fc.subarray(Object.keys(terms)), (names) => {
          const together = run(Object.assign({}, way, ...names.map((name) => terms[name])))[part];
          together.forEach((axis, i) =>
            axis.forEach((value, k) => {
              let sum = ideal[i]![k]!;
              for (const name of names) sum += alone[name]![i]![k]! - ideal[i]![k]!;
              assert.ok(Math.abs(value - sum) < 1e-13 * (10 + Math.abs(sum)), `${value} ${sum}`);
            })
          );
        }),
        { numRuns: 25, seed: 9 },
      );
    });
  });

  Deno.test(`${sensor}: nothing of it touches the other sensor, time, losses or orientation`, () => {
    const other = PARTS[sensor === "gyroscope" ? "accelerometer" : "gyroscope"];
    const ground = run(ALL);
    const changes: Values[] = [
      ...Object.values(terms).map((values) =>
        Object.fromEntries(
          Object.keys(values).filter((key) => !key.endsWith("time_s"))
            .map((key) => [key, 0]),
        )
      ),
      { [`${sensor}_bandwidth_hz`]: 20 },
      { [`${sensor}_range_${sensor === "gyroscope" ? "rad_s" : "m_s2"}`]: 1 },
      { [`${sensor}_resolution_${sensor === "gyroscope" ? "rad_s" : "m_s2"}`]: 0.5 },
      { covariance: "zero" },
    ];
    if (sensor === "gyroscope") {
      changes.push({ gyroscope_g_sensitivity_s_m: [[1, 0, 0], [0, 1, 0], [0, 0, 1]] });
    }
    for (const change of changes) {
      const changed = run({ ...ALL, ...change }), name = JSON.stringify(change);
      assert.deepEqual(changed[other], ground[other], name);
      assert.deepEqual(changed.stamps, ground.stamps, name);
      assert.deepEqual(changed.arrivals, ground.arrivals, name);
      const orientations = ({ messages }: ImuStream) => messages.map((each) => each.orientation);
      assert.deepEqual(orientations(changed), orientations(ground), name);
      if (!("covariance" in change)) assert.notDeepEqual(changed[part], ground[part], name);
    }
  });

  Deno.test(`${sensor}: a low-pass leaves biases, random walk and Gauss–Markov as they are`, () => {
    const names = ["random walk", "Gauss–Markov", "fixed bias", "turn-on bias"];
    const slow = Object.assign({}, ...names.map((name) => terms[name]));
    const filter = { [`${sensor}_bandwidth_hz`]: 15 };
    const [plain, ideal, both, filtered] = [slow, {}, { ...slow, ...filter }, filter]
      .map((values) => run(values)[part]) as [
        ImuStream["rate"],
        ImuStream["rate"],
        ImuStream["rate"],
        ImuStream["rate"],
      ];
    plain.forEach((axis, i) =>
      axis.forEach((value, k) => {
        const added = value - ideal[i]![k]!, withFilter = both[i]![k]! - filtered[i]![k]!;
        assert.ok(Math.abs(added - withFilter) < 1e-13);
      })
    );
  });

  Deno.test(`${sensor}: saturation and rounding are of what would be put out without them`, () => {
    const unit = sensor === "gyroscope" ? "rad_s" : "m_s2", range = 1.5, resolution = 0.25;
    const { dropout: _, ...everything } = ALL;
    const free = run(everything)[part];
    const clipped = run({ ...everything, [`${sensor}_range_${unit}`]: range })[part];
    const rounded = run({ ...everything, [`${sensor}_resolution_${unit}`]: resolution })[part];
    let saturated = 0;
    free.forEach((axis, i) =>
      axis.forEach((value, k) => {
        assert.equal(clipped[i]![k], Math.max(-range, Math.min(range, value)));
        assert.equal(rounded[i]![k], Math.round(value / resolution) * resolution);
        if (Math.abs(value) > range) saturated++;
      })
    );
    assert.ok(saturated > 10);
  });

  Deno.test(`${sensor}: silencing one axis leaves the other two`, () => {
    for (const [name, values] of Object.entries(terms)) {
      if (name === "misalignment") continue; // a number for all elements
      for (let silent = 0; silent < 3; silent++) {
        const each = (key: string) => {
          const value = values[key];
          if (key.endsWith("_time_s")) return value;
          const three = typeof value === "number" ? [value, value, value] : value as number[];
          return three.map((x, i) => i === silent ? 0 : x);
        };
        const one = Object.fromEntries(Object.keys(values).map((key) => [key, each(key)]));
        const all = run(values)[part], some = run(one)[part], ideal = run({})[part];
        all.forEach((axis, i) =>
          assert.deepEqual(some[i], i === silent ? ideal[i] : axis, `${name} ${i}`)
        );
      }
    }
  });
}

/** What each effect of time may change; nothing else may. */
const TIMED: Record<string, { values: Values; changes: ("stamps" | "arrivals" | "lost")[] }> = {
  latency: { values: { latency_ms: 7 }, changes: ["arrivals"] },
  "latency jitter": { values: { latency_jitter_ms: 2 }, changes: ["arrivals"] },
  "stamp jitter": { values: { stamp_jitter_ms: 0.7 }, changes: ["stamps"] },
  dropout: { values: { dropout: { probability: 0.5, mean_length: 1 } }, changes: ["lost"] },
};

for (const [name, { values, changes }] of Object.entries(TIMED)) {
  Deno.test(`${name} changes ${changes[0]} and nothing else`, () => {
    /** Without losses: every capture is heard, so that runs can be compared one by one. */
    const told = (each: Values) => {
      const { dropout: _, ...rest } = { ...ALL, ...each };
      return run(rest);
    };
    const before = told({}), after = told(values);
    assert.deepEqual(after.rate, before.rate);
    assert.deepEqual(after.force, before.force);
    for (const what of ["stamps", "arrivals"] as const) {
      if (changes.includes(what)) assert.notDeepEqual(after[what], before[what]);
      else assert.deepEqual(after[what], before[what]);
    }
    /** Which captures are heard. */
    const heard = (each: Values) => {
      const whole = told(each), survivors = run({ ...ALL, ...each });
      const place = new Map(whole.arrivals.map((at, k) => [`${at} ${whole.stamps[k]}`, k]));
      return survivors.arrivals.map((at, k) => {
        const n = place.get(`${at} ${survivors.stamps[k]}`) ??
          assert.fail("a survivor is stamped and delivered as it would be without losses");
        assert.deepEqual(survivors.messages[k], whole.messages[n]);
        return n;
      });
    };
    const lost = heard(values);
    if (changes.includes("lost")) assert.notDeepEqual(lost, heard({}));
    else assert.deepEqual(lost, heard({}));
  });
}

Deno.test("a skewed clock leaves the draws alone: noise is as strong as its interval says", () => {
  const values = { gyroscope_noise_density: 0.01, accelerometer_random_walk: 0.1 };
  const plain = imuStream(values, { seconds: SECONDS });
  const fast = imuStream({ ...values, clock_skew_ppm: 1e5 }, { seconds: SECONDS });
  assert.ok(plain.stamps.length >= 40 && fast.stamps.length >= 44);
  plain.rate.forEach((axis, i) =>
    axis.forEach((value, k) => {
      assert.ok(Math.abs(fast.rate[i]![k]! - value * Math.sqrt(1.1)) < 1e-15);
      if (i === 2) return; // gravity lies on z
      const walk = plain.force[i]![k]! / Math.sqrt(1.1);
      assert.ok(Math.abs(fast.force[i]![k]! - walk) < 1e-13);
    })
  );
});

Deno.test("another seed changes every draw, the same seed none", () => {
  const [first, again, other] = [run(ALL), run(ALL), run(ALL, 2)];
  assert.deepEqual(again, first);
  for (const i of [0, 1, 2]) {
    for (const part of ["rate", "force"] as const) {
      const { [part]: said } = other;
      assert.ok(said[i]!.every((value) => !first[part][i]!.includes(value)));
    }
  }
});
