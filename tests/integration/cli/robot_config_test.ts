import assert from "#assert";
import { inFolder } from "../../runtime/bag/samples.ts";
import { dryrun, refusal, writeScenario } from "./command.ts";

Deno.test("a robot's configuration that a scenario names: told with its own file and line", async () => {
  await inFolder(async (folder) => {
    const supervised = "nodes:\n  guard: { node: supervisor, params: { include: robot.yaml } }\n";
    const change = (text: string) => text.replace("nodes:\n", supervised);
    writeScenario(folder, { name: "s.yaml", change });
    const said = async () => refusal(await dryrun("sim", ["s.yaml"], { folder }));
    assert.match(await said(), /^s\.yaml:11:\d+: include: robot\.yaml: no such file$/);
    Deno.writeTextFileSync(`${folder}/robot.yaml`, "safety_limits:\n  max_sped_m_s: 1\n");
    assert.match(
      await said(),
      /^robot\.yaml:2:3: nodes\.guard\.params\.safety_limits\.max_sped_m_s: unknown key; did you mean "max_speed_m_s"\?$/,
    );
  });
});

Deno.test("a robot's configuration for the node on ROS 2: refused before ROS 2 is asked for", async () => {
  await inFolder(async (folder) => {
    Deno.writeTextFileSync(`${folder}/robot.yaml`, "safety_limits:\n  max_speed_m_s: .nan\n");
    const outcome = await dryrun("node", ["supervisor", "--params", "robot.yaml"], { folder });
    assert.equal(
      refusal(outcome),
      "robot.yaml:2:18: safety_limits.max_speed_m_s: expected a number, got NaN",
    );
  });
});
