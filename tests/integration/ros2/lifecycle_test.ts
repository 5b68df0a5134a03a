/** A managed node as any lifecycle manager on ROS 2 sees it; rclpy's own node is the rule. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

rosTest(
  "rclpy takes a managed node through its lifecycle, and it answers as rclpy's own",
  async () => {
    const ros = inDomain(31);
    const node = ros.startDryrun("node", "mixed", "--managed");
    try {
      await node.says(/is on ROS 2/);
      const peer = ros.startPython("tests/integration/ros2/lifecycle_peer.py");
      assert.equal(await peer.code(150), 0, peer.text + node.text);
      const said = JSON.parse(peer.text.trim().split("\n").at(-1)!);
      assert.deepEqual([said.states, said.graph, said.available], [true, true, true]);
      assert.deepEqual(said.before, ["unconfigured", false, 0]);
      assert.deepEqual(said.configured, [true, "inactive", 0]);
      assert.deepEqual(said.active, [true, "active", true]);
      assert.deepEqual(said.inactive, [true, "inactive", 0]);
      assert.deepEqual(said.again, [true, "unconfigured", true, true, "active", true]);
      assert.deepEqual(said.over, [true, "finalized", false]);
      const walk = ["configure", "activate", "deactivate", "cleanup", "configure", "activate"];
      const steps = [...walk, "shutdown"].flatMap((step) => [step, "transition_success"]);
      assert.deepEqual(said.events.map(([label]: string[]) => label), steps);
      assert.deepEqual(said.events[0], ["configure", "unconfigured", "configuring"]);
      assert.deepEqual(said.events.at(-1), ["transition_success", "shuttingdown", "finalized"]);
    } finally {
      assert.equal(await node.stop(), 130, node.text);
    }
  },
);

rosTest("--managed of a node without a lifecycle is refused", async () => {
  const { code, stderr } = await inDomain(32).dryrun("node", "fusion", "--managed");
  assert.equal(code, 2, stderr);
  assert.match(stderr, /^error: node fusion: --managed: it has no lifecycle/m);
});
