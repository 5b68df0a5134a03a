import assert from "#assert";
import fc from "fast-check";
import { codecOf } from "../../../msgs/cdr.ts";
import { definitionsOf } from "../../../msgs/definitions.ts";
import { latched, reliable } from "../../../msgs/message.ts";
import { TYPE_NAMES } from "../../../msgs/types.ts";
import { createRecorder } from "../../../runtime/bag/recorder.ts";
import { openLog } from "../../../runtime/bag/open.ts";
import { messages } from "../../msgs/arbitrary.ts";
import { askPython, HAS_PYTHON, NEEDS_PYTHON } from "../../oracles/python.ts";
import { exists, inFolder, MemorySink, readLog, sampleMcap } from "./samples.ts";

const STRING = { topic: "/s", type: "std_msgs/msg/String", qos: reliable(1) };
const text = codecOf("std_msgs/msg/String");

Deno.test("a recording is read back as it was written", async () => {
  const metadata = { seed: "7", scenario: "sample" };
  const { log, messages } = await readLog(sampleMcap(40, { metadata }));
  assert.deepEqual(log.warnings, []);
  assert.deepEqual({ ...log.metadata }, { ...metadata, epoch: "1.000000000" });
  assert.deepEqual(log.epoch, { sec: 1, nanosec: 0 });
  assert.deepEqual(messages.map(({ at }) => at), Array.from({ length: 40 }, (_, i) => i * 1e8));
  assert.deepEqual(log.decode(messages[5]!), { data: "hello 5" });
  assert.deepEqual(log.topics.get("/clock")?.qos, {
    reliability: "best_effort",
    durability: "volatile",
    depth: 1,
  });
  assert.equal(log.topics.get("/clock")?.count, 10);
});

Deno.test("the same calls give the same bytes, whatever the order of the metadata's keys", () => {
  const one = sampleMcap(100, { metadata: { a: "1", b: "2" } });
  const two = sampleMcap(100, { metadata: { b: "2", a: "1" } });
  assert.deepEqual(one, two);
  assert.notDeepEqual(one, sampleMcap(100, { metadata: { a: "1", b: "3" } }));
});

Deno.test("messages out of order are read in order, equal times in file order", async () => {
  const sink = new MemorySink();
  const recorder = createRecorder(sink);
  const channel = recorder.channel(STRING);
  const times = [5, 3, 5, 3_000_000_000, 4, 3, 2_000_000_000, 5];
  times.forEach((at, i) => channel.write(at, text.encode({ data: `${i}` })));
  recorder.close();
  const { log, messages } = await readLog(sink.bytes());
  const order = messages.map((read) => (log.decode(read) as { data: string }).data);
  assert.deepEqual(order, ["1", "5", "4", "0", "2", "7", "6", "3"]);
});

Deno.test("what was recorded survives a process that was killed", async () => {
  const sink = new MemorySink();
  const recorder = createRecorder(sink, { metadata: { seed: "1" } });
  const channel = recorder.channel(STRING);
  for (let i = 0; i < 35; i++) channel.write(i * 100_000_000, text.encode({ data: `${i}` }));
  const { log, messages } = await readLog(sink.bytes());
  assert.equal(messages.length, 30, "all but the open second");
  assert.equal(log.warnings.length, 1);
  assert.match(
    log.warnings[0] ?? "",
    /byte \d+: truncated: .*after log time 3\.900000000 s is lost/,
  );
  assert.equal(log.metadata?.["seed"], "1");
  recorder.flush();
  assert.equal((await readLog(sink.bytes())).messages.length, 35);
});

Deno.test("close() is synchronous, ends the file and can be called again", () => {
  const sink = new MemorySink();
  const recorder = createRecorder(sink);
  const channel = recorder.channel(STRING);
  channel.write(0, text.encode({ data: "x" }));
  recorder.close();
  const size = sink.bytes().length;
  recorder.close();
  channel.write(1, text.encode({ data: "late" }));
  recorder.flush();
  assert.equal(sink.closed, 1);
  assert.equal(sink.bytes().length, size);
  assert.equal(recorder.byteCount, size);
  assert.equal(recorder.messageCount, 1);
});

Deno.test("channel() keeps to one type a topic and copies what it is given", async () => {
  const sink = new MemorySink();
  const recorder = createRecorder(sink);
  const channel = recorder.channel(STRING);
  assert.equal(recorder.channel(STRING), channel);
  assert.throws(
    () => recorder.channel({ ...STRING, type: "rosgraph_msgs/msg/Clock" }),
    /\/s: is recorded as std_msgs\/msg\/String/,
  );
  const scratch = text.encode({ data: "abc" });
  channel.write(0, scratch);
  scratch.fill(0);
  recorder.close();
  const { log, messages } = await readLog(sink.bytes());
  assert.deepEqual(log.decode(messages[0]!), { data: "abc" });
});

