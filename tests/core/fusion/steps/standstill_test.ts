import assert from "#assert";
import { FusionFilter } from "../../../../core/fusion/filter.ts";
import { isStill } from "../../../../core/fusion/judges/standstill.ts";
import { standstillStep } from "../../../../core/fusion/steps/standstill.ts";
import { angleVariance } from "../../../../core/fusion/steps/attitude.ts";
import { C, E, X } from "../../../../core/fusion/kernel/layout.ts";
import type { FusionSettings } from "../../../../core/fusion/settings.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { DEG, feedImu, settingsWith, startedContext, withOrientation, yawOf } from "../fixtures.ts";

const BIAS = [0.01, -0.02, 0.03];

/** An IMU at rest with a bias of 1.7 °/s, 85 times the prior's deviation. */
function rest(seconds: number, change?: (s: FusionSettings) => void) {
  const filter = new FusionFilter(settingsWith(change));
  feedImu(filter, [0, seconds], {
    rate: () => BIAS,
    edit: (r, t) => t === 0 ? withOrientation(r, [0, 0, 1]) : undefined,
  }, { rate: 0.002, force: 0.03, random: RandomTree.root(4).at("imu") });
  return filter;
}

Deno.test("the first standstill sets the gyro bias from the mean rate, whatever the prior", () => {
  const { state } = rest(3);
  assert.equal(isStill(state), true);
  BIAS.forEach((b, i) => assert.ok(Math.abs(state.x[X.bias + i]! - b) < 4e-4));
  const sd = Math.sqrt(state.P[E.bias * state.n + E.bias]!);
  assert.ok(sd < 4e-4 && sd > 5e-5, `${sd}`);
});

Deno.test("yaw doesn't step there; its covariance takes what the old bias did", () => {
  const filter: FusionFilter = new FusionFilter(settingsWith(), {
    output: () => {
      const yaw = yawOf(filter);
      if (!Number.isNaN(last)) step = Math.max(step, Math.abs(yaw - last));
      last = yaw;
      sds.push(Math.sqrt(angleVariance(filter.state)));
    },
  });
  let last = NaN, step = 0;
  const sds: number[] = [];
  feedImu(filter, [0, 2], {
    rate: () => BIAS,
    edit: (r, t) => t === 0 ? withOrientation(r, [0, 0, 1]) : undefined,
  }, { rate: 0.002, force: 0.03, random: RandomTree.root(4).at("imu") });
  assert.ok(step < 2 * 0.03 * 0.01, "no more than the bias turns in a message");
  const grown = Math.sqrt(sds.at(-1)! ** 2 - sds[0]! ** 2);
  // It was wrong by 1.7 °/s for about 1 s.
  assert.ok(grown > 1.2 * DEG && grown < 3 * DEG, `${grown / DEG}`);
});

Deno.test("rest keeps position and yaw: they don't drift", () => {
  const filter = rest(60), early = rest(3);
  for (let i = 0; i < 3; i++) assert.ok(Math.abs(filter.state.x[X.p + i]!) < 0.05);
  for (let i = 0; i < 3; i++) assert.ok(Math.abs(filter.state.x[X.v + i]!) < 0.01);
  assert.ok(Math.abs(yawOf(filter) - yawOf(early)) < 0.1 * DEG);
});

Deno.test("zero velocity and zero rate are parameters", () => {
  const neither = rest(3, (s) => {
    s.standstill.zeroRate = false;
    s.standstill.zeroVelocity = false;
  });
  assert.ok(Math.abs(neither.state.x[X.bias + 2]!) < 1e-3);
  const velocityOnly = rest(3, (s) => s.standstill.zeroRate = false);
  assert.ok(Math.abs(velocityOnly.state.x[X.bias + 2]!) < 2e-3);
  assert.ok(velocityOnly.state.clock[C.aided]! > 2.9e9);
  const rateOnly = rest(3, (s) => s.standstill.zeroVelocity = false);
  assert.equal(rateOnly.state.clock[C.aided], -Infinity);
});

Deno.test("standstillStep() does nothing in motion", () => {
  const context = startedContext();
  const before = context.state.buffer.slice();
  standstillStep(context);
  assert.deepEqual(context.state.buffer, before);
});
