/** Ctrl-C in the middle of a run: exit 130, and what was recorded so far is whole. */
import assert from "#assert";
import { inFolder, readLog } from "../../runtime/bag/samples.ts";
import { commandOf, dryrun, saidOn, writeScenario } from "./command.ts";

const ignore = Deno.build.os === "windows"; // no process can be sent a signal there

/** Waits until a recording has got some bytes. */
async function untilWritten(path: string): Promise<void> {
  for (;;) {
    const { size } = await Deno.stat(path).catch(() => ({ size: 0 }));
    if (size > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const CASES: readonly [what: string, task: string, signal: Deno.Signal, flags: string[]][] = [
  ["in real time", "sim", "SIGINT", ["--realtime", "--record", "a.mcap"]],
  ["in real time, asked to end", "sim", "SIGTERM", ["--realtime", "--record", "a.mcap", "--json"]],
  ["at full speed", "sim", "SIGINT", ["--record", "a.mcap"]],
];
for (const [what, task, signal, flags] of CASES) {
  Deno.test({
    name: `${task} ${what}: ${signal} closes the recording and ends with 130 (not on Windows)`,
    ignore,
    async fn() {
      await inFolder(async (folder) => {
        writeScenario(folder);
        const path = `${folder}/a.mcap`;
        // A quarter of an hour: the run can't end by itself while this waits.
        const args = ["small.yaml", "--duration", "900", ...flags];
        const child = commandOf(task, args, { folder }).spawn();
        const ended = child.output();
        await untilWritten(path);
        child.kill(signal);
        const { code, signal: killed, stdout, stderr } = await ended;
        assert.deepEqual([code, killed], [130, null], "it ended by itself");
        assert.equal(saidOn(stderr), "interrupted\n");
        assert.equal(stdout.length, 0);
        const { log, messages } = await readLog(path);
        assert.deepEqual(log.warnings, [], "footer and summary are there");
        assert.equal(messages.length, log.messageCount);
        assert.equal(log.metadata?.scenario, "small");
        const check = await dryrun("bag", ["check", "a.mcap"], { folder });
        assert.equal(check.code, 0, check.stdout);
      });
    },
  });
}
