/** `launch` as a user runs it: namespaces, parameters, restarts, and no process left over. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

/** Processes whose command line has this text. */
async function processes(text: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { name } of Deno.readDir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const line = await Deno.readTextFile(`/proc/${name}/cmdline`).catch(() => "");
    if (line.includes(text)) found.push(Number(name));
  }
  return found;
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
