/** What docs/ros2.md leads to: a simulator, a node and a script of rclpy, in three processes. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

rosTest(
  "in real time, odom of a node outside matches the truth, as an rclpy script prints it",
  async () => {
    const ros = inDomain(18);
    const script = ros.startPython("docs/ros2/odom_against_truth.py", "--silence", "45");
    await script.says(/listening/);
    const sim = ros.startDryrun(
      ...["sim", "--ros", "--realtime", "--nodes", "out", "--duration", "8", "--json"],
    );
    const node = ros.startDryrun("node", "fusion", "--use-sim-time");
    try {
      const code = await sim.code(120);
      assert.ok(code === 0 || code === 1, sim.text + node.text);
      const result = JSON.parse(/^\{.*\}$/m.exec(sim.text)![0]);
      assert.equal(result.deterministic, false);
      assert.equal(result.topics["/odom"].exact, false);
      assert.ok(result.topics["/odom"].count > 1000, JSON.stringify(result.topics["/odom"]));
      // 8 s are not all of the loop; what can be judged of them has to be good.
      const position = result.checks.find(({ name }: { name: string }) => name === "position");
      assert.equal(position.verdict, "pass", JSON.stringify(position));
      assert.equal(await script.stop(), 0, script.text);
      assert.match(script.text, /\d{2,} pairs, at most 0\.\d+ m apart/);
    } finally {
      await script.stop("SIGKILL");
      assert.equal(await node.stop(), 130, node.text);
    }
  },
);
