import assert from "#assert";
import { addonSteps, packageFolder } from "../../../../runtime/ros2/setup/addon.ts";

const options = {
  package_: "/package",
  nodeHeaders: "/usr/include/node",
  variable: () => undefined,
};

Deno.test("rclnodejs is found where it lies, behind the links of node_modules", async () => {
  const folder = await packageFolder();
  assert.match(folder, /node_modules\/\.deno\/rclnodejs@[\d.]+\/node_modules\/rclnodejs$/);
});

Deno.test("a distribution that nobody tried is refused by name", () => {
  const prefix = { kind: "sourced", folders: ["/opt/ros/foxy"], distro: "foxy" } as const;
  assert.throws(
    () => addonSteps({ ...options, prefix }),
    /ROS 2 foxy is not supported; expected one of jazzy, kilted, rolling/,
  );
});

Deno.test("another ROS 2, other headers or other sources of ours build it anew", () => {
  const inputs = (folder: string, nodeHeaders: string) =>
    addonSteps({
      ...{ ...options, nodeHeaders },
      prefix: { kind: "sourced", folders: [folder], distro: "jazzy" },
    })[0]!.inputs;
  const first = inputs("/opt/ros/jazzy", "/usr/include/node");
  assert.notEqual(first, inputs("/opt/ros/other", "/usr/include/node"));
  assert.notEqual(first, inputs("/opt/ros/jazzy", "/opt/node/include/node"));
  for (const name of ["uv", "rcl"]) {
    assert.ok(first.includes(Deno.readTextFileSync(`runtime/ros2/native/${name}.c`)));
  }
});

Deno.test("our C has every libuv function that rclnodejs calls", async () => {
  const folder = `${await packageFolder()}/src`;
  const called = new Set<string>();
  for (const { name } of Deno.readDirSync(folder)) {
    const text = Deno.readTextFileSync(`${folder}/${name}`);
    for (const [, call = ""] of text.matchAll(/(?<!new )\b(uv_\w+)\(/g)) called.add(call);
  }
  const own = Deno.readTextFileSync("runtime/ros2/native/uv.c");
  assert.ok(called.size > 10);
  for (const name of called) assert.match(own, new RegExp(`\\b${name}\\([^;]*\\{`), name);
});
