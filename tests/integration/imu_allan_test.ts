/**
 * The Allan deviation of an IMU's output is the requested one at 1, 10 and 100 s, whatever the
 * rate; `tests/soak/imu_allan_test.ts` does the same on longer series, with narrower bounds.
 */
import assert from "#assert";
import { expectedAllanDeviation, type RateNoise } from "../../core/math/allan.ts";
import { allanExpectation } from "../sim/sensors/imu/allan_bounds.ts";
import { ALLAN_CASES, checkAllan } from "../sim/sensors/imu/allan_law.ts";
import { imuConfig } from "../sim/sensors/imu/streams.ts";

ALLAN_CASES.forEach(({ name, values }, n) => {
  // The noises alone at the outer two rates: 200 Hz is left to the long test.
  if (!name.startsWith("all of") && name.endsWith(" 200 Hz")) return;
  Deno.test(`IMU: the output's Allan deviation is the requested one: ${name}`, () => {
    checkAllan(name, values, { seconds: 1000, seeds: [1 + n] });
  });
});

Deno.test("the bounds' degrees of freedom are those of Greenhall and Riley's own algorithm", () => {
  const oracle = new URL("../oracles/allan_edf_oracle.json", import.meta.url);
  for (const [kind, factor, count, expected] of JSON.parse(Deno.readTextFileSync(oracle))) {
    const { dof } = allanExpectation([{ [kind]: 3 }], { intervalS: 0.01, factor, count });
    assert.ok(Math.abs(dof / expected - 1) < 2e-3, `${kind} ${factor} ${count}: ${dof}`);
  }
  // Second differences of white noise's phase are a moving average of correlation −1/2.
  const { dof } = allanExpectation([{ white: 1 }], { intervalS: 1, factor: 1, count: 1000 });
  assert.ok(Math.abs(dof - 999 * 999 / (999 + 2 * 998 / 4)) < 1e-9);
});

Deno.test("the bounds' expectation is that of the closed forms of the Allan deviation", () => {
  const noises: RateNoise[] = [
    { white: 2 },
    { randomWalk: 3 },
    { gaussMarkov: { sd: 1, correlationS: 10 } },
    { gaussMarkov: { sd: 1, correlationS: 500 } },
  ];
  for (const noise of noises) {
    for (const factor of [10, 1000]) {
      const options = { intervalS: 0.1, factor, count: 4 * factor };
      const ratio = Math.sqrt(allanExpectation([noise], options).variance) /
        expectedAllanDeviation(noise, factor * 0.1);
      assert.ok(Math.abs(ratio - 1) < 1e-7, `${JSON.stringify(noise)} ${ratio}`);
    }
  }
});

/** Errors that users of other simulators met: of what is said, what was asked for as a factor. */
const MISTAKES: Record<string, { of: string; setting: string; factor: number }> = {
  "a density that isn't scaled by the rate": {
    of: "all of adis16448, 100 Hz",
    setting: "noise_density",
    factor: Math.sqrt(100),
  },
  "a density of 4.43 times the data sheet's": {
    of: "all of adis16448, 100 Hz",
    setting: "noise_density",
    factor: 1 / 4.43,
  },
  "a noise of 0.72 times the request": {
    of: "all of mpu9250, 100 Hz",
    setting: "noise_density",
    factor: 1 / 0.72,
  },
  "a random walk that is never added": {
    of: "white noise of adis16448, 100 Hz",
    setting: "random_walk",
    factor: 1,
  },
  "a stationary deviation taken for a driving density": {
    of: "Gauss–Markov of mpu9250, 100 Hz",
    setting: "gauss_markov",
    factor: Math.sqrt(2 / 500),
  },
};

for (const [mistake, { of, setting, factor }] of Object.entries(MISTAKES)) {
  Deno.test(`the bounds convict ${mistake}`, () => {
    const { values } = ALLAN_CASES.find(({ name }) => name === of)!;
    const whole = imuConfig({ preset: /adis16448|mpu9250/.exec(of)![0] });
    const request = imuConfig(values);
    for (const [key, value] of Object.entries(whole)) {
      if (!key.includes(setting) || !Array.isArray(value)) continue;
      Object.assign(request, { [key]: value.map((each) => each * factor) });
    }
    const judge = () => checkAllan(mistake, values, { seconds: 1000, seeds: [1], request });
    const message = new RegExp(`^${mistake}, .* 100 s \\d`);
    assert.throws(judge, { name: "AssertionError", message });
  });
}
