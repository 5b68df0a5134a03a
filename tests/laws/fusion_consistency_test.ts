/** Is the covariance honest? A short ensemble here; the long one is in tests/soak/. */
import assert from "#assert";
import { chi2MeanBand } from "../../core/evaluation/consistency.ts";
import {
  type Block,
  BLOCKS,
  consistencyRun,
  type EnsembleOptions,
} from "../core/fusion/ensemble.ts";

/** Share of epochs, of each block, whose mean NEES over the runs lies in its 99.9 % band. */
function sharesInside(
  runs: ReturnType<typeof consistencyRun>[],
): Record<Block, { share: number; mean: number }> {
  return Object.fromEntries(
    Object.entries(BLOCKS).map(([name, [, n]]) => {
      const band = chi2MeanBand(n, runs.length, 0.999);
      const epochs = runs[0]!.nees[name as Block].length;
      let inside = 0, total = 0;
      for (let e = 0; e < epochs; e++) {
        const mean = runs.reduce((sum, r) => sum + r.nees[name as Block][e]!, 0) / runs.length;
        total += mean / epochs;
        if (mean >= band.low && mean <= band.high) inside++;
      }
      return [name, { share: inside / epochs, mean: total }];
    }),
  ) as Record<Block, { share: number; mean: number }>;
}

function ensemble(count: number, options: EnsembleOptions) {
  return Array.from({ length: count }, (_, k) => consistencyRun(k + 1, options));
}

Deno.test("NEES of 12 states and of each block lies in its band, NIS in its own", () => {
  const runs = ensemble(60, { seconds: 12, epoch: 0.5 });
  for (const [name, { share, mean }] of Object.entries(sharesInside(runs))) {
    assert.ok(share >= 0.95, `${name}: ${share} of epochs inside, mean ${mean}`);
  }
  for (const sensor of ["wheel_speed", "mag"]) {
    const sum = runs.reduce((s, r) => s + r.nis[sensor]!.sum, 0);
    const count = runs.reduce((s, r) => s + r.nis[sensor]!.count, 0);
    assert.ok(Math.abs(sum / count - 1) < 0.05, `${sensor}: ${sum / count}`);
  }
});

const BUGS: Record<string, Partial<EnsembleOptions>> = {
  "process noise doubled": {
    tweak: (s) => {
      s.imu.gyroNoise *= Math.SQRT2;
      s.imu.accelNoise *= Math.SQRT2;
      s.imu.gyroBiasWalk *= Math.SQRT2;
    },
  },
  "covariance of the body's axes read as the world's": { errorFrame: "world" },
  "a Jacobian of the wrong sign": { mirrorHeading: true },
};
for (const [name, options] of Object.entries(BUGS)) {
  Deno.test(`the same ensemble convicts a planted bug: ${name}`, () => {
    const shares = sharesInside(ensemble(40, { seconds: 12, epoch: 0.5, ...options }));
    const worst = Math.min(...Object.values(shares).map(({ share }) => share));
    assert.ok(worst < 0.5, `inside at ${worst} of epochs`);
  });
}
