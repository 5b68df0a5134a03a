import assert from "#assert";
import { filterForce } from "../../../../core/fusion/judges/gravity.ts";
import { learnDelay, magDelay, undelay } from "../../../../core/fusion/judges/mag_delay.ts";
import { C, createState } from "../../../../core/fusion/kernel/layout.ts";
import { defaultSettings } from "../../../../core/fusion/settings.ts";
import * as quaternion from "../../../../core/math/quaternion.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { GRAVITY } from "../motion.ts";

const SETTINGS = defaultSettings();
const FIELD = [0, 2e-5, -4e-5];

/** A body that tumbles at about `rate` rad/s; its field is read `delay` s late. */
function tumble(rate: number, delay: number, noise: number) {
  const s = createState({ accelBias: false, wheelScale: false });
  const g = RandomTree.root(1).at("mag");
  const dt = 0.005, history: Float64Array[] = [];
  const q = new Float64Array([1, 0, 0, 0]), turn = new Float64Array(4);
  const reading = new Float64Array(3);
  for (let k = 0; k < 4000; k++) {
    const t = k * dt;
    const w = [rate * Math.sin(1.3 * t), rate * Math.cos(1.7 * t), rate * Math.sin(0.7 * t + 1)];
    quaternion.fromRotationVector(turn, w.map((x) => x * dt));
    quaternion.multiply(q, q, turn);
    history.push(q.slice());
    s.clock.set(w, C.rate);
    s.clock.set([0, 0, GRAVITY], C.force);
    s.clock[C.now] = k * dt * 1e9;
    s.clock[C.interval] = k === 0 ? 0 : dt;
    filterForce(s, SETTINGS);
    const old = history[Math.max(0, k - Math.round(delay / dt))]!;
    quaternion.inverseRotate(reading, old, FIELD);
    for (let i = 0; i < 3; i++) reading[i]! += noise * g.gaussian();
    learnDelay(s, reading);
  }
  return { s, reading, q };
}

Deno.test("magDelay() is 0 before anything turned", () => {
  assert.equal(magDelay(createState({ accelBias: false, wheelScale: false })), 0);
});

Deno.test("learnDelay() finds a delay of 10 ms in noise, and none where there is none", () => {
  for (const delay of [0, 0.01, 0.02]) {
    const found = magDelay(tumble(3, delay, 7e-7).s);
    assert.ok(Math.abs(found - delay) < 1e-3, `${found} for ${delay}`);
  }
});

Deno.test("learnDelay() learns nothing from slow turns", () => {
  assert.equal(magDelay(tumble(0.4, 0.02, 7e-7).s), 0);
});

Deno.test("undelay() turns a late reading to what it would be now", () => {
  const { s, q } = tumble(3, 0.01, 0);
  const now = new Float64Array(3), back = new Float64Array(4), late = new Float64Array(3);
  quaternion.inverseRotate(now, q, FIELD);
  const delay = magDelay(s);
  const w = [0, 1, 2].map((i) => -delay * s.clock[C.rate + i]!);
  quaternion.fromRotationVector(back, w);
  quaternion.multiply(back, q, back);
  quaternion.inverseRotate(late, back, FIELD);
  assert.ok(Math.abs(delay - 0.01) < 1e-3);
  undelay(late, s);
  for (let i = 0; i < 3; i++) assert.ok(Math.abs(late[i]! - now[i]!) < 1e-15);
});
