import assert from "#assert";
import {
  readyPrefix,
  RosMissingError,
  sourcedPrefix,
  textOf,
  variablesOf,
  wheelsPrefix,
} from "../../../runtime/ros2/prefix.ts";

const variables = (set: Record<string, string>) => (name: string) => set[name];
const sourced = { AMENT_PREFIX_PATH: "/opt/ros/overlay:/opt/ros/jazzy", ROS_DISTRO: "jazzy" };
const ready = (prefix: object) => () => JSON.stringify(prefix);

Deno.test("a sourced ROS 2 goes before the wheels, and its environment is left alone", () => {
  const prefix = readyPrefix(
    variables(sourced),
    ready({ kind: "sourced", folders: ["/opt/ros/overlay", "/opt/ros/jazzy"], distro: "jazzy" }),
  );
  assert.deepEqual(prefix.folders, ["/opt/ros/overlay", "/opt/ros/jazzy"]);
  assert.deepEqual(variablesOf(prefix, variables(sourced)), {});
});

Deno.test("the wheels' environment keeps to this machine unless the user opens it", () => {
  const prefix = readyPrefix(variables({}), ready(wheelsPrefix()));
  const closed = variablesOf(prefix, variables({ LD_LIBRARY_PATH: "/mine" }));
  assert.equal(closed.AMENT_PREFIX_PATH, wheelsPrefix().folders[0]);
  assert.equal(closed.ROS_AUTOMATIC_DISCOVERY_RANGE, "SYSTEM_DEFAULT");
  assert.match(closed.FASTDDS_DEFAULT_PROFILES_FILE ?? "", /runtime\/ros2\/loopback\.xml$/);
  assert.equal(closed.LD_LIBRARY_PATH, `${wheelsPrefix().folders[0]}/lib:/mine`);
  const open = { ROS_AUTOMATIC_DISCOVERY_RANGE: "SUBNET", ROS_LOG_DIR: "/logs" };
  const left = variablesOf(prefix, variables(open));
  assert.equal("ROS_AUTOMATIC_DISCOVERY_RANGE" in left, false);
  assert.equal("ROS_LOG_DIR" in left, false);
  for (const own of ["ROS_STATIC_PEERS", "FASTRTPS_DEFAULT_PROFILES_FILE"]) {
    const theirs = variablesOf(prefix, variables({ [own]: "mine" }));
    assert.equal("ROS_AUTOMATIC_DISCOVERY_RANGE" in theirs, false);
  }
});

Deno.test("what is not set up, or for another ROS 2, names the task that does it", () => {
  const expect = (set: Record<string, string>, text: string | undefined, said: RegExp) =>
    assert.throws(
      () => readyPrefix(variables(set), () => text),
      (error: Error) => error instanceof RosMissingError && said.test(error.message),
    );
  expect({}, undefined, /not set up here: deno task ros:setup/);
  expect(sourced, undefined, /jazzy is sourced, but .* deno task ros:setup/);
  expect(sourced, JSON.stringify(wheelsPrefix()), /built for .*prefix, but \/opt.* ros:setup/);
  expect(
    {},
    JSON.stringify({ kind: "sourced", folders: ["/opt/ros/jazzy"], distro: "jazzy" }),
    /built for \/opt\/ros\/jazzy, but .*\.ros\/prefix/,
  );
});

Deno.test("the environment that was set once is not taken for a sourced ROS 2", () => {
  const set = variablesOf(wheelsPrefix(), variables({}));
  assert.equal(sourcedPrefix(variables(set)), undefined);
});

Deno.test("textOf gives undefined for a file that is not there, and passes on other errors", () => {
  assert.equal(textOf("/nonexistent/file"), undefined);
  assert.throws(() => textOf("."));
});
