import assert from "#assert";
import { poolJudge, writeFinding } from "../../../harness/host/fuzz.ts";
import { loadScenario, readScenarioData } from "../../../harness/host/load_scenario.ts";
import { Pool } from "../../../harness/host/pool.ts";
import type { ScenarioData } from "../../../harness/fuzz/draw_scenario.ts";
import { runScenario } from "../../../harness/run/run.ts";

const NODE = `import { z } from "${import.meta.resolve("zod")}";
export const own = {
  name: "own", params: z.object({}), inputs: {}, outputs: {}, groups: { default: "exclusive" },
  create: () => ({}),
};`;

const SCENARIO = `name: base
duration_s: 2
robot: { include: robot.yaml }
sensors: { imu: { type: imu } }
nodes: { own: { node: "./own.ts#own" } }
checks: { pace: { type: rate, topic: /imu/data, min_hz: 90 } }
`;

Deno.test("poolJudge() judges, and refuses what can't be run; findings are scenarios that fail", async () => {
  const folder = await Deno.makeTempDir();
  const pool = new Pool({ jobs: 1, watchdogS: 30 });
  try {
    await Deno.mkdir(`${folder}/found`);
    const base = `${folder}/base.yaml`;
    await Deno.writeTextFile(base, SCENARIO);
    await Deno.writeTextFile(`${folder}/robot.yaml`, "type: free\n");
    await Deno.writeTextFile(`${folder}/own.ts`, NODE);
    const data = await readScenarioData(base) as ScenarioData;
    assert.deepEqual(data.robot, { type: "free" });
    const judge = poolJudge(pool, base);
    const gap = { gap: { type: "dropout", stream: "imu", at_s: 0.5 } };
    assert.deepEqual(await judge(data), []);
    assert.deepEqual(await judge({ ...data, faults: gap }), ["pace"]);
    assert.equal(await judge({ ...data, duration_s: -1 }), undefined);

    const finding = { check: "pace", seed: 7, runs: 3, data: { ...data, faults: gap } };
    const path = await writeFinding(finding, { base, folder: `${folder}/found` });
    assert.equal(path, `${folder}/found/base_pace_seed_7.yaml`);
    const text = await Deno.readTextFile(path);
    assert.match(
      text,
      /^# Fails pace\. Found by: deno task scenarios fuzz .*base\.yaml --seeds 7\n/,
    );
    assert.match(text, /Repeat: deno task sim .*found\/base_pace_seed_7\.yaml/);
    assert.match(text, /node: \.\.\/own\.ts#own/);
    // Its node lies beside the base, so it is run from there.
    await Deno.rename(path, `${folder}/moved.yaml`);
    await Deno.writeTextFile(`${folder}/moved.yaml`, text.replace("../own.ts", "./own.ts"));
    assert.equal((await runScenario(await loadScenario(`${folder}/moved.yaml`))).verdict, "fail");
  } finally {
    pool.close();
    await Deno.remove(folder, { recursive: true });
  }
});
