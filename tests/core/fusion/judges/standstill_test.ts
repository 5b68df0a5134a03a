import assert from "#assert";
import { FusionFilter } from "../../../../core/fusion/filter.ts";
import {
  disturb,
  hadStandstill,
  isStill,
  seenRateSd,
  takeMeanRate,
  watch,
  watchWheel,
} from "../../../../core/fusion/judges/standstill.ts";
import { C, createState, X } from "../../../../core/fusion/kernel/layout.ts";
import { defaultSettings } from "../../../../core/fusion/settings.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { DEG, feedImu, settingsWith, withOrientation } from "../fixtures.ts";
import { GRAVITY, wheelRecord } from "../motion.ts";

const { standstill } = defaultSettings();

/** Watches IMU samples at 100 Hz for some seconds; returns when it was first still, or NaN. */
function watchFor(
  seconds: number,
  motion: (t: number) => { rate: number[]; force: number[] },
  wheel?: (t: number) => number,
) {
  const s = createState({ accelBias: false, wheelScale: false });
  let since = NaN;
  for (let k = 0; k < seconds * 100; k++) {
    const t = k / 100, { rate, force } = motion(t);
    s.clock[C.now] = k * 1e7;
    s.clock.set(rate, C.rate);
    s.clock.set(force, C.felt);
    if (wheel !== undefined && k % 10 === 0) {
      s.clock[C.wheelSpeed] = wheel(t);
      watchWheel(s, standstill);
    }
    watch(s, standstill, undefined);
    if (isStill(s) && Number.isNaN(since)) since = t;
  }
  return { s, since };
}

function noisy(seed: number, rateSd = 0.002, forceSd = 0.03) {
  const g = RandomTree.root(seed).at("imu");
  const three = (sd: number) => [0, 1, 2].map(() => sd * g.gaussian());
  return (bias: number[] = [0, 0, 0]) => ({
    rate: three(rateSd).map((x, i) => x + bias[i]!),
    force: three(forceSd).map((x, i) => x + (i === 2 ? GRAVITY : 0)),
  });
}

Deno.test("watch() finds rest after a second of it, with a bias and noise", () => {
  const imu = noisy(1);
  const { since, s } = watchFor(3, () => imu([0.01, -0.02, 0.03]));
  assert.ok(since >= 0.99 && since < 1.1, `still since ${since}`);
  const mean = new Float64Array(3);
  assert.equal(hadStandstill(s), false);
  const samples = takeMeanRate(mean, s);
  assert.equal(hadStandstill(s), true);
  assert.ok(samples >= 100 && samples < 110);
  assert.ok(Math.abs(mean[2]! - 0.03) < 1e-3);
  assert.ok(Math.abs(seenRateSd(s, 0) - 0.002) < 5e-4);
});

Deno.test("a rate about a level axis that leaves the force alone is bias, however large", () => {
  const imu = noisy(7);
  assert.ok(watchFor(3, () => imu([0.3, -0.2, 0.02])).since < 1.1);
  assert.ok(Number.isNaN(watchFor(5, () => imu([0.3, -0.2, 0.12])).since), "a turn with it");
  const blind = () => ({ rate: imu([0.3, 0, 0]).rate, force: [0, 0, 0] });
  assert.ok(Number.isNaN(watchFor(5, blind).since), "no force, no level");
});

Deno.test("watch() finds no rest in motion of many kinds", () => {
  const imu = noisy(2), shaken = noisy(3, 0.05, 1);
  const kinds: Record<string, (t: number) => { rate: number[]; force: number[] }> = {
    "a steady turn of 10 °/s": () => imu([0, 0, 10 * DEG]),
    "a slow swing": (t) => imu([0, 0, 0.1 * Math.sin(t)]),
    "a changing acceleration": (t) => {
      const { rate, force } = imu();
      return { rate, force: [force[0]! + 0.3 * t, force[1]!, force[2]!] };
    },
    vibration: () => shaken(),
  };
  for (const [name, motion] of Object.entries(kinds)) {
    assert.ok(Number.isNaN(watchFor(5, motion).since), name);
  }
});

Deno.test("wheels that speak must say zero, within their own noise", () => {
  const imu = noisy(4), g = RandomTree.root(9).at("wheel");
  const motion = () => imu();
  assert.ok(watchFor(3, motion, () => 0).since > 0.9);
  assert.ok(watchFor(3, motion, () => 0.01 * g.gaussian()).since > 0.9, "noise about zero");
  assert.ok(Number.isNaN(watchFor(3, motion, () => 0.05).since), "a creep");
  assert.ok(Number.isNaN(watchFor(3, motion, () => 0.004).since), "a slow creep without noise");
});

Deno.test("an engine may shake a robot whose wheels say zero, no other", () => {
  const shaken = noisy(5, 0.015, 0.3);
  assert.ok(watchFor(3, () => shaken(), () => 0).since > 0.9);
  assert.ok(Number.isNaN(watchFor(3, () => shaken()).since));
});

Deno.test("a first standstill that was none is replaced by a rest that lasts, or is nearer to 0", () => {
  const biasAfter = (first: number, later: number, seconds: number) => {
    const filter = new FusionFilter(settingsWith());
    const noise = { rate: 0.002, force: 0.03, random: RandomTree.root(3).at("imu") };
    const wild = (t: number) => [Math.sin(9 * t), 0, Math.cos(7 * t)];
    feedImu(filter, [0, 2], { rate: () => [0, 0, first] }, noise);
    feedImu(filter, [2, 4], { rate: wild }, noise);
    feedImu(filter, [4, 4 + seconds], { rate: () => [0, 0, later] }, noise);
    return filter.state.x[X.bias + 2]!;
  };
  assert.ok(Math.abs(biasAfter(0.03, 0, 1.5)) < 1e-3, "nearer to zero: at once");
  assert.ok(Math.abs(biasAfter(0, 0.03, 3)) < 5e-3, "farther: not yet");
  assert.ok(Math.abs(biasAfter(0, 0.03, 8) - 0.03) < 1e-3, "it lasted");
});

Deno.test("rest ends with the first sample that leaves its noise, and by disturb()", () => {
  const imu = noisy(6);
  const { s } = watchFor(2.5, (t) => t < 2.4 ? imu() : imu([0.5, 0, 0]));
  assert.equal(isStill(s), false);
  const rest = watchFor(2, () => imu()).s;
  assert.equal(isStill(rest), true);
  rest.clock[C.wheelSpeed] = 0.5;
  watchWheel(rest, standstill);
  assert.equal(isStill(rest), false);
  const other = watchFor(2, () => imu()).s;
  disturb(other);
  assert.equal(isStill(other), false);
});

Deno.test("a slow steady turn that the given orientation shows too is no bias", () => {
  const run = (turning: boolean) => {
    const filter = new FusionFilter(settingsWith());
    feedImu(filter, [0, 3], {
      rate: () => [0, 0, 2.4 * DEG],
      edit: (r, t) => withOrientation(r, [0, 0, turning ? 2.4 * DEG * t : 0.3]),
      also: (t, r) => Math.round(t * 100) % 10 === 0 ? filter.add(wheelRecord(r[0]!, 0)) : 0,
    }, { rate: 0.005, force: 0.05, random: RandomTree.root(1).at("imu") });
    return hadStandstill(filter.state);
  };
  assert.equal(run(true), false);
  assert.equal(run(false), true, "an orientation that stands shows that the rate is bias");
});
