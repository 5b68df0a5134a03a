import assert from "#assert";
import { Worker } from "#threads";
import { SETTING } from "../../../core/cloud/filter/settings.ts";
import type { Answer, Order } from "../../../runtime/pool/protocol.ts";

Deno.test("a worker answers orders one after the other, and works in shared memory", async () => {
  const input = new SharedArrayBuffer(24), output = new SharedArrayBuffer(24);
  new Float32Array(input).set([9, 0, 0, 1, 2, 3]);
  const settings = new Float64Array(SETTING.length);
  settings.set([1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0.5, 25]);
  const layout = { count: 2, step: 12, bigEndian: false, xyz: [0, 4, 8], double: false };
  const part = { input, output, offset: 0, layout, settings };
  const orders: Order[] = [
    { id: 5, task: "cloud/filter", input: part },
    { id: 6, task: "no such", input: 0 },
  ];
  const worker = new Worker(new URL("../../../runtime/pool/worker.ts", import.meta.url));
  const answers: Answer[] = [];
  await new Promise<void>((resolve) => {
    worker.on("message", (answer: Answer) => {
      answers.push(answer);
      if (answers.length === orders.length) resolve();
    });
    for (const order of orders) worker.postMessage(order);
  });
  await worker.terminate();
  assert.deepEqual(answers[0], { id: 5, result: [1, 2, 1] });
  assert.equal((answers[1] as { error: { name: string } }).error.name, "TypeError");
  assert.deepEqual([...new Float32Array(output, 0, 3)], [1, 2, 3.5]);
});
