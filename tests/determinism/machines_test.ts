/**
 * 5 Machines: the same bytes with another V8 and another CPU. Stand-ins for both at hand: V8 without
 * its optimising compiler, V8 told that the CPU lacks its newer instructions, and Node's other V8.
 */
import assert from "#assert";
import { findScenario, readText } from "../../harness/host/files.ts";

const ROOT = new URL("../../", import.meta.url).pathname;
const NAMES = ["warehouse_loop", "free_flight"];
const SECONDS = 3;

/** A program that prints the digests of {@linkcode NAMES}, whatever runs it. */
async function program(): Promise<string> {
  const texts = await Promise.all(NAMES.map((name) => readText(findScenario(name).path)));
  return `
import { CATALOGUE } from "${ROOT}harness/catalogue.ts";
import { runScenario } from "${ROOT}harness/run/run.ts";
import { parseScenario } from "${ROOT}harness/schema/scenario.ts";
for (const text of ${JSON.stringify(texts)}) {
  const scenario = await parseScenario(text, { file: "scenario", catalogue: CATALOGUE });
  const { digest } = await runScenario(scenario, { seed: 5, durationNs: ${SECONDS}e9 });
  console.log(digest);
}`;
}

const folder = await Deno.makeTempDir();
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
const entry = `${folder}/digests.ts`;
await Deno.writeTextFile(entry, await program());

async function output(command: string, args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, { args: [...args] }).output();
  const decoder = new TextDecoder();
  assert.ok(success, `${command} ${args.join(" ")}: ${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}

const deno = (...flags: string[]) =>
  output(Deno.execPath(), [
    ...["run", "--no-check", "--no-prompt", "--allow-read", "--allow-env"],
    ...["--config", `${ROOT}deno.json`, ...flags, entry],
  ]);

const expected = deno();

Deno.test("machines: there are digests to compare", async () => {
  assert.match(await expected, /^([0-9a-f]{64}\n){2}$/);
});

const VARIANTS: Record<string, string> = {
  "no optimising compiler": "--no-opt,--no-sparkplug,--liftoff-only",
  "optimised at once": "--always-sparkplug,--no-liftoff",
  "an older CPU": "--no-enable-avx,--no-enable-avx2,--no-enable-fma3,--no-enable-bmi1," +
    "--no-enable-bmi2,--no-enable-popcnt,--no-enable-lzcnt",
};
for (const [what, flags] of Object.entries(VARIANTS)) {
  Deno.test(`machines: ${what}`, async () => {
    assert.equal(await deno(`--v8-flags=${flags}`), await expected);
  });
}

/** An import map under which picture codecs are imported at once: a bundler can't defer. */
async function eagerPictures(): Promise<string> {
  const deferred = "core/vision/picture.ts", eager = `${folder}/picture.ts`;
  const text = await Deno.readTextFile(ROOT + deferred);
  assert.match(text, /^import defer /m);
  await Deno.writeTextFile(eager, text.replaceAll(/^import defer /gm, "import "));
  const { imports } = JSON.parse(await Deno.readTextFile(`${ROOT}deno.json`));
  const map = { imports: { ...imports, zod: `${ROOT}zod.ts`, [ROOT + deferred]: eager } };
  await Deno.writeTextFile(`${folder}/imports.json`, JSON.stringify(map));
  return `${folder}/imports.json`;
}

const node = await new Deno.Command("node", { args: ["--version"] }).output()
  .then(({ stdout }) => new TextDecoder().decode(stdout).trim(), () => undefined);

Deno.test({
  name: `machines: another V8, that of Node ${node ?? "(skipped: no node here)"}`,
  ignore: node === undefined,
  async fn() {
    const bundle = `${folder}/digests.mjs`;
    // Native, so no part of a bundle; and loaded only by a node that infers, which none is here.
    const external = ["--external", "onnxruntime-node"];
    const options = ["--config", `${ROOT}deno.json`, ...external, "-o", bundle];
    options.push("--import-map", await eagerPictures());
    await output(Deno.execPath(), ["bundle", ...options, entry]);
    assert.equal(await output("node", [bundle]), await expected);
  },
});
