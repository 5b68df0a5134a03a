/** 1 Repeat: the same scenario, seed and version give the same bytes in the same order. */
import assert from "#assert";
import { scenarioNames } from "../../harness/host/files.ts";
import { loadScenario } from "../../harness/host/load_scenario.ts";
import { createRecorder } from "../../runtime/bag/recorder.ts";
import { digestsOf, firstDifference, run } from "./runs.ts";

const SECONDS = 4;

for (const name of scenarioNames()) {
  Deno.test(`repeat: ${name}, alone or with another run beside it`, async () => {
    const scenario = await loadScenario(name);
    const first = await run(scenario, SECONDS);
    // Two at once in one process: what they shared would show.
    const [again, other] = await Promise.all([
      run(await loadScenario(name), SECONDS),
      run(scenario, SECONDS, { seed: scenario.seed + 1 }),
    ]);
    assert.equal(again.digest, first.digest, firstDifference(first, again));
    assert.deepEqual(digestsOf(again), digestsOf(first));
    assert.notEqual(other.digest, first.digest, "another seed gives other bytes");
  });
}

Deno.test("repeat: seeds 0, 1, -1 and 2^53 - 1 are four different runs", async () => {
  const scenario = await loadScenario("standstill");
  const digests = new Set<string>();
  for (const seed of [0, 1, -1, Number.MAX_SAFE_INTEGER]) {
    digests.add((await run(scenario, 1, { seed })).topics["/imu/data"]!.digest);
  }
  assert.equal(digests.size, 4);
});

Deno.test("repeat: a recording is the same file, byte for byte", async () => {
  const scenario = await loadScenario("warehouse_loop");
  const recording = async () => {
    const parts: Uint8Array[] = [];
    const sink = { write: (bytes: Uint8Array) => void parts.push(bytes.slice()), close() {} };
    await run(scenario, SECONDS, { record: (metadata) => createRecorder(sink, { metadata }) });
    return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  };
  const [first, again] = [await recording(), await recording()];
  assert.ok(first.length > 100_000, `${first.length} bytes`);
  assert.deepEqual(again, first);
});
