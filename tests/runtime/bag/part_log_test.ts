import assert from "#assert";
import { codecOf } from "../../../msgs/cdr.ts";
import { type ChannelMessage, LogChannel } from "../../../runtime/bag/channel.ts";
import { joinParts } from "../../../runtime/bag/part_log.ts";
import type { LogPart } from "../../../runtime/bag/part.ts";
import { bigSinceEpoch } from "../../../runtime/bag/stamps.ts";
import { readAll } from "./samples.ts";

const SECOND = 1_000_000_000n;
const text = codecOf("std_msgs/msg/String");

/** A part with one channel and messages at these log times; `bad` are undecodable. */
function part(
  times: readonly bigint[],
  change: { topic?: string; type?: string; encoding?: string; bad?: number } = {},
): LogPart & { closed: number } {
  const channel = new LogChannel({
    topic: change.topic ?? "/s",
    type: change.type ?? "std_msgs/msg/String",
    encoding: change.encoding ?? "cdr",
    definitionEncoding: "",
    definition: "",
    qos: undefined,
  });
  channel.count = times.length;
  for (const at of times) channel.span(at, at);
  return {
    channels: [channel],
    segments: times.length === 0 ? [] : [{
      start: times[0]!,
      end: times.at(-1)!,
      *read({ epoch, topics }) {
        if (topics?.has(channel.topic) === false || channel.unreadable !== undefined) return;
        yield times.map((at, i): ChannelMessage => ({
          topic: channel.topic,
          type: channel.type,
          at: bigSinceEpoch(at, epoch, channel.topic),
          data: i < (change.bad ?? 0) ? new Uint8Array(3) : text.encode({ data: `${i}` }),
          channel,
        }));
      },
    }],
    warnings: [],
    metadata: undefined,
    closed: 0,
    close() {
      this.closed++;
    },
  };
}

function join(...parts: LogPart[]) {
  return joinParts({ path: "bag", format: "rosbag2", parts, warnings: [], allowEmpty: false });
}

Deno.test("joinParts() counts topics over files, with rate and epoch", async () => {
  const log = join(part([5n * SECOND + 7n, 6n * SECOND]), part([7n * SECOND, 8n * SECOND]));
  assert.deepEqual(log.epoch, { sec: 5, nanosec: 0 });
  assert.deepEqual([log.start, log.end], [7, 3e9]);
  const topic = log.topics.get("/s");
  assert.equal(topic?.count, 4);
  assert.ok(Math.abs((topic?.hz ?? 0) - 3 / (3 - 7e-9)) < 1e-12);
  assert.deepEqual((await readAll(log)).map(({ at }) => at), [7, 1e9, 2e9, 3e9]);
  const none = [];
  for await (const read of log.messages({ topics: new Set(["/x"]) })) none.push(read);
  assert.equal(none.length, 0);
});

Deno.test("joinParts() gives a topic one type; the other is skipped and said", async () => {
  const other = part([2n * SECOND], { type: "rosgraph_msgs/msg/Clock" });
  const log = join(part([SECOND]), other);
  assert.equal(log.topics.get("/s")?.type, "std_msgs/msg/String");
  assert.equal((await readAll(log)).length, 1);
  assert.match(log.warnings.join(), /\/s: its type is rosgraph_msgs\/msg\/Clock.*: skipped/);
});

Deno.test("joinParts() refuses a log without a message that can be read", () => {
  assert.throws(() => join(part([])), /bag: expected a log with messages in CDR: it has none/);
  assert.throws(() => join(part([SECOND], { encoding: "json" })), /\/s: its messages are encoded/);
});

Deno.test("joinParts() refuses log times that are 104 days apart, with topic and stamp", () => {
  const late = part([1_700_000_000n * SECOND], { topic: "/late" });
  assert.throws(() => join(part([0n]), late), {
    name: "LogError",
    message: /\/late: log time 1700000000\.000000000 s is more than 104 days/,
  });
});

Deno.test("decode() counts what is no such message, and says so once a topic", async () => {
  const log = join(part([SECOND, SECOND, SECOND], { bad: 2 }));
  const decoded = (await readAll(log)).map((read) => log.decode(read));
  assert.deepEqual(decoded, [undefined, undefined, { data: "2" }]);
  assert.deepEqual([...log.undecodable], [["/s", 2]]);
  assert.equal(log.warnings.length, 1);
  assert.match(log.warnings[0] ?? "", /\/s: bytes that are no std_msgs\/msg\/String/);
});

Deno.test("a recorded epoch counts more than the first log time", () => {
  const recorded = { ...part([5n * SECOND]), metadata: { epoch: "1.000000000" } };
  assert.deepEqual(join(recorded).epoch, { sec: 1, nanosec: 0 });
  assert.equal(join(recorded).start, 4e9);
  const odd = { ...part([5n * SECOND]), metadata: { epoch: "soon" } };
  assert.deepEqual(join(odd).epoch, { sec: 5, nanosec: 0 });
});

Deno.test("close() closes every part", () => {
  const parts = [part([SECOND]), part([SECOND])];
  join(...parts).close();
  assert.deepEqual(parts.map(({ closed }) => closed), [1, 1]);
});
