import assert from "#assert";
import {
  advance,
  close,
  decayHeading,
  isAided,
  open,
  trust,
} from "../../../../core/fusion/steps/interval.ts";
import { IMU } from "../../../../core/fusion/event.ts";
import { learnRestNoise } from "../../../../core/fusion/judges/rest_noise.ts";
import { C, E, X } from "../../../../core/fusion/kernel/layout.ts";
import { startedContext } from "../fixtures.ts";
import { GRAVITY, imuRecord } from "../motion.ts";

Deno.test("open() takes a stated gyro variance by policy and divides it by the weight", () => {
  const variance = (stated: number, covariance: "auto" | "message" | "parameter") => {
    const context = startedContext((s) => {
      s.imu.covariance = covariance;
      s.imu.gyroScale = 0;
    });
    const r = imuRecord(1e7, [0, 0, 0], [0, 0, GRAVITY]);
    r[IMU.rateVariance] = stated;
    open(context, r);
    const { P, n } = context.state;
    return P[E.noise * n + E.noise]!;
  };
  const parameter = 3e-4 ** 2 / 0.01;
  const close = (a: number, b: number) => assert.ok(Math.abs(a / b - 1) < 1e-9, `${a} ${b}`);
  close(variance(NaN, "auto"), parameter / 0.8);
  close(variance(4e-5, "auto"), 4e-5 / 0.8);
  close(variance(1, "auto"), parameter / 0.8);
  close(variance(1, "message"), 1 / 0.8);
  close(variance(4e-5, "parameter"), parameter / 0.8);
});

Deno.test("open(): noise that rests have shown is the least in auto", () => {
  for (const [covariance, seen] of [["auto", 1], ["parameter", 0], ["message", 0]] as const) {
    const context = startedContext((s) => {
      s.imu.covariance = covariance;
      s.imu.gyroScale = 0;
    });
    learnRestNoise(context.state, 1e-4, 0.01);
    open(context, imuRecord(2e7, [0, 0, 0], [0, 0, GRAVITY]));
    const { P, n } = context.state;
    const wanted = Math.max(seen * 1e-6, 9e-8) / 0.02 / 0.8;
    assert.ok(Math.abs(P[E.noise * n + E.noise]! / wanted - 1) < 1e-9, covariance);
  }
});

Deno.test("open(): auto never lowers the accelerometer's noise, message may", () => {
  const density = (stated: number, covariance: "auto" | "message") => {
    const context = startedContext((s) => s.imu.covariance = covariance);
    const r = imuRecord(1e7, [0, 0, 0], [0, 0, GRAVITY]);
    r[IMU.forceVariance] = stated;
    open(context, r);
    return context.state.clock[C.accelDensity]! * 0.8;
  };
  assert.ok(Math.abs(density(1, "auto") - 0.25) < 1e-12);
  assert.ok(Math.abs(density(100, "auto") - 1) < 1e-12, "more is taken");
  assert.ok(Math.abs(density(1, "message") - 0.01) < 1e-12);
});

Deno.test("the lever arm's part of specific force is taken away", () => {
  const context = startedContext((s) => s.imu.leverArm = [0.5, 0, 0]);
  // A spin at 2 rad/s pulls the IMU inwards by ω² r = 2 m/s²; α = 100 rad/s² adds α r sideways.
  const spin = imuRecord(1e7, [0, 0, 2], [-2, 0, GRAVITY]);
  open(context, spin);
  advance(context, spin);
  close(context, spin);
  open(context, imuRecord(2e7, [0, 0, 3], [-4.5, 50, GRAVITY]));
  const { clock } = context.state;
  const force = [0, 1, 2].map((i) => clock[C.force + i]!);
  [0, 0, GRAVITY].forEach((x, i) => assert.ok(Math.abs(force[i]! - x) < 1e-9, `${force}`));
  assert.deepEqual([...clock.subarray(C.felt, C.felt + 3)], [-4.5, 50, GRAVITY], "as it was felt");
});

Deno.test("isAided() for 1 s after the last aiding; both modes can be switched off", () => {
  const context = startedContext();
  const { clock } = context.state;
  clock[C.aided] = 0;
  clock[C.now] = 1e9;
  assert.equal(isAided(context), true);
  clock[C.now] = 1.001e9;
  assert.equal(isAided(context), false);
  assert.equal(isAided(startedContext((s) => s.aidedMode = false)), false);
  const never = startedContext((s) => s.attitude.enabled = false);
  never.state.clock[C.aided] = -Infinity;
  assert.equal(isAided(never), true);
});

Deno.test("held velocity and position don't move, and their covariance grows honestly", () => {
  const context = startedContext((s) => s.imu.accelNoise = 1e-3);
  const { x, P, n, clock } = context.state;
  clock[C.aided] = -Infinity;
  x[X.v] = 3;
  for (let i = 0; i < 6; i++) P[i * n + i] = 1e-6;
  for (let k = 1; k <= 200; k++) {
    const r = imuRecord(k * 1e7, [0, 0, 0], [1, 0, GRAVITY]);
    open(context, r);
    advance(context, r);
    close(context, r);
  }
  assert.equal(x[X.v], 3);
  assert.equal(x[X.p], 0);
  // Held for 2 s at 3 m/s, the position may lack 6 m.
  assert.ok(Math.abs(Math.sqrt(P[0]!) - 6) < 0.01, `${Math.sqrt(P[0]!)}`);
  assert.ok(Math.sqrt(P[n + 1]!) < 0.1, "across the velocity it lacks nothing");
});

Deno.test("a gap hides motion: the covariance says so", () => {
  const yawVariance = (dt: number) => {
    const context = startedContext();
    const r = imuRecord(dt * 1e9, [0, 0, 0], [0, 0, GRAVITY]);
    open(context, r);
    advance(context, r);
    return context.state.P[(E.th + 2) * context.state.n + E.th + 2]! - 0.05 ** 2;
  };
  assert.ok(yawVariance(0.4) < 1e-5);
  assert.ok(Math.abs(Math.sqrt(yawVariance(2)) - 0.2) < 0.01, "0.1 rad/s for 2 s");
});

Deno.test("close() gathers the yaw variance of the gyro alone; decayHeading() keeps its time", () => {
  const context = startedContext();
  const { clock, x } = context.state;
  const r = imuRecord(1e9 / 10, [0, 0, 1], [0, 0, GRAVITY]);
  open(context, r);
  advance(context, r);
  close(context, r);
  const perSample = 3e-4 ** 2 / 0.1 / 0.8 + 1e-4;
  const expected = perSample * 0.01 + 1e-4 * 1.9 * 0.1;
  assert.ok(Math.abs(clock[C.yawVariance]! / expected - 1) < 1e-9);
  x[X.mag] = 1;
  const error = { sd: 0.05, correlation: 10, elapsed: 0 };
  decayHeading(context.state, E.mag, C.magTime, error);
  assert.ok(Math.abs(x[X.mag]! - Math.exp(-0.01)) < 1e-12);
  decayHeading(context.state, E.mag, C.magTime, error);
  assert.ok(Math.abs(x[X.mag]! - Math.exp(-0.01)) < 1e-12, "no time passed");
  assert.equal(trust(0), 1e-3);
});
