import assert from "#assert";
import { fuse, wheelStep } from "../../../../core/fusion/steps/wheel.ts";
import { WHEEL } from "../../../../core/fusion/event.ts";
import { takeMeanRate } from "../../../../core/fusion/judges/standstill.ts";
import { C, E, type FilterState, X } from "../../../../core/fusion/kernel/layout.ts";
import { zeroVelocity } from "../../../../core/fusion/kernel/measurements.ts";
import type { FusionSettings } from "../../../../core/fusion/settings.ts";
import { counted, DEG, startedContext } from "../fixtures.ts";
import { wheelRecord } from "../motion.ts";

function message(speed: number, interval = 0.02): Float64Array {
  const r = wheelRecord(0, speed);
  r[WHEEL.interval] = interval;
  return r;
}

Deno.test("wheelStep() aids velocity, and constrains sideways and vertical only now", () => {
  const context = startedContext();
  const { x, P, n, clock } = context.state;
  x.set([0, 0.3, -0.2], X.v);
  assert.equal(clock[C.wheelSpoken], 0);
  const before = P[(E.v + 1) * n + E.v + 1]!;
  for (let k = 0; k < 50; k++) wheelStep(context, message(1));
  assert.ok(Math.abs(x[X.v]! - 1) < 0.01);
  assert.ok(Math.abs(x[X.v + 1]!) < 0.02 && Math.abs(x[X.v + 2]!) < 0.02);
  assert.ok(P[(E.v + 1) * n + E.v + 1]! < before / 100);
  assert.equal(counted(context.state, "wheel", "accepted"), 50);
  assert.equal(clock[C.wheelSpoken], 1);
});

Deno.test("without the constraint sideways velocity stays free", () => {
  const context = startedContext((s) => s.wheel.nonHolonomic = false);
  context.state.x.set([0, 0.3, -0.2], X.v);
  for (let k = 0; k < 50; k++) wheelStep(context, message(1));
  const v = context.state.x.subarray(X.v, X.v + 3);
  assert.ok(Math.abs(v[1]! - 0.3) < 1e-3 && Math.abs(v[2]! + 0.2) < 1e-3);
});

Deno.test("wheel_weight scales information: half the weight, twice the variance", () => {
  const after = (weight: number) => {
    const context = startedContext((s) => {
      s.wheel.weight = weight;
      s.wheel.nonHolonomic = false;
      s.initial.velocitySd = 1;
    });
    wheelStep(context, message(1));
    const { P, n } = context.state;
    return 1 / P[E.v * n + E.v]! - 1;
  };
  // The information that one message adds, in 1/(m/s)²: weight / 0.05².
  assert.ok(Math.abs(after(1) * 0.05 ** 2 - 1) < 1e-6);
  assert.ok(Math.abs(after(0.5) * 0.05 ** 2 - 0.5) < 1e-6);
});

Deno.test("a speed without a known interval counts less", () => {
  const variance = (interval: number) => {
    const context = startedContext();
    wheelStep(context, message(1, interval));
    return context.state.P[E.v * context.state.n + E.v]!;
  };
  assert.ok(variance(0) > 2 * variance(0.02));
});

Deno.test("a wheel's yaw rate judges nothing unless it is asked for", () => {
  const bias = (use: boolean) => {
    const context = startedContext((s) => {
      s.wheel.useYawRate = use;
      s.imu.gyroBiasSd = 0.1;
    });
    for (let k = 0; k < 20; k++) {
      const r = message(1);
      r[WHEEL.yawRate] = -0.2;
      wheelStep(context, r);
    }
    return context.state.x[X.bias + 2]!;
  };
  assert.equal(bias(false), 0);
  assert.ok(bias(true) > 0.1, "the gyro reads 0 while the wheels say -0.2");
});

/** Deviation of the gyro bias about a body axis, °/s. */
function biasSd(s: FilterState, axis: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      sum += axis[i]! * axis[j]! * s.P[(E.bias + i) * s.n + E.bias + j]!;
    }
  }
  return Math.sqrt(sum) / DEG;
}

Deno.test("the first wheel message doubts the gyro bias about level axes, not about the vertical", () => {
  const roll = 0.6, q = [Math.cos(roll / 2), Math.sin(roll / 2), 0, 0] as const;
  const started = (change: (s: FusionSettings) => void = () => {}) =>
    startedContext((s) => {
      s.initial.orientation = q;
      change(s);
    });
  const up = [0, Math.sin(roll), Math.cos(roll)], across = [0, Math.cos(roll), -Math.sin(roll)];
  const context = started();
  for (const axis of [up, across]) assert.ok(Math.abs(biasSd(context.state, axis) - 0.02) < 1e-9);
  wheelStep(context, message(1));
  assert.ok(Math.abs(biasSd(context.state, up) - 0.02) < 1e-6);
  for (const axis of [across, [1, 0, 0]]) {
    assert.ok(Math.abs(biasSd(context.state, axis) - 0.5) < 1e-3);
  }
  const once = biasSd(context.state, across);
  wheelStep(context, message(1));
  assert.ok(biasSd(context.state, across) <= once, "the second doubts nothing");
  const stated = started((s) => s.imu.gyroBiasLevelSd = s.imu.gyroBiasSd);
  wheelStep(stated, message(1));
  assert.ok(Math.abs(biasSd(stated.state, across) - 0.02) < 1e-6);
  const rested = started();
  takeMeanRate(new Float64Array(3), rested.state);
  wheelStep(rested, message(1));
  assert.ok(biasSd(rested.state, across) < 0.021, "a rest has shown it already");
});

Deno.test("an outlier is gated and counted; a tilted axis constrains across itself", () => {
  const context = startedContext();
  for (let k = 0; k < 20; k++) wheelStep(context, message(1));
  wheelStep(context, message(9));
  assert.equal(counted(context.state, "wheel", "gate"), 1);
  assert.ok(Math.abs(context.state.x[X.v]! - 1) < 0.05);
  const tilted = startedContext((s) => s.wheel.axis = [0, 1, 0]);
  const r = message(0);
  r[WHEEL.linear] = 0;
  r[WHEEL.linear + 1] = 2;
  for (let k = 0; k < 50; k++) wheelStep(tilted, r);
  const v = tilted.state.x.subarray(X.v, X.v + 3);
  assert.ok(Math.abs(v[1]! - 2) < 0.02 && Math.abs(v[0]!) < 0.05, `${v}`);
});

Deno.test("fuse() tells the innovation and whether it was accepted", () => {
  const context = startedContext();
  const told: unknown[] = [];
  context.sink = (sensor, innovation, _s, accepted) => told.push([sensor, innovation, accepted]);
  context.state.x[X.v] = 0.5;
  zeroVelocity(context.m, context.state, 0);
  context.m.variance = 1;
  assert.equal(fuse(context, "test"), true);
  assert.deepEqual(told, [["test", -0.5, true]]);
});

Deno.test("a wheel message before the first IMU message is counted, not used", () => {
  const context = startedContext();
  context.state.clock[C.phase] = 0;
  wheelStep(context, message(1));
  assert.equal(counted(context.state, "wheel", "before the first IMU message"), 1);
});
