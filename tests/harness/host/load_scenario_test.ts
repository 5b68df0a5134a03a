import assert from "#assert";
import { InputError } from "../../../harness/errors.ts";
import { loadScenario } from "../../../harness/host/load_scenario.ts";
import { runScenario } from "../../../harness/run/run.ts";

const NODE = `import { z } from "${import.meta.resolve("zod")}";
export default {
  name: "own", params: z.object({}), groups: { default: "exclusive" },
  inputs: {}, outputs: {}, create: () => ({}),
};`;
const SMALL = `name: small
duration_s: 1
robot: { include: robots/one.yaml }
nodes: { own: { node: ./own.ts } }
`;

/** A folder with files; removed afterwards. */
async function inFolder(files: Record<string, string>, use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.mkdir(`${folder}/${name}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${name}`, text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function refusal(path: string): Promise<string> {
  const error = await loadScenario(path).then(() => "it was taken", (error: unknown) => error);
  if (!(error instanceof InputError)) throw new Error(`expected a refusal: ${error}`);
  return error.message;
}

const FILES = { "a/s.yaml": SMALL, "a/robots/one.yaml": "type: free\n", "a/own.ts": NODE };

Deno.test("a scenario with a robot and a node in files beside it", async () => {
  await inFolder(FILES, async (folder) => {
    const scenario = await loadScenario(`${folder}/a/s.yaml`, {
      seed: 3,
      set: { duration_s: 0.5 },
    });
    assert.equal(scenario.durationNs, 5e8);
    assert.deepEqual(Object.keys((await runScenario(scenario)).nodes), ["own"]);
  });
});

Deno.test("a TypeScript scenario goes through the same schema", async () => {
  const good = `export default { name: "made", duration_s: 2 * 3, robot: { type: "free" } };`;
  const bad = `export default { name: "made", duration_s: -1, robot: { type: "fre" } };`;
  const throws = `throw new Error("no such robot");`;
  await inFolder({ "good.ts": good, "bad.ts": bad, "throws.ts": throws }, async (folder) => {
    assert.equal((await loadScenario(`${folder}/good.ts`)).durationNs, 6e9);
    const message = await refusal(`${folder}/bad.ts`);
    assert.match(message, /bad\.ts: duration_s: expected a number > 0, got -1/);
    assert.match(message, /bad\.ts: robot\.?.*: unknown name "fre"/);
    assert.match(await refusal(`${folder}/throws.ts`), /can't be loaded: no such robot/);
    assert.match(await refusal(`${folder}/none.ts`), /none\.ts: no such file/);
  });
});

Deno.test("links and paths that leave the folder are refused by name", async () => {
  await inFolder({ ...FILES, "secret.yaml": "type: free\n", "b/x.ts": NODE }, async (folder) => {
    await Deno.remove(`${folder}/a/robots/one.yaml`);
    await Deno.symlink(`${folder}/secret.yaml`, `${folder}/a/robots/one.yaml`);
    assert.match(await refusal(`${folder}/a/s.yaml`), /s\.yaml:3:\d+: include: .*leads out of/);
    await Deno.writeTextFile(
      `${folder}/a/t.yaml`,
      SMALL.replace("./own.ts", "../b/x.ts")
        .replace("include: robots/one.yaml", "type: free"),
    );
    assert.match(
      await refusal(`${folder}/a/t.yaml`),
      /nodes\.own\.node: \.\.\/b\/x\.ts: lies outside/,
    );
  });
});
