import assert from "#assert";
import { LaunchError, readLaunch } from "../../../../runtime/ros2/launch/file.ts";

Deno.test("a launch file has defaults for all but the nodes' names", () => {
  assert.deepEqual(readLaunch("nodes: [{ node: fusion }]", "l.yaml"), {
    use_sim_time: false,
    process: "own",
    nodes: [{
      ...{ node: "fusion", namespace: "/", managed: false, remap: {}, restart: "never" },
      ...{ restart_delay_s: 1, restarts_max: 5 },
    }],
  });
});

Deno.test("what can't be launched is one error with file and place", () => {
  const refused = (text: string, said: RegExp) =>
    assert.throws(
      () => readLaunch(text, "l.yaml"),
      (error: Error) => error instanceof LaunchError && said.test(error.message),
    );
  refused("nodes: [", /^l\.yaml: .*line/);
  refused("", /^l\.yaml: nodes: /);
  refused("nodes: []", /^l\.yaml: nodes: /);
  refused("nodes: [{ node: a, restart: maybe }]", /^l\.yaml: nodes\.0\.restart: .*"on_failure"/);
  refused("nodes: [{ node: a, speed: 1 }]", /^l\.yaml: nodes\.0: .*speed/);
  refused(
    "nodes: [{ node: a, namespace: r }, { node: a, namespace: /r/ }]",
    /two nodes are \/r\/a/,
  );
  refused("{ process: shared, nodes: [{ node: a, restart: always }] }", /shares its process/);
});
