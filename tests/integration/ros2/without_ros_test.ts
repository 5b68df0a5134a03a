/** Where ROS 2 is not: what needs none works, and what needs it says what to do. */
import assert from "#assert";

async function dryrun(...args: string[]): Promise<{ code: number; stderr: string }> {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-sys"],
      ...["--allow-ffi=node_modules", "cli/main.ts", ...args],
    ],
    // Another ROS 2 than any that was set up here.
    env: { AMENT_PREFIX_PATH: "/nowhere/ros", ROS_DISTRO: "jazzy", NO_COLOR: "1" },
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("commands that need ROS 2 end with 2 and name the task that sets it up", async () => {
  for (const args of [["sim", "--ros", "--duration", "1"], ["node", "fusion"]]) {
    const { code, stderr } = await dryrun(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^error: .*deno task ros:setup/m);
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }
  const { code, stderr } = await dryrun("sim", "--duration", "0.1", "--json");
  assert.ok(code === 0 || code === 1, stderr);
});

Deno.test("flags of ROS 2 that don't fit are refused", async () => {
  for (
    const [args, said] of [
      [["sim", "--nodes", "out"], /--nodes: needs --ros/],
      [["sim", "--ros", "--nodes", "up"], /--nodes: expected in or out, got "up"/],
      [["node"], /node: expected NAME; /],
      [["node", "fusion", "--remap", "a=b"], /--remap a=b: expected a:=b/],
      [["launch", "no.yaml"], /no\.yaml: no such file/],
    ] as const
  ) {
    const { code, stderr } = await dryrun(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, said);
  }
});

Deno.test("mod.ts and the rooms behind it reach no rclnodejs", async () => {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "mod.ts"],
  }).output();
  assert.equal(success, true);
  const { modules } = JSON.parse(new TextDecoder().decode(stdout)) as {
    modules: { specifier: string }[];
  };
  const names = modules.map(({ specifier }) => specifier);
  assert.ok(names.some((name) => name.endsWith("/runtime/host.ts")));
  assert.deepEqual(names.filter((name) => /rclnodejs|\/runtime\/ros2\//.test(name)), []);
});
