/** Peers that do not behave: the node says so, counts, and lives; one that died may come again. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

const PEER = "tests/integration/ros2/rough_peer.py";

rosTest(
  "QoS that do not meet, another type and broken bytes are named once, and the node lives",
  async () => {
    const ros = inDomain(19);
    const node = ros.startDryrun("node", "fusion");
    await node.says(/is on ROS 2/);
    const peer = ros.startPython(PEER, "rough");
    try {
      await peer.says(/odom/);
      const wheel =
        /\/wheel_velocity: \/fusion gets nothing from \/rough_peer: best_effort is offered/;
      await node.says(wheel);
      await node.says(/\/odom: \/rough_peer gets nothing from \/fusion: volatile is offered/);
      await node.says(
        /\/imu\/mag: \/rough_peer publishes std_msgs\/msg\/String, but \/fusion reads/,
      );
      assert.equal(node.text.match(new RegExp(wheel, "g"))?.length, 1, "once");
    } finally {
      await peer.stop("SIGKILL");
      assert.equal(await node.stop(), 130, node.text);
    }
  },
);

rosTest("a peer that is killed in the middle and started again is served again", async () => {
  const ros = inDomain(20);
  const node = ros.startDryrun("node", "fusion");
  try {
    await node.says(/is on ROS 2/);
    for (let life = 0; life < 2; life++) {
      const peer = ros.startPython(PEER);
      await peer.says(/odom/);
      await peer.stop("SIGKILL");
    }
    assert.doesNotMatch(node.text, /\[error\]/);
  } finally {
    assert.equal(await node.stop(), 130, node.text);
  }
});
