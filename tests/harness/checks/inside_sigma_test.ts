import assert from "#assert";
import { insideSigma } from "../../../harness/checks/inside_sigma.ts";
import type { Odometry } from "../../../msgs/types.ts";
import { judge, type OdometryParts, straight } from "./streams.ts";

const DEG = Math.PI / 180;

/** Odometry whose covariance is this on each axis (m², rad²). */
function claimed(variance: number, error: (t: number) => OdometryParts) {
  return straight(error).map((seen) => {
    const message = structuredClone(seen.message) as Odometry;
    for (let i = 0; i < 6; i++) message.pose.covariance[7 * i] = variance;
    return { ...seen, message };
  });
}

Deno.test("inside_sigma is the largest error over its standard deviation", () => {
  const seen = claimed(0.01, (t) => ({ position: [t + (t > 5 ? 0.25 : 0.1), 0, 0] }));
  const found = judge(insideSigma, {}, { seen });
  assert.equal(found.verdict, "pass");
  assert.ok(Math.abs(found.value! - 2.5) < 1e-9, String(found.value));
  assert.ok(Math.abs(judge(insideSigma, { statistic: "median" }, { seen }).value! - 1) < 1.6);
});

Deno.test("inside_sigma says how far and how long it was outside", () => {
  const seen = claimed(0.01, (t) => ({ position: [t + (t > 5 ? 0.5 : 0), 0, 0] }));
  const found = judge(insideSigma, {}, { seen });
  assert.equal(found.verdict, "fail");
  assert.match(found.reason!, /(49|50|51).* % of the run is outside, at most 5 sigma at [5-9]/);
});

Deno.test("inside_sigma of the heading, and of claims that are none", () => {
  const turned = claimed((2 * DEG) * (2 * DEG), () => ({ yaw: -3 * DEG }));
  const found = judge(insideSigma, { part: "heading" }, { seen: turned });
  assert.ok(Math.abs(found.value! - 1.5) < 1e-6, String(found.value));
  for (const variance of [-1, NaN, 0]) {
    const bad = judge(insideSigma, {}, {
      seen: claimed(variance, (t) => ({ position: [t + 0.1, 0, 0] })),
    });
    assert.equal(bad.verdict, "fail");
    assert.match(bad.reason!, /pose and variance make no ratio/);
  }
});
