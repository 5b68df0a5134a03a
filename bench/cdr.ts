/**
 * The CDR codec and the digests, beside `@foxglove/rosmsg2-serialization` in the same run.
 *
 *     deno run bench/cdr.ts
 */
import { MessageReader, MessageWriter } from "@foxglove/rosmsg2-serialization";
import { createHash } from "#hash";
import { CdrScratch, type Codec, codecOf } from "../msgs/cdr.ts";
import { definitionsOf } from "../msgs/definitions.ts";
import { TopicDigest } from "../msgs/digest.ts";
import type { TypeName } from "../msgs/message.ts";
import { zeroOf } from "../msgs/zero.ts";

/** One measured number, with the peer's of the same run where there is one. */
export interface Row {
  /** What was measured. */
  name: string;
  /** Ours. */
  value: number;
  /** Of both. */
  unit: string;
  /** Who does the same. */
  peer?: string;
  /** Theirs. */
  peerValue?: number;
  /** What ours must reach. */
  target?: string;
}

const PEER = "@foxglove/rosmsg2-serialization";
/** Different messages in turn, so that nothing can be computed once. */
const VARIANTS = 64;
const TYPES: readonly (readonly [TypeName, string])[] = [
  ["sensor_msgs/msg/Imu", "< 1"],
  ["nav_msgs/msg/Odometry", "~ 1"],
  ["tf2_msgs/msg/TFMessage", "< 1"],
  ["sensor_msgs/msg/JointState", "< 1"],
];

/** Reports each row as it is measured; microseconds a message, the best of interleaved rounds. */
export async function run(report: (row: Row) => void): Promise<void> {
  for (const [type, target] of TYPES) codec(type, target, report);
  for (const [type] of TYPES.slice(0, 2)) digest(type, report);
  await Promise.resolve();
}

type Typed = {
  codec: Codec;
  peer: { writer: MessageWriter; reader: MessageReader };
  all: unknown[];
};

function typed(type: TypeName): Typed {
  const definitions = definitionsOf(type) as ConstructorParameters<typeof MessageWriter>[0];
  return {
    codec: codecOf(type) as Codec,
    peer: { writer: new MessageWriter(definitions), reader: new MessageReader(definitions) },
    all: Array.from({ length: VARIANTS }, (_, i) => filled(zeroOf(type), i + 1)),
  };
}

/** A message with numbers in it, names as robots have them, and a few elements in its arrays. */
function filled(value: unknown, seed: number): unknown {
  if (typeof value === "number") return seed;
  if (typeof value === "string") return "base_link";
  if (value instanceof Float64Array) {
    return new Float64Array(value.length === 0 ? 4 : value.length).fill(seed + 0.5);
  }
  if (Array.isArray(value)) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  const message = Object.fromEntries(entries.map(([key, part]) => [key, filled(part, seed)]));
  if ("transforms" in message) {
    message["transforms"] = [{
      header: { stamp: { sec: seed, nanosec: 5 }, frame_id: "odom" },
      child_frame_id: "base_link",
      transform: {
        translation: { x: seed, y: 2, z: 3 },
        rotation: { x: 0, y: 0, z: 0.5, w: seed },
      },
    }];
  }
  if ("effort" in message) message["name"] = ["left_wheel", "right_wheel", "a", "b"];
  return message;
}

function codec(type: TypeName, target: string, report: (row: Row) => void): void {
  const { codec, peer, all } = typed(type);
  const bytes = all.map((message) => codec.encode(message));
  const scratch = new CdrScratch();
  const short = type.replace(/.*\//, "");
  const [into, encode, encodePeer, decode, decodePeer] = best([
    (i) => codec.encodeInto(all[i], scratch),
    (i) => codec.encode(all[i]),
    (i) => peer.writer.writeMessage(all[i]),
    (i) => codec.decode(bytes[i] as Uint8Array),
    (i) => peer.reader.readMessage(bytes[i] as Uint8Array),
  ]) as [number, number, number, number, number];
  const unit = "µs/message";
  const size = `${short} (${bytes[0]?.length} B)`;
  report({
    name: `encode into scratch: ${size}`,
    value: into,
    unit,
    peer: PEER,
    peerValue: encodePeer,
    target,
  });
  report({ name: `encode: ${size}`, value: encode, unit, peer: PEER, peerValue: encodePeer });
  report({ name: `decode: ${size}`, value: decode, unit, peer: PEER, peerValue: decodePeer });
}

/** What a run pays for a message: encoded and digested. */
function digest(type: TypeName, report: (row: Row) => void): void {
  const { codec, peer, all } = typed(type);
  const scratch = new CdrScratch();
  const topic = new TopicDigest();
  const plain = createHash("sha256");
  const short = type.replace(/.*\//, "");
  let at = 0;
  const [both, hashPeer] = best([
    // 200 Hz.
    (i) => topic.add(at += 5_000_000, codec.encodeInto(all[i], scratch)),
    (i) => plain.update(peer.writer.writeMessage(all[i])),
  ]) as [number, number];
  report({
    name: `encode and digest at 200 Hz: ${short}`,
    value: both,
    unit: "µs/message",
    peer: `${PEER} and one node:crypto hash, unbatched`,
    peerValue: hashPeer,
    target: "≤ 1.5",
  });
}

/** Microseconds a call of each, the least of rounds that take turns. */
function best(works: readonly ((variant: number) => unknown)[]): number[] {
  const least = works.map(() => Infinity);
  const calls = 20_000;
  for (let round = 0; round < 12; round++) {
    works.forEach((work, which) => {
      const start = performance.now();
      for (let i = 0; i < calls; i++) work(i % VARIANTS);
      const each = (performance.now() - start) / calls * 1000;
      least[which] = Math.min(least[which] as number, each);
    });
  }
  return least;
}

if (import.meta.main) {
  await run(({ name, value, unit, peerValue, target }) => {
    const ratio = peerValue === undefined
      ? ""
      : ` (peer ${peerValue.toFixed(3)}, × ${(peerValue / value).toFixed(1)})`;
    console.log(
      `${name}: ${value.toFixed(3)} ${unit}${ratio}${target ? `, target ${target}` : ""}`,
    );
  });
}
