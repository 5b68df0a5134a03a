import assert from "#assert";
import { FusionFilter } from "../../../../core/fusion/filter.ts";
import { givenRejected } from "../../../../core/fusion/judges/given_heading.ts";
import {
  angleVariance,
  givenYawStep,
  gravityStep,
  offerGiven,
  tiltStep,
} from "../../../../core/fusion/steps/attitude.ts";
import { filterForce } from "../../../../core/fusion/judges/gravity.ts";
import { C, X } from "../../../../core/fusion/kernel/layout.ts";
import * as quaternion from "../../../../core/math/quaternion.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import {
  counted,
  DEG,
  feedImu,
  settingsWith,
  startedContext,
  withOrientation,
  yawOf,
} from "../fixtures.ts";
import { GRAVITY, imuRecord, wheelRecord } from "../motion.ts";

Deno.test("gravityStep() rights a tilt; a wrong vertical is not refused for ever", () => {
  const context = startedContext();
  const { state: s } = context;
  const q = new Float64Array(4);
  quaternion.fromEuler(q, 0.5, 0, 0);
  s.x.set(q, X.q);
  s.clock.set([0, 0, GRAVITY], C.force);
  s.clock[C.interval] = 0.01;
  let refused = 0;
  for (let k = 1; k < 3000; k++) {
    s.clock[C.now] = k * 1e7;
    filterForce(s, context.settings);
    gravityStep(context);
    refused = counted(s, "gravity", "gate");
  }
  assert.ok(refused > 100, "29° off with 3° stated: refused at first");
  const up = new Float64Array(3);
  quaternion.toEuler(up, s.x.subarray(X.q, X.q + 4));
  assert.ok(Math.abs(up[0]!) < 0.05, `${up[0]}`);
});

Deno.test("tiltStep() pulls roll and pitch to a given orientation and leaves yaw alone", () => {
  const context = startedContext();
  const { state: s } = context;
  const r = imuRecord(0, [0, 0, 0], [0, 0, GRAVITY]);
  withOrientation(r, [0.05, -0.04, 2]);
  for (let k = 1; k < 4000; k++) {
    s.clock[C.now] = k * 1e7;
    tiltStep(context, r);
  }
  const rpy = new Float64Array(3);
  quaternion.toEuler(rpy, s.x.subarray(X.q, X.q + 4));
  assert.ok(Math.abs(rpy[0]! - 0.05) < 0.005 && Math.abs(rpy[1]! + 0.04) < 0.005, `${rpy}`);
  assert.ok(Math.abs(rpy[2]!) < 0.01);
});

Deno.test("givenYawStep() corrects by no more than 1 °/s", () => {
  const context = startedContext((s) => s.initial.orientationSd = 0.5);
  const { state: s } = context;
  context.heading = undefined;
  const r = imuRecord(0, [0, 0, 0], [0, 0, GRAVITY]);
  withOrientation(r, [0, 0, 20 * DEG]);
  let last = 0;
  for (let k = 1; k <= 1000; k++) {
    s.clock[C.now] = k * 1e7;
    givenYawStep(context, r);
    const yaw = quaternion.yawOf(s.x.subarray(X.q, X.q + 4));
    assert.ok(yaw - last <= 1.0001 * DEG * 0.01, `${(yaw - last) / DEG} ° in 10 ms`);
    last = yaw;
  }
  assert.ok(last > 5 * DEG && last <= 10.01 * DEG, `${last / DEG}`);
  offerGiven(context, r);
  assert.equal(context.found!.source, "given");
});

/** A robot that drives at 0.5 m/s with some turns, its orientation's yaw off by `wander(t)`. */
function drive(seconds: number, wander: (t: number) => number) {
  const filter = new FusionFilter(settingsWith());
  const random = RandomTree.root(1).at("imu");
  let truth = 0, rejectedAt = NaN, trustedAt = NaN, worst = 0, step = 0, before = NaN;
  feedImu(filter, [0, seconds], {
    rate: (t) => {
      const w = t < 3 ? 0 : 0.3 * Math.sin(t / 7);
      truth += w * 0.01;
      return [0.002, -0.001, 0.004 + w];
    },
    edit: (r, t) => withOrientation(r, [0, 0, truth + wander(t)]),
    also: (t, r) => {
      if (Math.round(t * 100) % 10 === 0) filter.add(wheelRecord(r[0]!, t < 3 ? 0 : 0.5));
      const error = yawOf(filter) - truth;
      const wrapped = Math.atan2(Math.sin(error), Math.cos(error));
      worst = Math.max(worst, Math.abs(wrapped));
      if (!Number.isNaN(before)) step = Math.max(step, Math.abs(wrapped - before));
      before = wrapped;
      if (givenRejected(filter.state)) rejectedAt = Math.min(rejectedAt || t, t);
      else if (rejectedAt > 0 && Number.isNaN(trustedAt)) trustedAt = t;
    },
  }, { rate: 0.003, force: 0.05, random });
  return { filter, rejectedAt, trustedAt, worst: worst / DEG, step: step / DEG };
}

Deno.test("a heading that wanders by 40° is rejected and leaves yaw where the gyro has it", () => {
  const { filter, rejectedAt, worst } = drive(150, (t) => t < 40 ? 0 : Math.min(40, t - 40) * DEG);
  assert.ok(rejectedAt > 40 && rejectedAt < 60, `rejected at ${rejectedAt}`);
  assert.ok(worst < 5, `yaw off by ${worst}°`);
  assert.ok(counted(filter.state, "yaw", "disagrees with the gyro") > 3000);
});

Deno.test("trust comes back after 30 s of agreement, without a jump", () => {
  const { rejectedAt, trustedAt, worst, step } = drive(150, (t) => t > 40 && t < 50 ? 0.7 : 0);
  assert.ok(rejectedAt < 42);
  assert.ok(trustedAt >= 80 && trustedAt < 125, `trusted at ${trustedAt}`);
  assert.ok(worst < 4);
  assert.ok(step < 0.1, `${step}° in one message`);
});

Deno.test("angleVariance() is that of the vertical, however the body lies", () => {
  const context = startedContext();
  const { P, n, x } = context.state;
  const q = new Float64Array(4);
  quaternion.fromEuler(q, Math.PI / 2, 0, 0);
  x.set(q, X.q);
  P[(6 + 1) * n + 6 + 1] = 0.04;
  assert.ok(Math.abs(angleVariance(context.state) - 0.04) < 1e-12, "body y points up here");
});
