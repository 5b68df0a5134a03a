import assert from "#assert";
import fc from "fast-check";
import { createHash } from "#hash";
import type { TopicResult } from "../../../harness/run/result.ts";
import { digestOf, Streams } from "../../../harness/run/streams.ts";
import { bestEffort } from "../../../msgs/message.ts";
import type { RecordedTopic, Recorder } from "../../../runtime/bag/log.ts";
import type { TopicInfo } from "../../../runtime/memory/topic.ts";

const topic = (name: string, exact = true): TopicInfo => ({
  name,
  type: "std_msgs/msg/String",
  qos: bestEffort(3),
  exact,
});

/** SHA-256 over delivery time, length and bytes of each message, as docs/determinism.md says. */
function digestBy(messages: readonly (readonly [at: number, bytes: Uint8Array])[]): string {
  const hash = createHash("sha256");
  for (const [at, bytes] of messages) {
    const head = new DataView(new ArrayBuffer(12));
    head.setBigUint64(0, BigInt.asUintN(64, BigInt(at)), true);
    head.setUint32(8, bytes.length, true);
    hash.update(new Uint8Array(head.buffer)).update(bytes);
  }
  return hash.digest("hex");
}

/** A recorder that keeps what it is told. */
function recording() {
  const channels: RecordedTopic[] = [];
  const written: [topic: string, at: number, bytes: number[]][] = [];
  const recorder: Recorder = {
    channel(spec) {
      channels.push(spec);
      return { write: (at, data) => void written.push([spec.topic, at, [...data]]) };
    },
    messageCount: 0,
    byteCount: 0,
    flush() {},
    close() {},
  };
  return { recorder, channels, written };
}

Deno.test("Streams counts, hashes and describes any messages", () => {
  const messages = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 5e9 }), fc.uint8Array({ maxLength: 40 })),
    { maxLength: 30 },
  ).map((list) => list.sort(([a], [b]) => a - b));
  fc.assert(fc.property(messages, (list) => {
    const streams = new Streams({ digests: true });
    const sink = streams.sink(topic("/a"));
    for (const [at, bytes] of list) sink(bytes, at);
    const { type, count, hz, bytes, digest, exact, seconds } = streams.results()["/a"]!;
    assert.equal(type, "std_msgs/msg/String");
    assert.equal(count, list.length);
    assert.equal(bytes, list.reduce((sum, [, { length }]) => sum + length, 0));
    assert.equal(digest, digestBy(list));
    assert.equal(exact, true);
    const [first, last] = [list[0]?.[0] ?? 0, list.at(-1)?.[0] ?? 0];
    const rate = last > first ? (list.length - 1) / ((last - first) / 1e9) : 0;
    assert.ok(Math.abs(hz - rate) <= 1e-12 * rate, `${hz} Hz, ${rate} expected`);
    assert.equal(seconds.length, list.length === 0 ? 0 : Math.floor(last / 1e9) + 1);
    for (const [n, second] of seconds.entries()) {
      const until = list.filter(([at]) => at < (n + 1) * 1e9);
      assert.equal(second, digestBy(until).slice(0, 16));
    }
  }));
});

Deno.test("Streams that only count know no bytes", () => {
  const streams = new Streams({ digests: false });
  assert.equal(streams.wantsBytes, false);
  const count = streams.counter(topic("/a", false));
  for (const at of [1e9, 1.5e9, 3e9]) count({}, at);
  assert.deepEqual(streams.results(), {
    "/a": {
      ...{ type: "std_msgs/msg/String", count: 3, hz: 1, bytes: 0, digest: "", exact: false },
      seconds: [],
    },
  });
  assert.equal(digestOf(streams.results()), "");
});

Deno.test("Streams records what is delivered, hashed or not, under the topic's own QoS", () => {
  for (const digests of [true, false]) {
    const { recorder, channels, written } = recording();
    const streams = new Streams({ digests, recorder });
    assert.equal(streams.wantsBytes, true);
    const [a, b] = [streams.sink(topic("/a")), streams.sink(topic("/b"))];
    const scratch = new Uint8Array([1, 2]);
    a(scratch, 5);
    scratch[0] = 9;
    b(scratch, 5);
    a(scratch, 7);
    assert.deepEqual(
      channels,
      ["/a", "/b"].map((name) => ({
        topic: name,
        type: "std_msgs/msg/String",
        qos: bestEffort(3),
      })),
    );
    assert.deepEqual(written, [["/a", 5, [1, 2]], ["/b", 5, [9, 2]], ["/a", 7, [9, 2]]]);
    const { "/a": first } = streams.results();
    assert.equal(first!.count, 2);
    const expected = digestBy([[5, new Uint8Array([1, 2])], [7, new Uint8Array([9, 2])]]);
    assert.equal(first!.digest, digests ? expected : "");
  }
});

Deno.test("Streams lists topics sorted, silent ones too; two writers share a stream", () => {
  const streams = new Streams({ digests: true });
  const sinks = ["/b", "/a", "/b", "/c"].map((name) => streams.sink(topic(name)));
  sinks[0]!(new Uint8Array([1]), 1);
  sinks[2]!(new Uint8Array([2]), 2);
  const results = streams.results();
  assert.deepEqual(Object.keys(results), ["/a", "/b", "/c"]);
  assert.equal(
    results["/b"]!.digest,
    digestBy([[1, new Uint8Array([1])], [2, new Uint8Array([2])]]),
  );
  assert.equal(results["/c"]!.digest, digestBy([]));
});

Deno.test("digestOf() is over the sorted lines of exact topics alone", () => {
  const one = (digest: string, exact: boolean): TopicResult => ({
    ...{ type: "T", count: 1, hz: 0, bytes: 1, digest, exact },
    seconds: [],
  });
  const topics = { "/z": one("11", true), "/a": one("22", true), "/m": one("33", false) };
  const lines = "/a T 22\n/z T 11\n";
  assert.equal(digestOf(topics), createHash("sha256").update(lines).digest("hex"));
  const changed = { ...topics, "/m": one("44", false) };
  assert.equal(digestOf(changed), digestOf(topics), "what is not exact does not count");
  assert.notEqual(digestOf({ ...topics, "/a": one("23", true) }), digestOf(topics));
  assert.equal(digestOf({ ...topics, "/a": one("", true) }), "", "nothing was hashed");
});
