import assert from "#assert";
import { fuse, wheelStep } from "../../../../core/fusion/steps/wheel.ts";
import { WHEEL } from "../../../../core/fusion/event.ts";
import { C, E, X } from "../../../../core/fusion/kernel/layout.ts";
import { zeroVelocity } from "../../../../core/fusion/kernel/measurements.ts";
import { counted, startedContext } from "../fixtures.ts";
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
      s.imu.gyroBiasSd = s.imu.gyroBiasFreeSd = 0.1;
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
