/** One publisher an output: who comes second ends, who was there works on. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

/** After this a node is no longer starting, and a rival does not end it. */
const STARTED_MS = 10_000;

rosTest("a second publisher of an output ends with an error that names both", async () => {
  const ros = inDomain(15);
  const first = ros.startDryrun("node", "fusion", "--use-sim-time");
  await first.says(/waiting for \/clock/);
  await new Promise((resolve) => setTimeout(resolve, STARTED_MS));
  const second = ros.startDryrun(
    ...["node", "fusion", "--use-sim-time", "--ns", "other", "--remap", "odom:=/odom"],
  );
  try {
    await second.says(/error: \/odom: two publishers, \/other\/fusion and \/fusion/);
    assert.equal(await second.code(), 2, second.text);
    await first.says(/\[error\] \/fusion .*\/odom: two publishers, \/fusion and \/other\/fusion/);
  } finally {
    await second.stop("SIGKILL");
    assert.equal(await first.stop("SIGTERM"), 130, first.text);
  }
});
