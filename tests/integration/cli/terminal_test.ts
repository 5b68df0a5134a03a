/** What a person sees in a terminal, and a program in a pipe. */
import assert from "#assert";
import { inFolder } from "../../runtime/bag/samples.ts";
import { commandOf, dryrun, jsonOf, saidOn, writeScenario } from "./command.ts";

/** Whether util-linux's `script` is there, which runs a command in a terminal of its own. */
function hasScript(): boolean {
  try {
    const { stdout } = new Deno.Command("script", { args: ["--version"] }).outputSync();
    return new TextDecoder().decode(stdout).includes("util-linux");
  } catch {
    return false;
  }
}
const ignore = !hasScript();

/** Runs `sim` in a terminal and gives all that it wrote. */
async function inTerminal(folder: string, env: Record<string, string>, ...args: string[]) {
  const { sim } = JSON.parse(Deno.readTextFileSync("deno.json")).tasks;
  const command = [sim.command.replace(/^deno /, `${Deno.execPath()} `), ...args].join(" ");
  const { code, stdout } = await new Deno.Command("script", {
    args: ["-qec", command, "/dev/null"],
    env: { NO_COLOR: "", FORCE_COLOR: "", TERM: "xterm", INIT_CWD: folder, ...env },
    stdin: "null",
  }).output();
  return { code, text: saidOn(stdout) };
}

const BAR = /\r\p{Cc}\[Ksmall [█░]{30} \d+ s · \d+ ×/u;
const COLOUR = /\p{Cc}\[\d+m/u;

Deno.test({
  name: "in a terminal: a bar that is wiped at the end, verdicts in colour (needs `script`)",
  ignore,
  async fn() {
    await inFolder(async (folder) => {
      writeScenario(folder, { change: (text) => text.replace("min_hz: 80", "min_hz: 800") });
      const { code, text } = await inTerminal(folder, {}, "small.yaml");
      assert.equal(code, 1);
      assert.match(text, BAR);
      const [last] = text.split("\r\x1b[K").slice(-1);
      assert.match(last!, /^small\r\n/, "the bar is gone before the report comes");
      assert.match(last!, /\p{Cc}\[32mpass/u, "green");
      assert.match(last!, /\p{Cc}\[31mfail/u, "red");
    });
  },
});

Deno.test({
  name: "in a terminal with NO_COLOR: the bar, but no colour (needs `script`)",
  ignore,
  async fn() {
    await inFolder(async (folder) => {
      writeScenario(folder);
      const { code, text } = await inTerminal(folder, { NO_COLOR: "1" }, "small.yaml");
      assert.equal(code, 0);
      assert.match(text, BAR);
      assert.doesNotMatch(text, COLOUR);
    });
  },
});

Deno.test({
  name: "in a terminal with --json: the object alone, no bar (needs `script`)",
  ignore,
  async fn() {
    await inFolder(async (folder) => {
      writeScenario(folder);
      const { code, text } = await inTerminal(folder, {}, "small.yaml", "--json");
      assert.equal(code, 0);
      assert.match(text, /^\{.*\}\r\n$/);
      JSON.parse(text);
    });
  },
});

Deno.test("in a pipe: no bar and no colour, unless FORCE_COLOR asks for it", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const run = (env: Record<string, string>) => dryrun("sim", ["small.yaml"], { folder, env });
    const plain = await run({ NO_COLOR: "" });
    assert.equal(plain.stderr, "");
    assert.doesNotMatch(plain.stdout, /(?!\n)\p{Cc}|█/u);
    const forced = await run({ NO_COLOR: "", FORCE_COLOR: "1" });
    assert.match(forced.stdout, COLOUR);
    assert.equal(forced.stderr, "");
    const strip = (text: string) =>
      text.replace(/\p{Cc}\[\d+m/gu, "").replace(/in [\d.]+ s \([\d.]+ ×/, "");
    assert.equal(strip(forced.stdout), strip(plain.stdout));
    assert.doesNotMatch((await run({ FORCE_COLOR: "0", NO_COLOR: "" })).stdout, COLOUR);
  });
});

Deno.test("a reader that goes away early ends nothing but the output", async () => {
  await inFolder(async (folder) => {
    writeScenario(folder);
    const args = ["small.yaml", "--json", "--record", "a.mcap"];
    const child = commandOf("sim", args, { folder }).spawn();
    await child.stdout.cancel();
    const { code, signal } = await child.status;
    await child.stderr.cancel();
    assert.equal(signal, null);
    assert.ok(code !== 3, "no internal error");
    const info = jsonOf(await dryrun("bag", ["info", "a.mcap", "--json"], { folder }));
    assert.ok(info.messages > 1000, "the recording is whole");
  });
});
