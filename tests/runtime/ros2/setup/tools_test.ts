import assert from "#assert";
import {
  findTools,
  type Machine,
  nodeHeadersIn,
  THIS_MACHINE,
} from "../../../../runtime/ros2/setup/tools.ts";

/** A machine with these files and programs, node a link into /opt. */
function machine(files: readonly string[], programs: readonly string[]): Machine {
  return {
    variable: (name) => name === "PATH" ? "/usr/bin:/usr/local/bin" : undefined,
    exists: (path) => files.includes(path),
    real: (path) => path.replace("/usr/local/bin/node", "/opt/node-20/bin/node"),
    works: (program) => Promise.resolve(programs.includes(program)),
  };
}

Deno.test("every missing package is named, in one line", async () => {
  const all = ["python3", "gcc", "g++"];
  const headers = ["/usr/include/node/node_api.h", "/usr/include/node/uv.h"];
  const refused = (programs: string[], files: string[], said: RegExp, python = true) =>
    assert.rejects(findTools({ python }, machine(files, programs)), said);
  await refused(
    [],
    [],
    /^SetupError: missing: sudo apt-get install python3-venv g\+\+ libnode-dev$/,
  );
  await refused(["gcc", "g++"], headers, /install python3-venv$/);
  await refused(["python3", "gcc"], headers, /install g\+\+$/);
  await refused(all, [], /install libnode-dev$/);
  await refused(["python3"], [], /install g\+\+ libnode-dev$/, false);
  const found = await findTools({ python: true }, machine(headers, all));
  assert.equal(found.nodeHeaders, "/usr/include/node");
  assert.deepEqual(await findTools({ python: false }, machine(headers, ["gcc", "g++"])), found);
});

Deno.test("Node-API's headers are found beside node, through links, or where Debian has them", () => {
  const beside = ["/usr/local/bin/node", "/opt/node-20/include/node/node_api.h"];
  assert.equal(nodeHeadersIn(machine(beside, [])), undefined, "without uv.h they are of no use");
  const whole = [...beside, "/opt/node-20/include/node/uv.h"];
  assert.equal(nodeHeadersIn(machine(whole, [])), "/opt/node-20/include/node");
  const debian = ["/usr/include/node/node_api.h", "/usr/include/uv.h"];
  assert.equal(nodeHeadersIn(machine(debian, [])), "/usr/include/node");
});

Deno.test("this machine knows what works and what does not", async () => {
  assert.equal(await THIS_MACHINE.works("sh", ["-c", "exit 0"]), true);
  assert.equal(await THIS_MACHINE.works("sh", ["-c", "exit 1"]), false);
  assert.equal(await THIS_MACHINE.works("no_such_program", []), false);
});
