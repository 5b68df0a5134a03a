import assert from "#assert";
import { finalPose } from "../../../harness/checks/final_pose.ts";
import { judge, setupOf, straight } from "./streams.ts";

Deno.test("final_pose judges the last pose only", () => {
  const seen = straight((t) => ({ position: [t, t < 9 ? 50 : 0.3, 0], yaw: 0.01 }));
  assert.ok(Math.abs(judge(finalPose, { max_m: 1 }, { seen }).value! - 0.3) < 1e-12);
  const turned = judge(finalPose, { max_deg: 1 }, { seen }).value!;
  assert.ok(Math.abs(turned - 0.01 * 180 / Math.PI) < 1e-9);
});

Deno.test("final_pose against a place needs no truth", () => {
  const setup = setupOf({ truth: undefined });
  const config = { position: [10, 0, 0.2], max_m: 0.1 };
  const found = judge(finalPose, config, { seen: straight(), setup });
  assert.equal(found.verdict, "fail");
  assert.ok(Math.abs(found.value! - 0.2) < 1e-12);
  const nan = straight((t) => t > 9.95 ? { position: [0, NaN, 0] } : {});
  assert.match(judge(finalPose, config, { seen: nan, setup }).reason!, /at 10 s, is not finite/);
  assert.match(judge(finalPose, config, { seen: [], setup }).reason!, /no stamped pose/);
  assert.equal(finalPose.config.safeParse({ position: [0, 0, 0], max_deg: 1 }).success, false);
});
