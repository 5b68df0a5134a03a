import assert from "#assert";
import fc from "fast-check";
import { chi2Quantile } from "../../../../core/math/chi2.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import type { WheelGeometry } from "../../../../sim/contract.ts";
import { type WheelConfig, wheelSchema } from "../../../../sim/sensors/wheel/config.ts";
import { Encoders } from "../../../../sim/sensors/wheel/encoders.ts";

const GEOMETRY: WheelGeometry = {
  kind: "differential",
  radius: 0.1,
  track: 0.4,
  wheelbase: 0,
  joints: ["left", "right"],
};

function encoders(settings: object, seed = 1, geometry: WheelGeometry | undefined = GEOMETRY) {
  const config = wheelSchema.parse({ type: "wheel", ...settings }) as WheelConfig;
  return new Encoders(config, geometry, RandomTree.root(seed).under("wheel"));
}

/** One step of a body that keeps its direction of motion. */
function travel(forward: number, turn = 0) {
  const apart = turn * GEOMETRY.track / 2;
  return {
    forward,
    turn,
    leftWay: Math.abs(forward - apart),
    rightWay: Math.abs(forward + apart),
  };
}

/** Asserts that a variance of `n` values with known mean is that of the model, 1 in 10⁵ wrong. */
function sameVariance(values: number[], variance: number, what: string): void {
  const sum = values.reduce((total, value) => total + value * value, 0) / variance;
  const low = chi2Quantile(5e-6, values.length), high = chi2Quantile(1 - 5e-6, values.length);
  assert.ok(sum > low && sum < high, `${what}: ${sum} of ${low} to ${high}`);
}

/** How far off way and turn are after `seconds` at a steady pace, over runs. */
function ends(settings: object, rateHz: number, runs: number) {
  const seconds = 4, speed = 0.8, rate = 0.5;
  const forward: number[] = [], turn: number[] = [];
  let stated = { forward: 0, turn: 0, cross: 0 };
  for (let seed = 1; seed <= runs; seed++) {
    const it = encoders({ rate_hz: rateHz, ...settings }, seed);
    let way = 0, angle = 0;
    stated = { forward: 0, turn: 0, cross: 0 };
    for (let n = 0; n < seconds * rateHz; n++) {
      it.measure(travel(speed / rateHz, rate / rateHz));
      way += it.report.forward;
      angle += it.report.turn;
      stated.forward += it.report.forwardVariance;
      stated.turn += it.report.turnVariance;
      stated.cross += it.report.crossVariance;
    }
    forward.push(way - speed * seconds);
    turn.push(angle - rate * seconds);
  }
  return { forward, turn, stated };
}

Deno.test("Encoders: slip over a way has the same variance at 10, 50 and 200 Hz", () => {
  const k = 0.02, left = 4 * (0.8 - 0.1), right = 4 * (0.8 + 0.1);
  for (const rate of [10, 50, 200]) {
    const { forward, turn, stated } = ends({ slip_noise_m_sqrt_m: k }, rate, 1500);
    const want = {
      forward: k * k * (left + right) / 4,
      turn: k * k * (left + right) / 0.16,
      cross: k * k * (right - left) / 0.8,
    };
    sameVariance(forward, want.forward, `way at ${rate} Hz`);
    sameVariance(turn, want.turn, `turn at ${rate} Hz`);
    // What is stated adds up to it too.
    for (const key of ["forward", "turn", "cross"] as const) {
      assert.ok(Math.abs(stated[key] / want[key] - 1) < 1e-9, `${key} stated at ${rate} Hz`);
    }
    // Uncorrelated wheels: way and turn covary as the longer way has it.
    const product = forward.reduce((sum, value, n) => sum + value * turn[n]!, 0) / forward.length;
    const sd = Math.sqrt((want.forward * want.turn + want.cross ** 2) / forward.length);
    assert.ok(Math.abs(product - want.cross) < 4.5 * sd, `${product}, ${want.cross}`);
  }
});

Deno.test("Encoders: noise densities give the same variance at 10, 50 and 200 Hz", () => {
  const settings = {
    forward_noise_density_m_s_sqrt_hz: 0.03,
    yaw_noise_density_rad_s_sqrt_hz: 0.05,
  };
  for (const rate of [10, 50, 200]) {
    const { forward, turn, stated } = ends(settings, rate, 1500);
    sameVariance(forward, 0.03 ** 2 * 4, `way at ${rate} Hz`);
    sameVariance(turn, 0.05 ** 2 * 4, `turn at ${rate} Hz`);
    assert.ok(Math.abs(stated.forward / (0.03 ** 2 * 4) - 1) < 1e-9);
    assert.ok(Math.abs(stated.turn / (0.05 ** 2 * 4) - 1) < 1e-9);
  }
});

