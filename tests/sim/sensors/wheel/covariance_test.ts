import assert from "#assert";
import { chi2Quantile } from "../../../../core/math/chi2.ts";
import { emissionsOf, ofPort, robotOf, steady } from "../rig.ts";

const yawOf = (q: { z: number; w: number }) => 2 * Math.atan2(q.z, q.w);
const turned = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** Everything that is drawn, small enough for a linear covariance to be true. */
const DRAWN = {
  type: "wheel",
  rate_hz: 30,
  outputs: ["odom"],
  ticks_per_revolution: 500,
  radius_error_sd: 0.001,
  slip_noise_m_sqrt_m: 0.001,
  forward_noise_density_m_s_sqrt_hz: 0.002,
  yaw_noise_density_rad_s_sqrt_hz: 0.003,
};
const IDEAL = { type: "wheel", rate_hz: DRAWN.rate_hz, outputs: DRAWN.outputs };

/** A block of the covariance. */
function blockOf(covariance: ArrayLike<number>, rows: readonly number[]): number[][] {
  return rows.map((i) => rows.map((j) => covariance[6 * i + j]!));
}

/** eᵀ P⁻¹ e by elimination. */
function nees(p: number[][], e: number[]): number {
  const a = p.map((row, i) => [...row, e[i]!]), n = e.length;
  let sum = 0;
  for (let k = 0; k < n; k++) {
    sum += a[k]![n]! ** 2 / a[k]![k]!;
    for (let i = k + 1; i < n; i++) {
      const f = a[i]![k]! / a[k]![k]!;
      for (let j = k; j <= n; j++) a[i]![j]! -= f * a[k]![j]!;
    }
  }
  return sum;
}

Deno.test("honest covariances are those of the errors, of pose and twist, over seeds", () => {
  const seconds = 8, runs = 300;
  const truth = robotOf({ type: "differential", waypoints: [[0, 0], [2, 0], [2, 2], [0, 3]] });
  const last = (entry: object, seed: number) => {
    const emitted = ofPort(emissionsOf(entry, { truth, seconds, seed }), "odom");
    return emitted[emitted.length - 1]!.message;
  };
  const ideal = last(IDEAL, 1), wanted = ideal.pose.pose;
  let pose = 0, twist = 0;
  for (let seed = 1; seed <= runs; seed++) {
    const { pose: { pose: got, covariance }, twist: rates } = last(DRAWN, seed);
    pose += nees(blockOf(covariance, [0, 1, 5]), [
      got.position.x - wanted.position.x,
      got.position.y - wanted.position.y,
      turned(yawOf(got.orientation) - yawOf(wanted.orientation)),
    ]);
    twist += nees(blockOf(rates.covariance, [0, 5]), [
      rates.twist.linear.x - ideal.twist.twist.linear.x,
      rates.twist.angular.z - ideal.twist.twist.angular.z,
    ]);
    for (const i of [14, 21, 28]) assert.ok(covariance[i] >= 1e5 && rates.covariance[i] >= 1e5);
    assert.ok(rates.covariance[7] >= 1e5, "sideways isn't measured");
  }
  for (const [sum, size] of [[pose, 3], [twist, 2]] as const) {
    const low = chi2Quantile(5e-6, size * runs), high = chi2Quantile(1 - 5e-6, size * runs);
    assert.ok(sum > low && sum < high, `${sum / runs} of ${size}`);
  }
});

Deno.test("covariances can be left out, unknown or wrong by a factor", () => {
  const truth = steady({ velocity: [1, 0, 0], wheels: true });
  const one = (settings: object) => {
    const emitted = emissionsOf({ ...DRAWN, rate_hz: 1, ...settings }, { truth, seconds: 1 });
    const { pose, twist } = ofPort(emitted, "odom")[0]!.message;
    return { pose: [...pose.covariance], twist: [...twist.covariance] } as Record<string, number[]>;
  };
  const zero = one({ covariance: "zero" }), unknown = one({ covariance: "unknown" });
  const honest = one({}), wrong = one({ covariance_factor: 9 });
  for (const key of ["pose", "twist"]) {
    assert.deepEqual(zero[key], Array(36).fill(0));
    assert.deepEqual(unknown[key], [-1, ...Array(35).fill(0)]);
    honest[key]!.forEach((value, i) => {
      assert.equal(wrong[key]![i], value === 1e6 ? value : 9 * value);
      assert.equal(value, honest[key]![6 * (i % 6) + Math.floor(i / 6)], "symmetric");
    });
  }
});
