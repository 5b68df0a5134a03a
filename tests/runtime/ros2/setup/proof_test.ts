import assert from "#assert";
import { inDomain } from "../processes.ts";
import { rosTest } from "../ros.ts";

rosTest(
  "the proof of the set-up ends with 0, with the permissions of every ROS command",
  async () => {
    const { run } = inDomain(12);
    const { code, stderr } = await run(Deno.execPath(), [
      ...[
        "run",
        "--no-prompt",
        "--allow-ffi=node_modules",
        "--allow-read",
        "--allow-env",
        "--allow-sys",
      ],
      "runtime/ros2/setup/proof.ts",
    ]);
    assert.equal(code, 0, stderr);
  },
);
