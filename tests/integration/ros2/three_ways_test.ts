/** The same node in memory, from the bag and over ROS 2 in lockstep: the same bytes. */
import assert from "#assert";
import type { RunResult } from "../../../harness/run/result.ts";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

const SCENARIO = ["warehouse_loop", "--duration", "6", "--seed", "4"];
/** What the node says; its delivery times are in the digest too. */
const OUTPUTS = ["/odom", "/tf"];

rosTest("fusion says the same in memory, on the bag and in lockstep over ROS 2", async () => {
  const folder = await Deno.makeTempDir();
  const ros = inDomain(14);
  const node = ros.startDryrun("node", "fusion", "--use-sim-time");
  try {
    const parse = (text: string) => JSON.parse(text) as RunResult;
    const bag = `${folder}/run.mcap`;
    const memory = await ros.dryrun("sim", ...SCENARIO, "--json", "--record", bag);
    const replayed = await ros.dryrun("replay", bag, "--node", "fusion", "--json");
    assert.equal(replayed.code, 0, replayed.stderr);
    await node.says(/waiting for \/clock/);
    const outside = await ros.dryrun("sim", ...SCENARIO, "--json", "--ros", "--nodes", "out");
    assert.equal(outside.code, memory.code, outside.stderr + node.text);
    const [a, b, c] = [memory, replayed, outside].map(({ stdout }) => parse(stdout));
    for (const topic of OUTPUTS) {
      assert.ok(a!.topics[topic]!.count > 1000, topic);
      assert.equal(b!.topics[topic]!.digest, a!.topics[topic]!.digest, `${topic} on the bag`);
      assert.equal(c!.topics[topic]!.digest, a!.topics[topic]!.digest, `${topic} over ROS 2`);
    }
    // Everything but what counts the way over ROS 2 is the same, and so are the verdicts.
    for (const [topic, { digest }] of Object.entries(a!.topics)) {
      if (topic !== "/diagnostics") assert.equal(c!.topics[topic]!.digest, digest, topic);
    }
    assert.deepEqual(c!.checks, a!.checks);
  } finally {
    assert.equal(await node.stop(), 130, node.text);
    await Deno.remove(folder, { recursive: true });
  }
});
