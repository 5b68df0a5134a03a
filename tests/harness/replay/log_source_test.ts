import assert from "#assert";
import { type Feed, LogSource } from "../../../harness/replay/log_source.ts";
import { type Message, reliable } from "../../../msgs/message.ts";
import { SECOND } from "../../../msgs/time.ts";
import type { Log, LogMessage } from "../../../runtime/bag/log.ts";
import { createRecorder, openLog } from "../../../runtime/bag/mod.ts";
import { Executor } from "../../../runtime/executor.ts";
import { codecOf } from "../../../msgs/cdr.ts";
import { MemorySink, sampleMcap } from "../../runtime/bag/samples.ts";

/** Keeps what was published, with the time at which it was. */
function keeping(executor: Executor) {
  const kept: [string, number][] = [];
  const feed: Feed = {
    publish: (message: Message) =>
      void kept.push([(message as { data: string }).data, executor.now]),
    undecodable: () => void kept.push(["undecodable", executor.now]),
  };
  return { kept, feed };
}

Deno.test("LogSource publishes each message at its log time, in the file's order", async () => {
  const log = await openLog(sampleMcap(100)), executor = new Executor();
  const { kept, feed } = keeping(executor);
  executor.addSource(new LogSource(log, new Map([["/chatter", feed]])));
  await executor.run();
  const wanted = Array.from({ length: 100 }, (_, i) => [`hello ${i}`, i * SECOND / 10] as const);
  assert.deepEqual(kept, wanted.filter((_, i) => i % 4 !== 3), "other topics are not even read");
  log.close();
});

Deno.test("LogSource stops where the run does, and goes on from there", async () => {
  const log = await openLog(sampleMcap(40)), executor = new Executor();
  const { kept, feed } = keeping(executor);
  executor.addSource(new LogSource(log, new Map([["/chatter", feed]])));
  await executor.run({ until: SECOND });
  assert.equal(kept.at(-1)![0], "hello 10");
  await executor.run();
  assert.equal(kept.length, 30);
  log.close();
});

Deno.test("LogSource tells of a message whose bytes don't fit, and goes on", async () => {
  const sink = new MemorySink(), recorder = createRecorder(sink);
  const type = "std_msgs/msg/String";
  const channel = recorder.channel({ topic: "/chatter", type, qos: reliable(1) });
  channel.write(1, codecOf(type).encode({ data: "a" }));
  channel.write(2, Uint8Array.of(0, 1, 0, 0, 255, 255, 255, 0));
  channel.write(3, codecOf(type).encode({ data: "b" }));
  recorder.close();
  const log = await openLog(sink.bytes()), executor = new Executor();
  const { kept, feed } = keeping(executor);
  executor.addSource(new LogSource(log, new Map([["/chatter", feed]])));
  await executor.run();
  assert.deepEqual(kept.map(([data]) => data), ["a", "undecodable", "b"]);
  log.close();
});

Deno.test("next() asks for a refill before each batch; empty batches are skipped; then it is over", async () => {
  const message = (at: number): LogMessage => ({ topic: "/t", type: "x", at, data: undefined });
  const batches = [[], [message(5), message(5)], [], [message(7)], []];
  const log = {
    path: "made.up",
    async *batches() {
      yield* await Promise.resolve(batches);
    },
    decode: ({ at }: LogMessage) => ({ data: String(at) }),
  } as unknown as Log;
  const said: string[] = [];
  const feed: Feed = {
    publish: (sent) => void said.push((sent as { data: string }).data),
    undecodable: () => {},
  };
  const source = new LogSource(log, new Map([["/t", feed]]));
  assert.equal(source.name, "made.up");
  assert.ok(Number.isNaN(source.next()));
  await source.refill();
  assert.equal(source.next(), 5);
  source.step();
  source.step();
  assert.ok(Number.isNaN(source.next()));
  await source.refill();
  assert.equal(source.next(), 7);
  source.step();
  await source.refill();
  assert.equal(source.next(), Infinity);
  assert.deepEqual(said, ["5", "5", "7"]);
});
