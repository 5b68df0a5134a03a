/** Clouds of a bag in chunks: only what is asked for is read, and the sum is the whole. */
import assert from "#assert";
import { CloudFilter } from "../../core/cloud/filter.ts";
import { chunksOf, type CloudChunk } from "../../core/cloud/stream/chunks.ts";
import { codecOf } from "../../msgs/cdr.ts";
import { bestEffort } from "../../msgs/message.ts";
import type { PointCloud2 } from "../../msgs/types.ts";
import type { Log } from "../../runtime/bag/log.ts";
import { openLog } from "../../runtime/bag/open.ts";
import { createRecorder } from "../../runtime/bag/recorder.ts";
import { pointCloud } from "../nodes/cloud/points.ts";
import { MemorySink } from "../runtime/bag/samples.ts";

const TYPE = "sensor_msgs/msg/PointCloud2";
const CLOUDS = 40;

/** 2300 points a cloud, on a line that goes on from cloud to cloud. */
function cloudAt(index: number): PointCloud2 {
  return pointCloud(Array.from({ length: 2300 }, (_, i) => [(2300 * index + i) / 1000, 0, 0, 1]));
}

function bag(): Uint8Array {
  const sink = new MemorySink(), recorder = createRecorder(sink);
  const channel = recorder.channel({ topic: "/points", type: TYPE, qos: bestEffort(5) });
  const codec = codecOf(TYPE);
  for (let i = 0; i < CLOUDS; i++) channel.write(i * 100_000_000, codec.encode(cloudAt(i)));
  recorder.close();
  return sink.bytes();
}

async function* chunksIn(log: Log, decoded: { count: number }): AsyncGenerator<CloudChunk> {
  for await (const message of log.messages({ topics: new Set(["/points"]) })) {
    decoded.count++;
    yield* chunksOf(log.decode(message) as PointCloud2);
  }
}

Deno.test("a bag's clouds filtered in chunks are the clouds filtered whole", async () => {
  const log = await openLog(bag()), filter = new CloudFilter(), options = { maxRange: 50 };
  const sizes: number[] = [], bytes: number[] = [];
  for await (const chunk of chunksIn(log, { count: 0 })) {
    sizes.push(chunk.width);
    bytes.push(...filter.run(chunk, options).data.subarray(0, 4));
  }
  log.close();
  assert.deepEqual(sizes, Array.from({ length: 3 * CLOUDS }, (_, i) => i % 3 === 2 ? 300 : 1000));
  const whole = Array.from({ length: CLOUDS }, (_, i) => filter.run(cloudAt(i), options));
  assert.equal(whole.reduce((sum, { count }) => sum + count, 0), 50_001);
  const firsts = whole.flatMap(({ data }) => {
    return [0, 16_000, 32_000].flatMap((at) => [...data.subarray(at, at + 4)]);
  });
  assert.deepEqual(bytes, firsts);
});

Deno.test("back pressure: a reader that stops has decoded no more clouds than it needed", async () => {
  const log = await openLog(bag()), decoded = { count: 0 };
  let chunks = 0;
  for await (const chunk of chunksIn(log, decoded)) {
    chunks += chunk.width > 0 ? 1 : 0;
    if (chunks === 7) break;
  }
  log.close();
  assert.deepEqual([chunks, decoded.count], [7, 3]);
});