Deno.test("Encoders: slip is normal, of a variance that goes with each wheel's own way", () => {
  const k = 0.03, it = encoders({ slip_noise_m_sqrt_m: k, rate_hz: 20 });
  const n = 20_000, sums = { left: [] as number[], right: [] as number[] };
  let fourth = 0, both = 0;
  for (let i = 0; i < n; i++) {
    // Turning about the left wheel but for a little, forward and backward.
    const sign = i % 3 === 0 ? -1 : 1;
    it.measure(travel(sign * 0.021, sign * 0.1));
    const left = (it.report.way[0]! - sign * 0.001) / (k * Math.sqrt(0.001));
    const right = (it.report.way[1]! - sign * 0.041) / (k * Math.sqrt(0.041));
    sums.left.push(left);
    sums.right.push(right);
    fourth += left ** 4 + right ** 4;
    both += left * right;
  }
  sameVariance(sums.left, 1, "left");
  sameVariance(sums.right, 1, "right");
  assert.ok(Math.abs(fourth / (2 * n) - 3) < 4.5 * Math.sqrt(96 / (2 * n)), `${fourth / (2 * n)}`);
  assert.ok(Math.abs(both / n) < 4.5 / Math.sqrt(n), `left and right covary by ${both / n}`);
  it.measure(travel(0));
  assert.deepEqual([...it.report.way], [0, 0]);
});

Deno.test("Encoders: whole ticks, and what is left of one is carried: 10⁵ samples lose nothing", () => {
  const ticks = 512, tick = 2 * Math.PI / ticks;
  const it = encoders({ ticks_per_revolution: ticks });
  let true_ = 0, counted = 0;
  for (let n = 0; n < 100_000; n++) {
    const step = 0.1 * tick * (0.37 + 0.3 * Math.sin(n / 50)); // never a whole tick
    true_ += step;
    it.measure(travel(step));
    const whole = it.report.step[0]! / tick;
    assert.ok(whole === 0 || Math.abs(whole - 1) < 1e-12, `${whole} ticks at ${n}`);
    counted += it.report.forward;
    // Never a tick off, at any time: two wheels, each at its own place in its tick.
    assert.ok(Math.abs(counted - true_) < 0.1 * tick, `${counted - true_} m at ${n}`);
    for (const angle of it.report.angle) {
      assert.ok(Math.abs(angle / tick - Math.round(angle / tick)) < 1e-9);
    }
  }
  assert.ok(true_ / (0.1 * tick) > 36_000);
});

Deno.test("Encoders: there and back by any steps comes home to the very tick", () => {
  const steps = fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { maxLength: 50 });
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5000 }), fc.nat(), (list, ticks, seed) => {
      const it = encoders({ ticks_per_revolution: ticks, radius_error: [0.1, -0.05] }, seed);
      const all = [0, 0];
      // Whole binary fractions add up exactly: home is home.
      const exact = list.map((step) => Math.round(step * 0x10000) / 0x10000);
      for (const step of [...exact, ...exact.map((value) => -value).reverse()]) {
        it.measure(travel(step, -step));
        for (let i = 0; i < 2; i++) all[i]! += it.report.step[i]!;
      }
      const tick = 2 * Math.PI / ticks;
      for (let i = 0; i < 2; i++) {
        // Sums of angles in radians may round over an edge; by one tick, and no further.
        assert.ok(Math.abs(it.report.angle[i]!) < 1.001 * tick, `${it.report.angle[i]! / tick}`);
        assert.ok(Math.abs(all[i]! - it.report.angle[i]!) < 1e-9);
      }
    }),
    { seed: 7 },
  );
});

