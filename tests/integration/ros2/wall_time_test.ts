/** A node that an rclpy peer feeds on wall time, without `/clock`, and whose parameters it sets. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

rosTest("an rclpy peer feeds fusion on wall time, reads odom and sets parameters", async () => {
  const ros = inDomain(16);
  const folder = await Deno.makeTempDir();
  const file = `${folder}/p.yaml`;
  Deno.writeTextFileSync(file, "/**:\n  ros__parameters: { imu_weight: 0.7 }\n");
  const node = ros.startDryrun("node", "fusion", "--params", file);
  try {
    await node.says(/is on ROS 2/);
    const peer = ros.startPython("tests/integration/ros2/wall_peer.py");
    assert.equal(await peer.code(120), 0, peer.text + node.text);
    const said = JSON.parse(peer.text.trim().split("\n").at(-1)!);
    assert.ok(said.odom >= 100, peer.text);
    assert.equal(said.increasing, true);
    assert.equal(said.stamps, true, "every odom has the stamp of an IMU message");
    assert.deepEqual(said.range, [[0, 1]]);
    assert.deepEqual(said.results.good, [true, ""]);
    for (
      const [what, reason] of [
        ["range", /imu_weight: .*<=1, got 1\.5/],
        ["type", /imu_weight: expected double, got string/],
        ["unknown", /imu_wait is not declared/],
        ["time", /use_sim_time can't change/],
      ] as const
    ) {
      assert.equal(said.results[what][0], false, what);
      assert.match(said.results[what][1], reason);
    }
    assert.equal(said.imu_weight, 0.5, "what was refused changed nothing");
  } finally {
    assert.equal(await node.stop(), 130, node.text);
    await Deno.remove(folder, { recursive: true });
  }
});

rosTest("parameters that a node refuses stop it before it starts, with the reason", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const file = `${folder}/p.yaml`;
    Deno.writeTextFileSync(file, "fusion:\n  ros__parameters: { imu_weight: 2, imu_wait: 1 }\n");
    const { code, stderr } = await inDomain(17).dryrun("node", "fusion", "--params", file);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^error: \/fusion: parameter imu_wait: unknown name.*imu_weight.*got 2/m);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
