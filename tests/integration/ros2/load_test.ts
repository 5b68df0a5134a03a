/** Many topics, a reader that is too slow, and a node that comes late. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

const NODE = "tests/integration/ros2/wide_node.ts";
const PEER = "tests/integration/ros2/wide_peer.py";

/** Runs the node and its peer; what the peer printed at last. */
async function withPeer(domain: number, what: string, busyMs: number): Promise<unknown> {
  const ros = inDomain(domain);
  const node = ros.startFile(NODE, `${busyMs}`);
  try {
    await node.says(/wide is on ROS 2/);
    const peer = ros.startPython(PEER, what);
    assert.equal(await peer.code(240), 0, peer.text + node.text);
    return JSON.parse(peer.text.trim().split("\n").at(-1)!);
  } finally {
    assert.equal(await node.stop(), 0, node.text);
  }
}

rosTest("on thirty topics at once every message arrives, in order", async () => {
  assert.equal(await withPeer(36, "thirty", 0), true);
});

rosTest(
  "a slow best-effort reader keeps a bounded queue, counts what it drops, and lives",
  async () => {
    assert.deepEqual(await withPeer(37, "slow", 20), { dropped: true, handled: true });
  },
);

rosTest("a node that is started late gets what was latched before it was there", async () => {
  const ros = inDomain(38);
  const folder = await Deno.makeTempDir();
  const params = `${folder}/p.yaml`;
  await Deno.writeTextFile(params, "fusion:\n  ros__parameters: { require_tf: true }\n");
  const peer = ros.startFile("tests/integration/ros2/late_peer.ts");
  try {
    await peer.says(/latched/);
    const node = ros.startDryrun("node", "fusion", "--params", params);
    try {
      await peer.says(/odom/, 120);
      assert.equal(await peer.code(), 0, peer.text);
      assert.doesNotMatch(node.text, /refused/);
    } finally {
      assert.equal(await node.stop(), 130, node.text);
    }
  } finally {
    await peer.stop("SIGKILL");
    await Deno.remove(folder, { recursive: true });
  }
});
