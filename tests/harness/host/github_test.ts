import assert from "#assert";

async function step(env: Record<string, string>, args: string[]): Promise<string> {
  const url = new URL("../../../harness/host/github.ts", import.meta.url).href;
  const code = `import { githubStep } from "${url}"; await githubStep(["::error::x"], "# Sum\\n");`;
  const { stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", ...args, `data:application/typescript,${encodeURIComponent(code)}`],
    env: { NO_COLOR: "1", ...env },
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stderr);
}

Deno.test("githubStep() annotates and adds to the summary there, and does nothing elsewhere", async () => {
  const file = await Deno.makeTempFile();
  try {
    const there = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: file };
    assert.match(await step(there, ["-A"]), /^::error::x$/m);
    assert.match(await step(there, ["-A"]), /^::error::x$/m);
    assert.equal(await Deno.readTextFile(file), "# Sum\n# Sum\n");
    assert.doesNotMatch(await step({ GITHUB_ACTIONS: "" }, ["-A"]), /error::/);
    assert.doesNotMatch(
      await step(there, ["--no-prompt"]),
      /error::/,
      "nothing without permission",
    );
  } finally {
    await Deno.remove(file);
  }
});
