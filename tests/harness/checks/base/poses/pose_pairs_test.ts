import assert from "#assert";
import { PosePairs } from "../../../../../harness/checks/base/poses/pose_pairs.ts";
import { setupOf, straight } from "../../streams.ts";

Deno.test("PosePairs pairs each pose with truth at its very stamp", () => {
  const poses = new PosePairs({ topic: "/odom", settle_s: 0.95 }, setupOf());
  for (const seen of straight((t) => ({ stamp: t * 1e9 - 3e6, position: [9, 9, 9] }))) {
    poses.see(seen);
  }
  const { estimate, reference } = poses.pairs();
  assert.equal(estimate.stamps.length, 91);
  assert.equal(estimate.positions[0], 9);
  assert.ok(Math.abs(reference.positions[0]! - 0.997) < 1e-12);
});

Deno.test("PosePairs stops at the first problem", () => {
  const poses = new PosePairs({ topic: "/odom", settle_s: 0 }, setupOf());
  const text = { topic: "/odom", type: "std_msgs/msg/String", message: { data: "" }, at: 0 };
  poses.see(text);
  for (const seen of straight()) poses.see(seen);
  assert.equal(poses.problem, "/odom is std_msgs/msg/String, which holds no stamped pose");
  assert.equal(poses.pairs().estimate.stamps.length, 0);
});
