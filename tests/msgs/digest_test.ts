import assert from "#assert";
import { createHash } from "#hash";
import fc from "fast-check";
import { runDigest, TopicDigest } from "../../msgs/digest.ts";
import { NANOS_LIMIT, SECOND } from "../../msgs/time.ts";

type Entry = { at: number; bytes: Uint8Array };

function sha256(parts: Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

/** The contract, word by word: nothing batched, 64-bit integers as such. */
function plain(entries: Entry[]): { hex: string; seconds: string[] } {
  const parts = entries.map(({ at, bytes }) => {
    const part = new Uint8Array(12 + bytes.length);
    const view = new DataView(part.buffer);
    view.setBigInt64(0, BigInt(at), true);
    view.setUint32(8, bytes.length, true);
    part.set(bytes, 12);
    return part;
  });
  let last = 0;
  const of = entries.map(({ at }) => last = Math.max(last, Math.floor(at / SECOND)));
  const seconds = Array.from(
    { length: entries.length === 0 ? 0 : last + 1 },
    (_, second) => sha256(parts.filter((_, i) => of[i]! <= second)).slice(0, 16),
  );
  return { hex: sha256(parts), seconds };
}

const entries = fc.array(
  fc.record({
    at: fc.oneof(
      fc.integer({ min: 0, max: 6 * SECOND }),
      fc.integer({ min: -SECOND, max: 6 * SECOND }),
      fc.constantFrom(0, SECOND, SECOND - 1, 2 * SECOND),
    ),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 900, size: "max" }),
      fc.integer({ min: 60_000, max: 200_000 }).map((size) => new Uint8Array(size).fill(size)),
    ),
  }),
  { maxLength: 60, size: "max" },
);

Deno.test("TopicDigest is SHA-256 over time, length and bytes, in all and to the end of each second", () => {
  fc.assert(
    fc.property(entries, fc.boolean(), (list, sorted) => {
      if (sorted) list.sort((a, b) => a.at - b.at);
      const digest = new TopicDigest();
      for (const { at, bytes } of list) digest.add(at, bytes);
      const expected = plain(list);
      assert.equal(digest.hex(), expected.hex);
      assert.deepEqual(digest.seconds(), expected.seconds);
      assert.equal(digest.messages, list.length);
      assert.equal(digest.bytes, list.reduce((sum, { bytes }) => sum + bytes.length, 0));
    }),
    { numRuns: 60 },
  );
});

Deno.test("TopicDigest can be asked at any time, and goes on", () => {
  const digest = new TopicDigest();
  assert.deepEqual(digest.seconds(), []);
  assert.equal(digest.hex(), plain([]).hex);
  const list: Entry[] = [];
  for (let i = 0; i < 40; i++) {
    const entry = { at: i * 3 * (SECOND / 10), bytes: new Uint8Array(7000).fill(i) };
    list.push(entry);
    digest.add(entry.at, entry.bytes);
    assert.equal(digest.hex(), plain(list).hex);
    assert.deepEqual(digest.seconds(), plain(list).seconds);
  }
});

Deno.test("TopicDigest keeps no reference to the bytes", () => {
  const bytes = new Uint8Array(100).fill(1);
  const digest = new TopicDigest();
  digest.add(5, bytes);
  bytes.fill(2);
  assert.equal(digest.hex(), plain([{ at: 5, bytes: new Uint8Array(100).fill(1) }]).hex);
});

Deno.test("TopicDigest tells apart messages that only run together differently, and times", () => {
  const of = (...list: [number, number[]][]) => {
    const digest = new TopicDigest();
    for (const [at, bytes] of list) digest.add(at, new Uint8Array(bytes));
    return digest.hex();
  };
  assert.notEqual(of([0, [1, 2]], [0, [3]]), of([0, [1]], [0, [2, 3]]));
  assert.notEqual(of([0, [1]]), of([1, [1]]));
  assert.notEqual(of([-1, [1]]), of([1, [1]]));
});

Deno.test("TopicDigest takes the limits of time and refuses fractions", () => {
  const list = [-NANOS_LIMIT, -1].map((at) => ({ at, bytes: new Uint8Array([1]) }));
  const digest = new TopicDigest();
  for (const { at, bytes } of list) digest.add(at, bytes);
  assert.equal(digest.hex(), plain(list).hex);
  assert.equal(digest.seconds().length, 1);
  assert.throws(() => digest.add(0.5, new Uint8Array(1)), {
    name: "RangeError",
    message: "delivery time 0.5 is no integer",
  });
});

Deno.test("TopicDigest's second without a message is that of the second before, or of nothing", () => {
  const digest = new TopicDigest();
  digest.add(2 * SECOND, new Uint8Array([1]));
  digest.add(4 * SECOND, new Uint8Array([1]));
  const [first, second, third, fourth, fifth] = digest.seconds();
  assert.deepEqual([first, second], ["e3b0c44298fc1c14", "e3b0c44298fc1c14"]);
  assert.equal(third, fourth);
  assert.notEqual(fourth, fifth);
});

Deno.test("runDigest() is SHA-256 over the sorted lines of the exact topics", () => {
  const topics = [
    { topic: "/odom", type: "nav_msgs/msg/Odometry", digest: "bb", exact: true },
    { topic: "/imu/data", type: "sensor_msgs/msg/Imu", digest: "aa", exact: true },
    { topic: "/detections", type: "vision_msgs/msg/X", digest: "cc", exact: false },
  ];
  const text = "/imu/data sensor_msgs/msg/Imu aa\n/odom nav_msgs/msg/Odometry bb\n";
  assert.equal(runDigest(topics), sha256([new TextEncoder().encode(text)]));
  assert.equal(runDigest(topics.toReversed()), runDigest(topics));
  assert.equal(runDigest([]), sha256([]));
});
