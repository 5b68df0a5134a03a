import assert from "#assert";
import fc from "fast-check";
import { RandomTree } from "../../../../core/math/random.ts";
import { DeadReckoning } from "../../../../sim/sensors/wheel/dead_reckoning.ts";
import type { Report } from "../../../../sim/sensors/wheel/encoders.ts";

const TRACK = 0.4;
const EXACT = { track: TRACK, radiusDeviation: 0, tickVariance: 0 };

/** A step of two wheels whose ways have the given variances. */
function step(left: number, right: number, leftVariance = 0, rightVariance = 0): Report {
  return {
    forward: (left + right) / 2,
    turn: (right - left) / TRACK,
    forwardVariance: (leftVariance + rightVariance) / 4,
    turnVariance: (leftVariance + rightVariance) / (TRACK * TRACK),
    crossVariance: (rightVariance - leftVariance) / (2 * TRACK),
    way: Float64Array.of(left, right),
    angle: new Float64Array(2),
    step: new Float64Array(2),
  };
}

function reckon(steps: readonly Report[], errors = EXACT): DeadReckoning {
  const it = new DeadReckoning(errors);
  for (const one of steps) it.add(one);
  return it;
}

function close(got: ArrayLike<number>, want: readonly number[], within: number, what: string) {
  want.forEach((value, i) => {
    assert.ok(Math.abs(got[i]! - value) < within, `${what} ${i}: ${got[i]}, not ${value}`);
  });
}

/** A winding way: ways of the left and right wheel, cut `n` times as finely. */
function winding(n: number): [number, number][] {
  return Array.from({ length: 200 * n }, (_, i): [number, number] => {
    const forward = 0.02 / n, turn = 0.03 * Math.sin((i + 0.5) / n / 25) / n;
    return [forward - turn * TRACK / 2, forward + turn * TRACK / 2];
  });
}

Deno.test("DeadReckoning goes straight, on the spot, and round a circle home", () => {
  const straight = reckon(Array(50).fill(step(0.02, 0.02)));
  close([straight.x, straight.y, straight.yaw], [1, 0, 0], 1e-12, "straight");
  const spot = reckon(Array(10).fill(step(-0.02, 0.02)));
  close([spot.x, spot.y, spot.yaw], [0, 0, 1], 1e-12, "on the spot");
  // Quarter of a circle of 2 m: the error of chords is of second order in the step.
  const off = [100, 200].map((n) => {
    const d = Math.PI / n, turn = Math.PI / 2 / n;
    const it = reckon(Array(n).fill(step(d - turn * TRACK / 2, d + turn * TRACK / 2)));
    assert.ok(Math.abs(it.yaw - Math.PI / 2) < 1e-12);
    return Math.hypot(it.x - 2, it.y - 2);
  });
  assert.ok(off[0]! < 1e-4 && Math.abs(off[0]! / off[1]! - 4) < 0.01, `${off}`);
});

Deno.test("DeadReckoning's covariance is that of what it adds up, over random slip", () => {
  const steps = winding(1), runs = 2000, k = 0.01;
  const noisy = steps.map(([l, r]) => step(l, r, k * k * Math.abs(l), k * k * Math.abs(r)));
  const { covariance, x, y, yaw } = reckon(noisy);
  const stream = RandomTree.root(5).at("test/slip");
  const sums = new Float64Array(9);
  for (let run = 0; run < runs; run++) {
    const it = reckon(steps.map(([l, r]) =>
      step(
        l + k * Math.sqrt(Math.abs(l)) * stream.gaussian(),
        r + k * Math.sqrt(Math.abs(r)) * stream.gaussian(),
      )
    ));
    const error = [it.x - x, it.y - y, it.yaw - yaw];
    for (let i = 0; i < 9; i++) sums[i]! += error[Math.floor(i / 3)]! * error[i % 3]! / runs;
  }
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const want = covariance[3 * i + j]!, got = sums[3 * i + j]!;
      const sd = Math.sqrt((covariance[4 * i]! * covariance[4 * j]! + want * want) / runs);
      assert.ok(Math.abs(got - want) < 4.5 * sd, `${i} ${j}: ${got}, not ${want} ± ${sd}`);
    }
  }
});

