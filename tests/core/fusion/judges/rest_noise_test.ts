import assert from "#assert";
import { learnRestNoise, restDensity } from "../../../../core/fusion/judges/rest_noise.ts";
import { C, createState, E } from "../../../../core/fusion/kernel/layout.ts";
import { FusionFilter } from "../../../../core/fusion/filter.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { counted, feedImu, settingsWith } from "../fixtures.ts";

const blank = () => createState({ accelBias: false, wheelScale: false });

Deno.test("restDensity() is 0 before a rest, then the mean over windows", () => {
  const s = blank();
  assert.equal(restDensity(s), 0);
  learnRestNoise(s, 4e-6, 0.01);
  assert.ok(Math.abs(restDensity(s) - 4e-8) < 1e-20);
  learnRestNoise(s, 0, 0.01);
  assert.ok(Math.abs(restDensity(s) - 2e-8) < 1e-20);
});

Deno.test("restDensity() follows a change of the noise, after many windows slowly", () => {
  const s = blank();
  for (let k = 0; k < 1000; k++) learnRestNoise(s, 0, 0.01);
  for (let k = 0; k < 60; k++) learnRestNoise(s, 1e-6, 0.01);
  assert.ok(restDensity(s) > 0.9e-8 && restDensity(s) < 1e-8);
});

/** Rests with a gyro of this deviation a sample, 100 Hz. */
function rest(seconds: number, sd: number, covariance: "auto" | "parameter" = "auto") {
  const filter = new FusionFilter(settingsWith((s) => s.imu.covariance = covariance));
  const noise = { rate: sd, force: 0.02, random: RandomTree.root(4).at("imu") };
  feedImu(filter, [0, seconds], {}, noise);
  return filter;
}

Deno.test("a rest shows the gyro's density, at any rate of samples", () => {
  const { state } = rest(6, 6e-3);
  assert.ok(Math.abs(Math.sqrt(restDensity(state)) / 6e-4 - 1) < 0.05);
});

Deno.test("the bias of a noisy gyro is known as well as its noise allows, no better", () => {
  for (const sd of [1e-3, 3e-3, 8e-3]) {
    const { state } = rest(10, sd), { P, n, clock } = state;
    // From the second window on it is a mean of samples; what comes before counts once more.
    const honest = Math.max(sd, 3e-3) / Math.sqrt(1000);
    const found = Math.sqrt(P[(E.bias + 2) * n + E.bias + 2]!);
    assert.ok(found > 0.9 * honest && found < 1.5 * honest, `${sd}: ${found} against ${honest}`);
    const refused = counted(state, "standstill", "gate");
    assert.ok(refused < 0.02 * counted(state, "standstill", "accepted") + 5, `${refused} refused`);
    assert.equal(clock[C.phase], 1);
  }
  const trusting = rest(10, 8e-3, "parameter").state;
  assert.ok(counted(trusting, "standstill", "gate") > 100, "parameters are taken at their word");
});
