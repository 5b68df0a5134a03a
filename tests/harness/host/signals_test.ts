import assert from "#assert";

/** A process that says when it listens, and what it heard. */
const LISTENER = `
  import { interruption } from "./harness/host/signals.ts";
  const { signal, stop } = interruption();
  const idle = setInterval(() => {}, 1000);
  signal.onabort = () => {
    stop();
    console.log("aborted");
    if (Deno.args[0] === "end") clearInterval(idle);
  };
  console.log("listening");
`;

/** Starts it, sends a signal each time it says something, and gives what it said and how it ended. */
async function told(signals: Deno.Signal[], ...args: string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["eval", LISTENER, ...args],
    stdout: "piped",
  }).spawn();
  let said = "";
  const left = [...signals];
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    said += text;
    const next = left.shift();
    if (next !== undefined) child.kill(next);
  }
  const { code, signal } = await child.status;
  return { said, code, signal };
}

const ignore = Deno.build.os === "windows"; // no process can be sent a signal there

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test({
    name: `interruption() hears ${signal}, and the process lives on (not on Windows)`,
    ignore,
    async fn() {
      const { said, code } = await told([signal], "end");
      assert.equal(said, "listening\naborted\n");
      assert.equal(code, 0);
    },
  });
}

Deno.test({
  name: "interruption() is over after stop(): the next signal ends the process (not on Windows)",
  ignore,
  async fn() {
    const { said, signal } = await told(["SIGINT", "SIGTERM"]);
    assert.equal(said, "listening\naborted\n");
    assert.equal(signal, "SIGTERM");
  },
});