Deno.test("DeadReckoning carries a radius error as what it is: the same in every step", () => {
  const sd = 0.01, h = 1e-5;
  for (const n of [1, 4]) {
    const steps = winding(n);
    const poseAt = (left: number, right: number) => {
      const it = reckon(steps.map(([l, r]) => step(l * (1 + left), r * (1 + right))));
      return [it.x, it.y, it.yaw];
    };
    const by = [0, 1].map((side) => {
      const plus = poseAt(side === 0 ? h : 0, side === 1 ? h : 0);
      const minus = poseAt(side === 0 ? -h : 0, side === 1 ? -h : 0);
      return plus.map((value, i) => (value - minus[i]!) / (2 * h));
    });
    const it = reckon(steps.map(([l, r]) => step(l, r)), { ...EXACT, radiusDeviation: sd });
    const want = Array.from({ length: 9 }, (_, i) => {
      const a = Math.floor(i / 3), b = i % 3;
      return sd * sd * (by[0]![a]! * by[0]![b]! + by[1]![a]! * by[1]![b]!);
    });
    close(it.covariance, want, 1e-9, `cut ${n} times`);
  }
  // Straight on, both wheels' errors give a way that is off in proportion: (sd D)² / 2.
  const far = reckon(Array(500).fill(step(0.02, 0.02)), { ...EXACT, radiusDeviation: sd });
  close([far.covariance[0]!], [sd * sd * 100 / 2], 1e-12, "10 m");
});

Deno.test("DeadReckoning: ticks are uncertain at both ends, and no more on a longer way", () => {
  const errors = { ...EXACT, tickVariance: 6e-8 };
  const here = reckon([], errors).covariance;
  // Of two wheels: a quarter of the sum, and the sum over the track squared, for two ends.
  close(here, [3e-8, 0, 0, 0, 1.5e-8, 0, 0, 0, 2 * 6e-8 / 0.16], 1e-20, "at the start");
  const there = reckon(Array(500).fill(step(0.02, 0.02)), errors).covariance;
  close([there[0]!, there[8]!], [here[0]!, here[8]!], 1e-20, "10 m on");
  // The first heading is off by one end's part, hence the place by that times the way.
  close([there[4]!], [1.5e-8 + 6e-8 / 0.16 * 100], 1e-16, "aside");
});

Deno.test("DeadReckoning's covariance is symmetric and never negative", () => {
  const ways = fc.tuple(
    fc.double({ min: -0.1, max: 0.1, noNaN: true }),
    fc.double({ min: -0.1, max: 0.1, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(ways, { minLength: 1, maxLength: 60 }), (list) => {
      const steps = list.map(([l, r]) => step(l, r, 1e-4 * Math.abs(l), 1e-4 * Math.abs(r)));
      const errors = { track: TRACK, radiusDeviation: 0.02, tickVariance: 1e-8 };
      const p = reckon(steps, errors).covariance;
      for (const [i, j] of [[1, 3], [2, 6], [5, 7]] as const) {
        assert.ok(Math.abs(p[i]! - p[j]!) < 1e-18);
      }
      const minor2 = p[0]! * p[4]! - p[1]! * p[1]!;
      const determinant = p[0]! * (p[4]! * p[8]! - p[5]! * p[5]!) -
        p[1]! * (p[1]! * p[8]! - p[5]! * p[2]!) + p[2]! * (p[1]! * p[5]! - p[4]! * p[2]!);
      assert.ok(p[0]! > 0 && minor2 > 0 && determinant > 0, `${[...p]}`);
    }),
    { seed: 7 },
  );
});
