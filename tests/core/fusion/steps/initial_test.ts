import assert from "#assert";
import { FusionFilter } from "../../../../core/fusion/filter.ts";
import { IMU } from "../../../../core/fusion/event.ts";
import { angleVariance } from "../../../../core/fusion/steps/attitude.ts";
import { C, E, X } from "../../../../core/fusion/kernel/layout.ts";
import * as quaternion from "../../../../core/math/quaternion.ts";
import { DEG, feedImu, settingsWith, startedContext, withOrientation, yawOf } from "../fixtures.ts";
import { FIELD, GRAVITY, imuRecord, magRecord } from "../motion.ts";

const rpyOf = (filter: FusionFilter) => {
  const out = new Float64Array(3);
  quaternion.toEuler(out, filter.state.x.subarray(X.q, X.q + 4));
  return out;
};

/** Field and specific force of a body with roll, pitch, yaw. */
function at(rpy: [number, number, number]) {
  const q = new Float64Array(4), field = new Float64Array(3), force = new Float64Array(3);
  quaternion.fromEuler(q, ...rpy);
  quaternion.inverseRotate(field, q, FIELD);
  quaternion.inverseRotate(force, q, [0, 0, GRAVITY]);
  return { field, force: [...force] };
}

Deno.test("initialize() levels by the accelerometer at any attitude, upside down too", () => {
  const attitudes: [number, number, number][] = [
    [0.3, -0.2, 0],
    [2.5, 0.4, 0],
    [Math.PI, 0, 0],
    [0, 1.4, 0],
  ];
  for (const rpy of attitudes) {
    const { force, field } = at(rpy);
    const filter = new FusionFilter(settingsWith());
    filter.add(imuRecord(0, [0, 0, 0], force));
    filter.add(magRecord(0, field));
    const q = new Float64Array(4), off = new Float64Array(4);
    quaternion.fromEuler(q, ...rpy);
    quaternion.conjugate(off, filter.state.x.subarray(X.q, X.q + 4));
    quaternion.multiply(off, off, q);
    assert.ok(Math.abs(Math.abs(off[0]!) - 1) < 1e-9, `${rpy}`);
  }
});

Deno.test("the first heading comes from the field, from ENU north by declination", () => {
  for (const yaw of [0, 1, -2.5]) {
    const { force, field } = at([0.1, -0.05, yaw]);
    const filter = new FusionFilter(settingsWith((s) => s.heading.declination = 0.1));
    filter.add(imuRecord(0, [0, 0, 0], force));
    filter.add(magRecord(0, field));
    assert.equal(filter.heading, "mag");
    // The field points 0.1 rad east of north, the filter is told so: it turns by as much.
    assert.ok(Math.abs(yawOf(filter) - (yaw - 0.1)) < 1e-9);
    const sd = Math.sqrt(angleVariance(filter.state)) / DEG;
    assert.ok(sd > 3 && sd < 12, `${sd}`);
  }
});

Deno.test("an orientation that comes along gives the first attitude at once", () => {
  const filter = new FusionFilter(settingsWith());
  let outputs = 0;
  const other = new FusionFilter(settingsWith(), { output: () => outputs++ });
  for (const f of [filter, other]) {
    feedImu(f, [0, 0.01], { edit: (r) => withOrientation(r, [0.1, -0.2, 0.36]) });
  }
  assert.equal(filter.heading, "given");
  assert.equal(outputs, 1);
  const rpy = rpyOf(filter);
  [0.1, -0.2, 0.36].forEach((x, i) => assert.ok(Math.abs(rpy[i]! - x) < 1e-9));
  // Its error is in yaw with the other sign: what it says next is no news.
  const { P, n } = filter.state;
  const rho = P[E.given * n + E.th + 2]! /
    Math.sqrt(P[E.given * n + E.given]! * P[(E.th + 2) * n + E.th + 2]!);
  assert.ok(rho < -0.9, `${rho}`);
});

Deno.test("the first output waits 2 s for a heading, then yaw is 0, stays so, and all come", () => {
  const times: number[] = [];
  const filter: FusionFilter = new FusionFilter(settingsWith(), {
    output: (t) => times.push(t),
  });
  feedImu(filter, [0, 2], {});
  assert.deepEqual(times, []);
  assert.equal(filter.heading, undefined);
  feedImu(filter, [2, 3], {});
  assert.equal(filter.heading, "none");
  assert.deepEqual(times, Array.from({ length: 300 }, (_, k) => k * 1e7), "one an IMU message");
  assert.ok(Math.abs(yawOf(filter)) < 1e-6);
  // A field that speaks later is relative to what was.
  const { field } = at([0, 0, 2]);
  feedImu(filter, [3, 5], { also: (_, r) => filter.add(magRecord(r[0]!, field)) });
  assert.ok(Math.abs(yawOf(filter)) < 0.01, `${yawOf(filter)}`);
});

Deno.test("a heading within the wait is the yaw of the very first output", () => {
  const yaws: number[] = [];
  const filter: FusionFilter = new FusionFilter(settingsWith(), {
    output: () => yaws.push(yawOf(filter)),
  });
  const turn = 0.5;
  feedImu(filter, [0, 1.2], { rate: () => [0, 0, turn] });
  assert.equal(yaws.length, 0);
  filter.add(magRecord(1.19e9, at([0, 0, 2]).field));
  assert.equal(yaws.length, 120);
  assert.ok(Math.abs(yaws[0]! - (2 - 1.19 * turn)) < 1e-3, `${yaws[0]}`);
  assert.ok(Math.abs(yaws.at(-1)! - 2) < 1e-3);
});

Deno.test("a start in wild motion waits for a level before it takes the field's heading", () => {
  const filter = new FusionFilter(settingsWith());
  filter.add(imuRecord(0, [4, 0, 0], [0, 15, 3]));
  filter.add(magRecord(0, FIELD));
  assert.equal(filter.heading, undefined);
  // At the latest after the time-out it is taken as well as it is known.
  feedImu(filter, [0.01, 2.2], { also: (_, r) => filter.add(magRecord(r[0]!, FIELD)) });
  assert.equal(filter.heading, "mag");
});

Deno.test("a given start holds at its own time and is carried over the first interval", () => {
  const filter = new FusionFilter(settingsWith((s) => {
    s.initial.time = 0;
    s.initial.orientation = [1, 0, 0, 0];
    s.initial.velocity = [2, 0, 0];
    s.initial.position = [5, 0, 0];
    s.initial.gyroBias = [0, 0, 0.1];
  }));
  const record = imuRecord(1e8, [0, 0, 0.1], [0, 0, GRAVITY]);
  filter.add(record);
  assert.ok(Math.abs(filter.state.x[X.p]! - 5.2) < 1e-9);
  assert.ok(Math.abs(yawOf(filter)) < 1e-12);
  assert.equal(filter.heading, "set");
});

Deno.test("without an accelerometer roll and pitch are unknown, not wrong", () => {
  const filter = new FusionFilter(settingsWith((s) => s.heading.timeout = 0));
  const record = imuRecord(0, [0, 0, 0], [0, 0, 0]);
  record[IMU.hasForce] = 0;
  filter.add(record);
  filter.add(Object.assign(record.slice(), { 0: 1e7, 1: 1e7 }));
  const { P, n } = filter.state;
  assert.ok(P[E.th * n + E.th]! > 0.5);
  assert.equal(startedContext().state.clock[C.phase], 1);
});
