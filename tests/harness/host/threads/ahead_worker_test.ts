import assert from "#assert";
import { Worker } from "#threads";
import type { Image } from "../../../../msgs/types.ts";
import type { Answer } from "../../../../runtime/pool/protocol.ts";
import { type Capture, CaptureMaker } from "../../../../sim/captures.ts";
import { SEEN } from "../../../sim/seen_config.ts";

const SCRIPT = new URL("../../../../harness/host/threads/ahead_worker.ts", import.meta.url);

/** Captures as a worker answers them. */
async function answered(config: typeof SEEN, ks: readonly number[]): Promise<Answer[]> {
  const worker = new Worker(SCRIPT, { workerData: { config, seed: 1, files: {} } });
  const answers: Answer[] = [];
  await new Promise<void>((resolve) => {
    worker.on("message", (answer: Answer) => {
      if (answers.push(answer) === ks.length) resolve();
    });
    ks.forEach((k, id) => {
      worker.postMessage({ id, task: "capture", input: { sensor: "camera", k } });
    });
  });
  await worker.terminate();
  return answers;
}

Deno.test("a worker makes the captures that are made here, small and large messages alike", async () => {
  const camera = { ...SEEN.sensors.camera!, width: 200, height: 150 };
  const large = { ...SEEN, sensors: { camera }, faults: {} };
  for (const config of [SEEN, large]) {
    const maker = new CaptureMaker(config, 1), ks = [0, 2, 5, 6];
    const answers = await answered(config, ks);
    answers.forEach((answer, id) => {
      assert.deepEqual(answer, { id, result: maker.make("camera", ks[id]!) });
    });
    const images = answers.flatMap((answer) => {
      const { messages } = (answer as { result: Capture }).result;
      return messages.filter(({ port }) => port === "image");
    });
    assert.ok(images.length > 0);
    for (const { message } of images) {
      const { data, width, height } = message as Image;
      assert.equal(data.buffer.byteLength, 3 * width * height, "bytes of its own");
    }
  }
});
