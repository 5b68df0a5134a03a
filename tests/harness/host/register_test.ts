import assert from "#assert";

const GOOD = `name: good
duration_s: 1
robot: { type: free }
sensors: { imu: { type: imu } }
checks: { pace: { type: rate, topic: /imu/data, min_hz: 90 } }
seeds: 1..2
`;

Deno.test("scenarioTest() makes tests of scenarios for deno test", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const register = new URL("../../../harness/host/register.ts", import.meta.url).href;
    await Deno.writeTextFile(`${folder}/good.yaml`, GOOD);
    await Deno.writeTextFile(`${folder}/bad.yaml`, GOOD.replace("90", "900"));
    await Deno.writeTextFile(
      `${folder}/robot_test.ts`,
      `import { scenarioTest } from "${register}";
scenarioTest("./good.yaml", { seeds: "3..5" });
scenarioTest("./good.yaml");
scenarioTest("./bad.yaml", { seeds: [7] });
`,
    );
    const config = new URL("../../../deno.json", import.meta.url).pathname;
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "--no-check", "-A", "--config", config, "robot_test.ts"],
      cwd: folder,
      env: { NO_COLOR: "1", INIT_CWD: folder },
    }).output();
    const said = new TextDecoder().decode(stdout);
    assert.equal(code, 1, said);
    for (const seed of [3, 4, 5]) {
      assert.match(said, new RegExp(`good.yaml seed ${seed} \\.\\.\\. ok`));
    }
    assert.match(said, /scenario \.\/good\.yaml over 3 seeds \.\.\. ok/);
    assert.match(said, /scenario \.\/good\.yaml \.\.\. ok/);
    assert.match(said, /scenario \.\/bad\.yaml seed 7 \.\.\. FAILED/);
    assert.match(said, /pace: .* limit >= 900 Hz/);
    assert.match(said, /deno task sim \.\/bad\.yaml --seed 7/);
    assert.match(said, /6 passed \| 1 failed/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
