import assert from "#assert";
import { CHECKS } from "../../../../harness/checks/mod.ts";
import { InputError } from "../../../../harness/errors.ts";
import { runScenario } from "../../../../harness/run/run.ts";
import { type LoadModule } from "../../../../harness/schema/files/modules.ts";
import { parseScenario, parseScenarioData } from "../../../../harness/schema/scenario.ts";
import { SCENARIO, spinner, TEST_CATALOGUE } from "../../fixtures.ts";

const OWN = SCENARIO.replace("node: spinner", "node: ./mine.ts#filter")
  .replace("type: rate, topic: /odom", "type: ./mine.ts#pace, topic: /odom");

const options = (load?: LoadModule) => ({ file: "small.yaml", catalogue: TEST_CATALOGUE, load });

async function problem(load?: LoadModule): Promise<string> {
  const error = await parseScenario(OWN, options(load)).then(
    () => "it was taken",
    (e: unknown) => e,
  );
  if (!(error instanceof InputError)) throw new Error(`expected a refusal: ${error}`);
  return error.message;
}

Deno.test("a scenario names a node and a check by module, and runs as with those of the table", async () => {
  const asked: string[] = [];
  const load = (file: string) => {
    asked.push(file);
    return Promise.resolve({ filter: spinner, pace: CHECKS.rate });
  };
  const own = await runScenario(await parseScenario(OWN, options(load)));
  const usual = await runScenario(await parseScenario(SCENARIO, options()));
  assert.equal(own.digest, usual.digest);
  assert.deepEqual(own.checks, usual.checks);
  assert.deepEqual(asked, ["./mine.ts", "./mine.ts"]);
});

Deno.test("data of a program may hold a node itself", async () => {
  const data = {
    ...{ name: "small", duration_s: 1, robot: { type: "free" } },
    sensors: { imu: { type: "imu" }, wheel: { type: "wheel", outputs: ["wheel_velocity"] } },
    nodes: { mine: { node: spinner } },
  };
  const { topics } = await runScenario(await parseScenarioData(data, options()));
  assert.ok(topics["/odom"]!.count > 90);
});

const REFUSED: [string, LoadModule | undefined, RegExp][] = [
  [
    "nowhere to load from",
    undefined,
    /nodes\.spinner\.node: \.\/mine\.ts: modules can't be loaded/,
  ],
  [
    "one that throws",
    () => Promise.reject(new TypeError("no GPU\nat x")),
    /nodes\.spinner\.node: \.\/mine\.ts: can't be loaded: TypeError: no GPU$/m,
  ],
  [
    "one that is not there",
    () => Promise.reject(new InputError("./mine.ts: no such file")),
    /nodes\.spinner\.node: \.\/mine\.ts: no such file/,
  ],
  [
    "another export",
    () => Promise.resolve({ other: 1 }),
    /its filter export is not a node, as defineNode makes it; it exports other/,
  ],
];

for (const [what, load, expected] of REFUSED) {
  Deno.test(`a module is refused: ${what}`, async () => {
    const message = await problem(load);
    assert.match(message, /^small\.yaml:\d+:\d+: /);
    assert.match(message, expected);
  });
}
