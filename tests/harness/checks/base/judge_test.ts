import assert from "#assert";
import { judgePoses, partOf, statisticOf } from "../../../../harness/checks/base/judge.ts";
import { PosePairs } from "../../../../harness/checks/base/poses/pose_pairs.ts";
import { setupOf } from "../streams.ts";

Deno.test("statisticOf() adds the 95th percentile to evo's", () => {
  const errors = Float64Array.from({ length: 101 }, (_, i) => i);
  assert.equal(statisticOf(errors, "p95"), 95);
  assert.equal(statisticOf(errors, "max"), 100);
});

Deno.test("partOf() follows the limit's unit", () => {
  assert.equal(partOf({ max_m: 1 }).part, "translation");
  const { part, limit, scale } = partOf({ max_deg: 2 });
  assert.equal(part, "rotation");
  assert.deepEqual(limit, { max: 2, unit: "deg" });
  assert.ok(Math.abs(scale * Math.PI - 180) < 1e-12);
});

Deno.test("judgePoses() skips, fails with the measure's reason, or judges its value", () => {
  const source = { topic: "/odom", settle_s: 0 };
  const limit = { max: 1, unit: "m" };
  const blind = new PosePairs(source, setupOf({ truth: undefined }));
  assert.equal(judgePoses(blind, limit, () => 0).verdict, "skipped");
  const poses = new PosePairs(source, setupOf());
  assert.equal(judgePoses(poses, limit, () => "nothing there").reason, "nothing there");
  assert.equal(judgePoses(poses, limit, () => 0.5).verdict, "pass");
});
