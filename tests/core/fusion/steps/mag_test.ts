import assert from "#assert";
import { FusionFilter } from "../../../../core/fusion/filter.ts";
import { magStep } from "../../../../core/fusion/steps/mag.ts";
import { C, E, X } from "../../../../core/fusion/kernel/layout.ts";
import * as quaternion from "../../../../core/math/quaternion.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { counted, DEG, feedImu, settingsWith, startedContext, yawOf } from "../fixtures.ts";
import { FIELD, magRecord } from "../motion.ts";

/** The field in a body at `yaw`, with something added in the body. */
function fieldAt(yaw: number, extra: number[] = [0, 0, 0]): number[] {
  const q = new Float64Array(4), out = new Float64Array(3);
  quaternion.fromEuler(q, 0, 0, yaw);
  quaternion.inverseRotate(out, q, FIELD);
  return [...out].map((x, i) => x + extra[i]!);
}

/** Drives past a magnet: rest, then turns; between 20 s and 26 s the field is disturbed. */
function passage(disturbance: (t: number) => number[]) {
  const filter = new FusionFilter(settingsWith());
  const random = RandomTree.root(2).at("noise");
  let truth = 0.4, worst = 0;
  feedImu(filter, [0, 40], {
    rate: (t) => {
      const w = t < 3 ? 0 : 0.4 * Math.sin(t / 3);
      truth += w * 0.01;
      return [0.001, 0.002, w - 0.003];
    },
    also: (t, r) => {
      if (Math.round(t * 100) % 2 !== 0) return;
      const noise = disturbance(t).map((x) => x + 7e-7 * random.gaussian());
      filter.add(magRecord(r[0]!, fieldAt(truth, noise)));
      if (t < 5) return;
      const error = yawOf(filter) - truth;
      worst = Math.max(worst, Math.abs(Math.atan2(Math.sin(error), Math.cos(error))));
    },
  }, { rate: 0.002, force: 0.03, random });
  return { filter, worst: worst / DEG };
}

Deno.test("a clean field keeps yaw", () => {
  const { filter, worst } = passage(() => [0, 0, 0]);
  assert.ok(worst < 2.5, `${worst}°`);
  // Once a reference is learnt the few rejections are those of noise.
  const accepted = counted(filter.state, "mag", "accepted");
  assert.ok(accepted > 1900, `${accepted}`);
});

Deno.test("a magnet that is passed doesn't turn yaw, and the rejection has a reason", () => {
  const bump = (t: number) => t < 20 || t > 26 ? 0 : Math.sin((t - 20) / 6 * Math.PI) ** 2;
  const { filter, worst } = passage((t) => [25e-6 * bump(t), 10e-6 * bump(t), -15e-6 * bump(t)]);
  assert.ok(worst < 3, `${worst}°`);
  const rejected = counted(filter.state, "mag", "field strength") +
    counted(filter.state, "mag", "dip");
  assert.ok(rejected > 100, `${rejected}`);
});

Deno.test("a field of the right strength and dip from elsewhere is gated by χ²", () => {
  const context = startedContext((s) => {
    s.initial.orientationSd = 1 * DEG;
    s.heading.estimateDelay = false;
  });
  const { state: s } = context;
  context.heading = { ...context.heading!, source: "set" };
  for (let k = 0; k < 50; k++) {
    s.clock[C.now] = k * 2e7;
    magStep(context, magRecord(k * 2e7, fieldAt(40 * DEG)));
  }
  assert.equal(counted(s, "mag", "gate"), 50);
  assert.ok(Math.abs(quaternion.yawOf(s.x.subarray(X.q, X.q + 4))) < 1e-9);
});

Deno.test("a disturbed field turns yaw only, never roll and pitch", () => {
  const context = startedContext((s) => {
    s.initial.orientationSd = 0.05;
    s.heading.estimateDelay = false;
  });
  const { state: s } = context;
  for (let k = 1; k < 100; k++) {
    s.clock[C.now] = k * 2e7;
    magStep(context, magRecord(k * 2e7, fieldAt(3 * DEG)));
  }
  const rpy = new Float64Array(3);
  quaternion.toEuler(rpy, s.x.subarray(X.q, X.q + 4));
  assert.ok(rpy[2]! > 0.5 * DEG);
  assert.ok(Math.abs(rpy[0]!) < 1e-4 && Math.abs(rpy[1]!) < 1e-4, `${rpy}`);
});

Deno.test("a field's heading corrects the gyro bias about the vertical, never about level axes", () => {
  const bias = (magnets: boolean) => {
    const context = startedContext((s) => {
      s.initial.orientationSd = 0.05;
      if (!magnets) s.heading.floor = 0;
    });
    const { state: s } = context, { P, n } = s;
    // A bias that has been wrong for a second has turned tilt and yaw alike.
    for (let i = 0; i < 3; i++) {
      for (const [a, b] of [[E.th + i, E.bias + i], [E.bias + i, E.th + i]] as const) {
        P[a * n + b] = -P[(E.bias + i) * n + E.bias + i]!;
      }
    }
    s.clock[C.now] = 2e7;
    magStep(context, magRecord(2e7, fieldAt(3 * DEG)));
    return [0, 1, 2].map((i) => Math.abs(s.x[X.bias + i]!));
  };
  const [x, y, z] = bias(true);
  assert.ok(z! > 1e-6, `${z}`);
  assert.ok(x! < 1e-15 && y! < 1e-15, `${x} ${y}`);
  const free = bias(false);
  assert.ok(Math.max(free[0]!, free[1]!) > 1e-6, "where no magnet is near the dip tells of tilt");
});

Deno.test("with floor 0 and correlation 0 the noise is white and the gain the optimal one", () => {
  const context = startedContext((s) => {
    Object.assign(s.heading, { floor: 0, correlation: 0, magNoise: 1e-6, magJitter: 0 });
    s.heading.magCovariance = "parameter";
    s.heading.estimateDelay = false;
    s.imu.weight = 1;
    s.initial.orientationSd = 0.05;
  });
  const { state: s } = context, { n } = s;
  assert.equal(s.P[E.mag * n + E.mag], 0);
  magStep(context, magRecord(0, fieldAt(0)));
  // h = (0, 2, 1) here, for the field is 4 down on 2 north; R = (1e-6 / 2e-5)² and the square of
  // what tilt adds.
  const p = 0.05 ** 2, h = [0, 2, 1], tilt = 4 * p;
  const S = 5 * p + (1e-6 / 2e-5) ** 2 + tilt * tilt;
  for (let i = 0; i < 3; i++) {
    const expected = p - p * p * h[i]! * h[i]! / S;
    assert.ok(Math.abs(s.P[(E.th + i) * n + E.th + i]! - expected) < 1e-9, `${i}`);
  }
});

Deno.test("a held reading is no news while the robot turns, and is while it stands", () => {
  const context = startedContext((s) => s.heading.estimateDelay = false);
  const { state: s } = context;
  const reading = magRecord(0, fieldAt(0));
  s.clock[C.rate + 2] = 0.5;
  magStep(context, reading);
  magStep(context, reading);
  assert.equal(counted(s, "mag", "repeated value"), 1);
  s.clock[C.rate + 2] = 0;
  magStep(context, reading);
  assert.equal(counted(s, "mag", "repeated value"), 1);
});
