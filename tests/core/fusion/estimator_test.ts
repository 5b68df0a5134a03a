import assert from "#assert";
import { Context } from "../../../core/fusion/context.ts";
import { step } from "../../../core/fusion/estimator.ts";
import { IMU } from "../../../core/fusion/event.ts";
import { C, X } from "../../../core/fusion/kernel/layout.ts";
import { counted, settingsWith, withOrientation } from "./fixtures.ts";
import { GRAVITY, imuRecord, magRecord, wheelRecord } from "./motion.ts";

const UP = [0, 0, GRAVITY];

Deno.test("step() starts with the first IMU event; what comes before is counted", () => {
  const context = new Context(settingsWith());
  step(context, wheelRecord(0, 1), undefined);
  step(context, magRecord(0, [0, 2e-5, -4e-5]), undefined);
  assert.equal(context.state.clock[C.phase], 0);
  step(context, imuRecord(1e7, [0, 0, 0], UP), undefined);
  assert.equal(context.state.clock[C.phase], 1);
  assert.equal(counted(context.state, "wheel", "before the first IMU message"), 1);
  assert.equal(counted(context.state, "mag", "before the first IMU message"), 1);
  assert.equal(counted(context.state, "imu", "accepted"), 1);
});

Deno.test("step() cuts an interval where a measurement lies: its rate is that of the interval", () => {
  const context = new Context(settingsWith((s) => s.initial.orientation = [1, 0, 0, 0]));
  step(context, imuRecord(0, [0, 0, 0], UP), undefined);
  const next = imuRecord(1e7, [0, 0, 1], UP);
  step(context, wheelRecord(4e6, 0), next);
  const { clock, x } = context.state;
  assert.equal(clock[C.now], 4e6);
  assert.ok(Math.abs(2 * x[X.q + 3]! - 0.004) < 1e-6, "turned for 4 ms at 1 rad/s");
  step(context, next, undefined);
  assert.equal(clock[C.now], 1e7);
  assert.ok(Math.abs(2 * x[X.q + 3]! - 0.01) < 1e-6);
  assert.ok(Math.abs(clock[C.interval]! - 0.01) < 1e-15);
});

Deno.test("a second IMU event of the same stamp is counted and changes nothing else", () => {
  const context = new Context(settingsWith());
  step(context, imuRecord(0, [0, 0, 0], UP), undefined);
  step(context, imuRecord(1e7, [0, 0, 0], UP), undefined);
  const before = context.state.x.slice();
  step(context, imuRecord(1e7, [3, 2, 1], UP), undefined);
  assert.deepEqual(context.state.x, before);
  assert.equal(counted(context.state, "imu", "duplicate stamp"), 1);
});

Deno.test("attitude mode without aiding, aided mode after a wheel, attitude mode 1 s later", () => {
  const context = new Context(settingsWith());
  const modes: number[] = [];
  for (let k = 0; k < 300; k++) {
    step(context, imuRecord(k * 1e7, [0, 0, 0.3], UP), undefined);
    if (k === 100) step(context, wheelRecord(k * 1e7, 0.5), undefined);
    modes.push(context.state.clock[C.hold]!);
  }
  assert.equal(modes[100], 1);
  assert.equal(modes[101], 0);
  assert.equal(modes[200], 0);
  assert.equal(modes[202], 1);
  const gravity = counted(context.state, "gravity", "accepted");
  assert.ok(gravity > 150, `${gravity}`);
});

Deno.test("roll, pitch and yaw of an orientation are switched by themselves", () => {
  const run = (tilt: boolean, yaw: boolean) => {
    const context = new Context(settingsWith((s) => {
      s.attitude.useOrientation = tilt;
      s.heading.useOrientation = yaw;
      s.initial.orientation = [1, 0, 0, 0];
    }));
    for (let k = 0; k < 20; k++) {
      const r = imuRecord(k * 1e7, [0, 0, 0], UP);
      withOrientation(r, [0, 0, 0]);
      step(context, r, undefined);
    }
    return [
      counted(context.state, "roll_pitch", "accepted") > 0,
      counted(context.state, "yaw", "accepted") > 0,
    ];
  };
  assert.deepEqual(run(true, true), [true, true]);
  assert.deepEqual(run(true, false), [true, false]);
  assert.deepEqual(run(false, true), [false, true]);
});

Deno.test("an IMU without an accelerometer still turns the attitude", () => {
  const context = new Context(settingsWith());
  for (let k = 0; k < 100; k++) {
    const r = imuRecord(k * 1e7, [0, 0, 1], [NaN, NaN, NaN]);
    r[IMU.hasForce] = 0;
    step(context, r, undefined);
  }
  assert.ok(context.state.buffer.every((x) => !Number.isNaN(x)));
  assert.ok(Math.abs(2 * Math.asin(context.state.x[X.q + 3]!) - 0.99) < 1e-9);
});
