import assert from "#assert";
import {
  filteredDeparture,
  filteredRate,
  filteredStrength,
  filteredUp,
  filterForce,
  gyroFrame,
  resetForce,
  youth,
} from "../../../../core/fusion/judges/gravity.ts";
import { C, createState, X } from "../../../../core/fusion/kernel/layout.ts";
import { inverseRotate } from "../../../../core/math/quaternion.ts";
import { settingsWith } from "../fixtures.ts";
import { GRAVITY } from "../motion.ts";

const SETTINGS = settingsWith();

/** A body that turns at `rate` and is shaken along world x at 1 Hz with 3 m/s². */
function shaken(rate: number[], seconds: number) {
  const s = createState({ accelBias: false, wheelScale: false });
  const q = new Float64Array(4), f = new Float64Array(3);
  for (let k = 0; k < seconds * 100; k++) {
    s.clock.set(rate, C.rate);
    gyroFrame(q, s);
    inverseRotate(f, q, [3 * Math.sin(2 * Math.PI * k / 100), 0, GRAVITY]);
    s.clock.set(f, C.force);
    s.clock[C.interval] = k === 0 ? 0 : 0.01;
    filterForce(s, SETTINGS);
  }
  return s;
}

Deno.test("filteredUp() is the vertical of a body at rest at once", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  const up = new Float64Array(3);
  assert.equal(filteredUp(up, s), false);
  s.clock.set([0, 3, 4], C.force);
  filterForce(s, settingsWith((by) => by.imu.gravity = 5));
  assert.equal(filteredUp(up, s), true);
  assert.ok(Math.abs(filteredStrength(s) - 5) < 1e-12);
  assert.deepEqual([...up].map((x) => +x.toFixed(12)), [0, 0.6, 0.8]);
  assert.equal(filteredDeparture(s), 0);
  resetForce(s);
  assert.equal(filteredUp(up, s), false);
});

Deno.test("filteredUp() averages shaking out, however the body turns", () => {
  for (const rate of [[0, 0, 0], [0, 0, 3], [2, -1, 1]]) {
    const s = shaken(rate, 12), up = new Float64Array(3), q = new Float64Array(4);
    assert.ok(filteredUp(up, s));
    const length = filteredStrength(s);
    gyroFrame(q, s);
    const expected = new Float64Array(3);
    inverseRotate(expected, q, [0, 0, 1]);
    const dot = up[0]! * expected[0]! + up[1]! * expected[1]! + up[2]! * expected[2]!;
    // A raw sample is off by up to 17°.
    const off = Math.acos(Math.min(1, dot));
    // The stream was made with the frame of one sample before.
    assert.ok(off < 0.02 + 0.01 * Math.hypot(...rate), `rate ${rate}: ${off}`);
    assert.ok(Math.abs(length - GRAVITY) < 0.05);
    const speed = Math.sqrt(rate.reduce((sum, x) => sum + x * x, 0));
    assert.ok(Math.abs(filteredRate(s) - speed) < 1e-2 * (1 + speed));
    assert.ok(filteredDeparture(s) > 0.1, "the motion itself is seen");
  }
});

Deno.test("youth() falls from 10 to 1 as the mean settles", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  s.clock.set([0, 0, GRAVITY], C.force);
  filterForce(s, SETTINGS);
  assert.equal(youth(s), 10);
  let last = Infinity;
  s.clock[C.interval] = 0.01;
  for (let k = 0; k < 500; k++) {
    filterForce(s, SETTINGS);
    assert.ok(youth(s) <= last);
    last = youth(s);
  }
  assert.equal(last, 1);
});

Deno.test("gyroFrame() starts at the filter's attitude and turns by the unbiased rate", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  s.x.set([Math.SQRT1_2, 0, 0, Math.SQRT1_2], X.q);
  s.x[X.bias + 2] = 0.5;
  s.clock.set([0, 0, 0.5], C.rate);
  for (let k = 0; k < 100; k++) {
    s.clock[C.interval] = k === 0 ? 0 : 0.01;
    filterForce(s, SETTINGS);
  }
  const q = new Float64Array(4);
  gyroFrame(q, s);
  assert.ok(Math.abs(q[3]! - Math.SQRT1_2) < 1e-12);
});