Deno.test("a recording without messages is a sound file with its topics", async () => {
  const sink = new MemorySink();
  const recorder = createRecorder(sink);
  recorder.channel(STRING);
  recorder.close();
  const log = await openLog(sink.bytes(), { allowEmpty: true });
  assert.deepEqual([...log.topics.keys()], ["/s"]);
  assert.deepEqual(log.warnings, []);
  assert.deepEqual([log.messageCount, log.start, log.end], [0, 0, 0]);
});

Deno.test("createRecorder() refuses a folder that is not there, and leaves nothing", async () => {
  await inFolder((folder) => {
    assert.throws(() => createRecorder(`${folder}/no/run.mcap`), {
      name: "LogError",
      message: `${folder}/no/run.mcap: no such file or folder`,
    });
    assert.equal(exists(`${folder}/no`), false);
  });
});

Deno.test("a file holds what a sink was given", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/run.mcap`;
    const recorder = createRecorder(path);
    const channel = recorder.channel(STRING);
    channel.write(0, text.encode({ data: "x" }));
    recorder.close();
    const sink = new MemorySink();
    const other = createRecorder(sink);
    other.channel(STRING).write(0, text.encode({ data: "x" }));
    other.close();
    assert.deepEqual(Deno.readFileSync(path), sink.bytes());
    assert.equal((await readLog(path)).messages.length, 1);
  });
});

/** `[path, value]` of every field, as tests/oracles/bag_read.py writes them. */
function fieldsOf(value: unknown, path: string, out: [string, string][]): [string, string][] {
  const number = (x: number) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, x);
    return view.getBigUint64(0).toString(16).padStart(16, "0");
  };
  if (typeof value === "number") out.push([path, number(value)]);
  else if (typeof value === "bigint") out.push([path, String(value)]);
  else if (typeof value === "boolean") out.push([path, String(value)]);
  else if (typeof value === "string") out.push([path, `text ${value}`]);
  else if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as unknown as ArrayLike<unknown>;
    out.push([`${path}.length`, number(list.length)]);
    for (let i = 0; i < list.length; i++) fieldsOf(list[i], `${path}[${i}]`, out);
  } else {
    for (const [key, inner] of Object.entries(value as object)) {
      fieldsOf(inner, path === "" ? key : `${path}.${key}`, out);
    }
  }
  return out;
}

interface Heard {
  readonly topic: string;
  readonly type: string;
  readonly log_time: string;
  readonly fields: [string, string][];
}

/** Seeded, so that a failure can be seen again. */
const SAMPLES = { numRuns: 6, seed: 20260101 };

Deno.test({
  name: `Python's mcap and rosbags read every message of every type alike ${NEEDS_PYTHON}`,
  ignore: !HAS_PYTHON,
  fn: () =>
    inFolder(async (folder) => {
      const path = `${folder}/all.mcap`;
      const recorder = createRecorder(path, { metadata: { seed: "1", version: "0" } });
      const expected: Heard[] = [];
      TYPE_NAMES.forEach((type, k) => {
        const topic = `/${type.replaceAll("/", "_").toLowerCase()}`;
        const channel = recorder.channel({ topic, type, qos: k === 0 ? latched(3) : reliable(9) });
        fc.sample(messages(definitionsOf(type), "ascii"), SAMPLES).forEach((message, i) => {
          const data = codecOf(type).encode(message as never);
          const at = (k * 10 + i) * 50_000_000;
          channel.write(at, data);
          const fields = fieldsOf(codecOf(type).decode(data), "", []);
          expected.push({ topic, type, log_time: String(1_000_000_000 + at), fields });
        });
      });
      recorder.close();
      const heard = await askPython("bag_read.py", [path]) as {
        mcap: Heard[];
        rosbags: Heard[];
        qos: Record<string, unknown>;
        metadata: Record<string, Record<string, string>>;
      };
      expected.sort((a, b) => Number(a.log_time) - Number(b.log_time));
      assert.deepEqual(heard.mcap, expected);
      assert.deepEqual(heard.rosbags, expected);
      assert.deepEqual(heard.qos[expected[0]!.topic], {
        reliability: "RELIABLE",
        durability: "TRANSIENT_LOCAL",
        depth: 3,
      });
      assert.deepEqual(heard.metadata["dryrun"], { epoch: "1.000000000", seed: "1", version: "0" });
    }),
});