Deno.test("Encoders: a counted way is off by what two ends within a tick are, on average by 0", () => {
  const ticks = 64, tick = 0.1 * 2 * Math.PI / ticks, runs = 3000;
  const off: number[] = [], turns: number[] = [];
  for (let seed = 1; seed <= runs; seed++) {
    const it = encoders({ ticks_per_revolution: ticks }, seed);
    const way = 1 + (seed * 0.6180339887) % 1;
    it.measure(travel(way, 0.3));
    off.push(it.report.way[0]! - (way - 0.06));
    turns.push(it.report.turn - 0.3);
    assert.equal(it.tickVariance, tick * tick / 6);
  }
  const mean = off.reduce((sum, value) => sum + value / runs, 0);
  assert.ok(Math.abs(mean) < 4.5 * Math.sqrt(tick * tick / 6 / runs), `${mean / tick} ticks`);
  // A sum of two uniform ends: triangular, of fourth moment t⁴/15 and variance t²/6.
  const variance = off.reduce((sum, value) => sum + value * value / runs, 0);
  const spread = 4.5 * tick * tick * Math.sqrt((1 / 15 - 1 / 36) / runs);
  assert.ok(Math.abs(variance - tick * tick / 6) < spread, `${variance / (tick * tick)}`);
  const turning = turns.reduce((sum, value) => sum + value * value / runs, 0);
  const relative = turning / (2 * tick * tick / 6 / 0.16) - 1;
  assert.ok(Math.abs(relative) < 4.5 * Math.sqrt(2 / runs), `${relative}`);
});

Deno.test("Encoders: errors of radius, track and slip ratio scale way and turn as they should", () => {
  const value = fc.double({ min: -0.3, max: 0.3, noNaN: true });
  fc.assert(
    fc.property(value, value, value, value, value, (left, right, track, slip, turn) => {
      const it = encoders({ radius_error: [left, right], track_error: track, slip_ratio: slip });
      it.measure(travel(0.5, turn));
      const l = (0.5 - 0.2 * turn) * (1 + slip) * (1 + left);
      const r = (0.5 + 0.2 * turn) * (1 + slip) * (1 + right);
      const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-12, `${a}, ${b}`);
      close(it.report.forward, (l + r) / 2);
      close(it.report.turn, (r - l) / (0.4 * (1 + track)));
      // The joints turn with the true radius, slip included.
      close(it.report.step[0]!, (0.5 - 0.2 * turn) * (1 + slip) / 0.1);
      assert.equal(it.report.forwardVariance, 0);
      assert.equal(it.track, 0.4 * (1 + track));
    }),
    { seed: 7 },
  );
});

Deno.test("Encoders: the drawn part of a radius is of its deviation, once a run, each side its own", () => {
  const errors: number[] = [], differences: number[] = [];
  for (let seed = 1; seed <= 3000; seed++) {
    const it = encoders({ radius_error: [0.01, 0.01], radius_error_sd: 0.02 }, seed);
    it.measure(travel(1));
    const first = [...it.report.way];
    it.measure(travel(1));
    for (let side = 0; side < 2; side++) {
      assert.ok(Math.abs(it.report.way[side]! - first[side]!) < 1e-12);
    }
    errors.push(first[0]! - 1.01);
    differences.push(first[0]! - first[1]!);
  }
  sameVariance(errors, 0.02 ** 2, "radius");
  sameVariance(differences, 2 * 0.02 ** 2, "left less right");
});

Deno.test("Encoders: noise is what the wheels tell, so way and turn are those of the joints", () => {
  const it = encoders({
    radius_error: [0.02, -0.01],
    track_error: 0.1,
    slip_noise_m_sqrt_m: 0.01,
    ticks_per_revolution: 1000,
    forward_noise_density_m_s_sqrt_hz: 0.1,
    yaw_noise_density_rad_s_sqrt_hz: 0.2,
  });
  for (let n = 0; n < 100; n++) {
    it.measure(travel(0.02, 0.01));
    const { step, forward, turn } = it.report;
    const left = step[0]! * 0.1 * 1.02, right = step[1]! * 0.1 * 0.99;
    assert.ok(Math.abs((left + right) / 2 - forward) < 1e-15);
    assert.ok(Math.abs((right - left) / 0.44 - turn) < 1e-15);
  }
});

Deno.test("Encoders: a body without wheels gives its speed and turn, and the noise asked for", () => {
  const bare = new Encoders(
    wheelSchema.parse({ type: "wheel" }),
    undefined,
    RandomTree.root(1).under("wheel"),
  );
  bare.measure(travel(0.3, 0.2));
  assert.deepEqual([bare.report.forward, bare.report.turn, bare.tickVariance], [0.3, 0.2, 0]);
  const off: number[] = [];
  const noisy = new Encoders(
    wheelSchema.parse({ type: "wheel", rate_hz: 25, forward_noise_density_m_s_sqrt_hz: 0.5 }),
    undefined,
    RandomTree.root(1).under("wheel"),
  );
  for (let n = 0; n < 3000; n++) {
    noisy.measure(travel(0.3, 0.2));
    off.push(noisy.report.forward - 0.3);
    assert.equal(noisy.report.turn, 0.2);
  }
  sameVariance(off, 0.25 / 25, "way");
});
