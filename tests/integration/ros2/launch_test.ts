/** `launch` as a user runs it: namespaces, parameters, restarts, and no process left over. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

/** Processes whose command line has this text: Deno itself may not look into /proc. */
async function processes(text: string): Promise<number[]> {
  const script = 'grep -lzF -- "$0" /proc/[0-9]*/cmdline 2>/dev/null; true';
  const { stdout } = await new Deno.Command("sh", { args: ["-c", script, text] }).output();
  const found = [...new TextDecoder().decode(stdout).matchAll(/^\/proc\/(\d+)\/cmdline$/gm)];
  const own = await commandLines(found.map(([, pid]) => pid!));
  return found.map(([, pid]) => Number(pid)).filter((_, index) => own[index]!.includes("main.ts"));
}

async function commandLines(pids: readonly string[]): Promise<string[]> {
  const lines = pids.map((pid) => `tr '\\0' ' ' < /proc/${pid}/cmdline 2>/dev/null; echo`);
  const { stdout } = await new Deno.Command("sh", { args: ["-c", lines.join("\n")] }).output();
  return new TextDecoder().decode(stdout).split("\n");
}

rosTest(
  "launch starts nodes in their namespaces, one that is killed again, and ends all with itself",
  async () => {
    const folder = await Deno.makeTempDir();
    const space = `robot${Deno.pid}`;
    Deno.writeTextFileSync(`${folder}/p.yaml`, "/**:\n  ros__parameters: { use_mag: false }\n");
    Deno.writeTextFileSync(
      `${folder}/two.yaml`,
      `nodes:
  - { node: fusion, namespace: ${space}a, params: p.yaml, restart: on_failure, restart_delay_s: 0 }
  - { node: fusion, namespace: ${space}b, remap: { odom: state/odom } }
`,
    );
    const ros = inDomain(21);
    const runs = ros.startLaunch(`${folder}/two.yaml`);
    try {
      await runs.says(new RegExp(`/${space}a/fusion is on ROS 2`));
      await runs.says(new RegExp(`/${space}b/fusion is on ROS 2`));
      const [first] = await processes(`${space}a`);
      Deno.kill(first!, "SIGKILL");
      await runs.says(new RegExp(`/${space}a/fusion ended with code \\d+: restart 1`));
      await runs.says(new RegExp(`(/${space}a/fusion is on ROS 2[^]*){2}`));
    } finally {
      assert.equal(await runs.stop(), 130, runs.text);
      await Deno.remove(folder, { recursive: true });
    }
    assert.deepEqual(await processes(space), [], "orphans");
  },
);

rosTest("nodes that share a process run and end together", async () => {
  const folder = await Deno.makeTempDir();
  Deno.writeTextFileSync(
    `${folder}/shared.yaml`,
    "process: shared\nuse_sim_time: true\nnodes: [{ node: fusion, namespace: a }, { node: fusion, namespace: b }]\n",
  );
  const runs = inDomain(22).startLaunch(`${folder}/shared.yaml`);
  try {
    await runs.says(/\/a\/fusion is on ROS 2, waiting for \/clock/);
    await runs.says(/\/b\/fusion is on ROS 2, waiting for \/clock/);
  } finally {
    assert.equal(await runs.stop(), 130, runs.text);
    await Deno.remove(folder, { recursive: true });
  }
});
