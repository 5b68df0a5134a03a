/** 5 Machines: the same bytes whichever threads render, and however many there are. */
import assert from "#assert";
import { threadsOf } from "../../harness/host/threads/threads.ts";
import { Interrupted } from "../../harness/errors.ts";
import { createRecorder } from "../../runtime/bag/recorder.ts";
import { digestsOf, edited, firstDifference, run } from "./runs.ts";

const SECONDS = 1.5;

/** The warehouse through a smaller camera and a coarser lidar, with faults of every kind. */
const scenario = await edited("warehouse_perception", (written) => {
  Object.assign(written.sensors.camera!, {
    ...{ width: 160, height: 120, latency_jitter_ms: 30 },
    outputs: ["image", "compressed", "camera_info", "depth", "labels", "detections"],
    compression: { format: "png" },
  });
  Object.assign(written.sensors.lidar!, { columns: 256, column_us: 300, rain_mm_h: 5 });
  delete written.nodes.detection;
  written.checks = {};
  written.faults = {
    gap: { type: "dropout", stream: "/camera/image", at_s: 0.4, for_s: 0.3 },
    late: { type: "delay", stream: "lidar", at_s: 0.2, for_s: 0.5, by_ms: 40 },
    sun: { type: "glare", at_s: 0.8, for_s: 0.4 },
    mud: { type: "occluded_lidar", from_deg: -60, width_deg: 120, at_s: 0.9, for_s: 9 },
  };
});

const alone = await run(scenario, SECONDS);

for (const workers of [1, 2, 3]) {
  Deno.test(`threads: ${workers} that render change no byte`, async () => {
    const threads = threadsOf(assert.fail, workers)!;
    try {
      for (const seed of [scenario.seed, scenario.seed + 1]) {
        const want = seed === scenario.seed ? alone : await run(scenario, SECONDS, { seed });
        const found = await run(scenario, SECONDS, { seed, threads });
        assert.equal(found.digest, want.digest, firstDifference(want, found));
        assert.deepEqual(digestsOf(found), digestsOf(want));
      }
    } finally {
      await threads.close();
    }
  });
}

Deno.test("threads: the file that is recorded is the same, byte for byte", async () => {
  const threads = threadsOf(assert.fail, 2)!;
  const recording = async (options: Parameters<typeof run>[2]) => {
    const parts: Uint8Array[] = [];
    const sink = { write: (bytes: Uint8Array) => void parts.push(bytes.slice()), close() {} };
    const record = (metadata: Record<string, string>) => createRecorder(sink, { metadata });
    await run(scenario, SECONDS, { ...options, record });
    return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
  };
  try {
    const [want, found] = [await recording({}), await recording({ threads })];
    assert.ok(want.length > 1e6, `${want.length} bytes`);
    assert.deepEqual(found, want);
  } finally {
    await threads.close();
  }
});

Deno.test("threads: a run that is interrupted leaves none behind", async () => {
  const threads = threadsOf(assert.fail, 2)!, abort = new AbortController();
  const onSlice = () => abort.abort();
  const options = { threads, signal: abort.signal, onSlice, sliceNs: 1e8 };
  await assert.rejects(run(scenario, SECONDS, options), Interrupted);
  const early = new AbortController();
  early.abort();
  await assert.rejects(run(scenario, SECONDS, { threads, signal: early.signal }), Interrupted);
  await threads.close(); // a worker that is left keeps the test from ending: Deno looks
});
