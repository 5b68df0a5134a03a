import assert from "#assert";
import {
  addProcessNoise,
  decay,
  openInterval,
  propagate,
  transformCovariance,
  transition,
} from "../../../../core/fusion/kernel/propagate.ts";
import { C, createState, E, X } from "../../../../core/fusion/kernel/layout.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { difference, perturb, randomize } from "../fixtures.ts";
import { GRAVITY } from "../motion.ts";

const MODEL = { gravity: GRAVITY, gyroBiasWalk: 1e-3, accelBiasWalk: 0 };

/** F by central differences of the nominal transition over C.step. */
function numericTransition(
  make: () => ReturnType<typeof createState>,
): { F: Float64Array; n: number } {
  const start = make(), n = start.n, F = new Float64Array(n * n), h = 1e-5;
  for (let j = 0; j < n; j++) {
    const ends = [h, -h].map((d) => {
      const s = make();
      perturb(s, j, d);
      transition(s, MODEL);
      return s.x.slice();
    });
    const column = difference(start, ends[1]!, ends[0]!);
    for (let i = 0; i < n; i++) F[i * n + j] = column[i]! / (2 * h);
  }
  // A held position doesn't follow velocity, but its error does.
  if (start.clock[C.hold] === 1) {
    for (let i = 0; i < 3; i++) F[i * n + 3 + i] = start.clock[C.step]!;
  }
  return { F, n };
}

for (const dt of [0.0035, 0.02, 0.0333]) {
  for (const hold of [0, 1]) {
    Deno.test(`transformCovariance() is F P Fᵀ of the numeric F, dt ${dt}, hold ${hold}`, () => {
      const make = () => {
        const s = createState({ accelBias: true, wheelScale: true });
        randomize(s, RandomTree.root(5).at(`state/${dt}`));
        s.clock[C.hold] = hold;
        s.clock[C.step] = dt;
        return s;
      };
      const { F, n } = numericTransition(make);
      const s = make(), P = s.P.slice();
      transition(s, MODEL);
      transformCovariance(s);
      let worst = 0;
      // The blocks themselves: a covariance of one unit vector each shows one column of F.
      for (let j = 0; j < n; j++) {
        const unit = make();
        unit.P.fill(0);
        unit.P[j * n + j] = 1;
        transition(unit, MODEL);
        transformCovariance(unit);
        for (let i = 0; i < n; i++) {
          for (let k = 0; k < n; k++) {
            const product = F[i * n + j]! * F[k * n + j]!;
            worst = Math.max(worst, Math.abs(unit.P[i * n + k]! - product));
          }
        }
      }
      assert.ok(worst < 1e-6, `Jacobian off by ${worst}`);
      for (let i = 0; i < n; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let k = 0; k < n; k++) {
            for (let l = 0; l < n; l++) sum += F[i * n + k]! * P[k * n + l]! * F[j * n + l]!;
          }
          assert.ok(Math.abs(s.P[i * n + j]! - sum) < 1e-6);
          assert.equal(s.P[i * n + j], s.P[j * n + i], "symmetric to the bit");
        }
      }
    });
  }
}

Deno.test("transition() uses the rotation at mid-interval: no false acceleration in a roll", () => {
  // 200 Hz and 1 rad/s of roll: with R at the start, ½ dt ω × f = 0.0245 m/s² (Solà's trap).
  const s = createState({ accelBias: false, wheelScale: false });
  const dt = 0.005;
  for (let k = 0; k < 200; k++) {
    const middle = (k + 0.5) * dt;
    s.clock[C.step] = dt;
    s.clock[C.rate] = 1;
    s.clock.set([0, GRAVITY * Math.sin(middle), GRAVITY * Math.cos(middle)], C.force);
    transition(s, MODEL);
  }
  for (let i = 0; i < 3; i++) assert.ok(Math.abs(s.x[X.v + i]!) < 1e-9, `v ${s.x[X.v + i]}`);
});

Deno.test("two halves of an interval gather what the whole does", () => {
  const run = (parts: number) => {
    const s = createState({ accelBias: false, wheelScale: false });
    randomize(s, RandomTree.root(7).at("halves"));
    s.clock[C.accelDensity] = 0.01;
    s.clock[C.angleDensity] = 1e-4;
    s.clock[C.rateVariance] = 0.02;
    openInterval(s);
    s.clock[C.step] = 0.01 / parts;
    for (let i = 0; i < parts; i++) propagate(s, MODEL);
    return s;
  };
  const whole = run(1), halves = run(2);
  for (let i = 0; i < 10; i++) assert.ok(Math.abs(whole.x[i]! - halves.x[i]!) < 1e-5);
  for (let i = 0; i < whole.P.length; i++) {
    assert.ok(Math.abs(whole.P[i]! - halves.P[i]!) < 3e-4 * (1 + Math.abs(whole.P[i]!)));
  }
});

Deno.test("openInterval() forgets the noise of the interval before", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  randomize(s, RandomTree.root(1).at("open"));
  s.clock[C.rateVariance] = 0.25;
  openInterval(s);
  for (let i = 0; i < 3; i++) {
    assert.equal(s.x[X.noise + i], 0);
    for (let j = 0; j < s.n; j++) {
      const expected = j === E.noise + i ? 0.25 : 0;
      assert.equal(s.P[(E.noise + i) * s.n + j], expected);
      assert.equal(s.P[j * s.n + E.noise + i], expected);
    }
  }
});

Deno.test("addProcessNoise() is van Loan's: q dt³/3, q dt²/2, q dt", () => {
  const s = createState({ accelBias: true, wheelScale: false });
  s.clock[C.accelDensity] = 4;
  s.clock[C.angleDensity] = 3;
  s.clock[C.step] = 0.1;
  addProcessNoise(s, { gravity: GRAVITY, gyroBiasWalk: Math.sqrt(2), accelBiasWalk: Math.sqrt(5) });
  const at = (i: number, j: number) => s.P[i * s.n + j]!;
  const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-15, `${a} ${b}`);
  close(at(0, 0), 4 * 1e-3 / 3);
  close(at(0, 3), 4 * 1e-2 / 2);
  close(at(3, 0), 4 * 1e-2 / 2);
  close(at(4, 4), 0.4);
  close(at(E.th, E.th), 0.3);
  close(at(E.bias + 1, E.bias + 1), 0.2);
  close(at(s.accel + 2, s.accel + 2), 0.5);
});

Deno.test("decay() is a first-order Gauss–Markov step, and nothing for white noise", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  s.x[X.mag] = 1;
  s.P[E.mag * s.n + E.mag] = 0.01;
  s.P[E.mag * s.n + E.th] = s.P[E.th * s.n + E.mag] = 0.5;
  decay(s, E.mag, { sd: 0.2, correlation: 10, elapsed: 10 });
  const phi = Math.exp(-1);
  assert.ok(Math.abs(s.x[X.mag]! - phi) < 1e-15);
  assert.ok(Math.abs(s.P[E.mag * s.n + E.th]! - 0.5 * phi) < 1e-15);
  const expected = 0.01 * phi * phi + 0.04 * (1 - phi * phi);
  assert.ok(Math.abs(s.P[E.mag * s.n + E.mag]! - expected) < 1e-15);
  const before = s.buffer.slice();
  decay(s, E.mag, { sd: 0.2, correlation: 0, elapsed: 10 });
  assert.deepEqual(s.buffer, before);
});
