/** 4 Replay: a recorded bag gives the node outputs of the run that recorded it. */
import assert from "#assert";
import { loadScenario } from "../../harness/host/load_scenario.ts";
import { scenarioNames } from "../../harness/host/files.ts";
import { replay } from "../../harness/replay/replay.ts";
import { NODES } from "../../nodes/mod.ts";
import { createRecorder } from "../../runtime/bag/recorder.ts";
import { openLog } from "../../runtime/bag/open.ts";
import type { Scenario } from "../../harness/schema/scenario.ts";
import { edited, run } from "./runs.ts";

const SECONDS = 5;

async function requireReplay(scenario: Scenario) {
  const parts: Uint8Array[] = [];
  const sink = { write: (bytes: Uint8Array) => void parts.push(bytes.slice()), close() {} };
  const recorded = await run(scenario, SECONDS, {
    seed: 11,
    record: (metadata) => createRecorder(sink, { metadata }),
  });
  const log = await openLog(new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer()));
  try {
    const again = await replay(log, { nodes: Object.keys(scenario.nodes), table: NODES });
    const published = Object.keys(again.topics);
    assert.ok(published.length > 0, "a node says something, if only on /diagnostics");
    for (const topic of published) {
      assert.deepEqual(again.topics[topic], recorded.topics[topic], topic);
    }
  } finally {
    log.close();
  }
}

for (const name of scenarioNames()) {
  Deno.test(`replay: ${name}`, async () => {
    const scenario = await loadScenario(name);
    // A scenario without a node is about its streams: there is nobody to replay to.
    if (Object.keys(scenario.nodes).length > 0) await requireReplay(scenario);
    else assert.ok((await run(scenario, 1)).digest);
  });
}

Deno.test("replay: with slow callbacks, late and lost messages, from a drawn start", async () => {
  const scenario = await edited("warehouse_loop", (written) => {
    Object.assign(written.sensors.wheel!, { latency_ms: 40, latency_jitter_ms: 30 });
    Object.assign(written.sensors.mag!, { dropout: { probability: 0.1, mean_length: 4 } });
    Object.assign(written.nodes.fusion!, {
      compute_ms: { mean: 3, sd: 2 },
      initial: "drawn",
      params: { use_imu_yaw: false, initial_position_sd: 0.5 },
    });
  });
  await requireReplay(scenario);
});

Deno.test("replay: what the network answered is in the recording", async () => {
  const scenario = await edited("standstill", (written) => {
    written.nodes = {
      ...written.nodes,
      fetcher: {
        node: "fetcher",
        params: { url: "http://map.local/", hosts: ["map.local"], period_s: 1 },
        fetch: { "http://map.local/": [{ status: 503 }, { body: "one", delay_ms: 70 }] },
      },
    };
    written.checks = {};
  });
  await requireReplay(scenario);
});
