/**
 * Digests of what flowed over a topic and of a whole run: the determinism contract's evidence.
 *
 * A topic's is SHA-256 over, for each message in order, its delivery time (int64, two's
 * complement, little endian, nanoseconds since the run's epoch), its length (uint32, little
 * endian) and its CDR bytes. A second's is that of the topic at its end, so that all is hashed once:
 * the first that differs says when two runs part.
 */
import { createHash, hash } from "#hash";
import { type Nanos, SECOND } from "./time.ts";

/** Messages are gathered up to this size: a call of the hash costs more than many bytes do. */
const BLOCK = 65_536;
/** Bytes before each message: time and length. */
const PREFIX = 12;
/** Hex digits of a second's digest. */
const SECOND_DIGITS = 16;

/**
 * The digest of one topic.
 *
 * @example
 * ```ts
 * import { TopicDigest } from "./digest.ts";
 * const digest = new TopicDigest();
 * digest.add(1_500_000_000, new Uint8Array([0, 1, 0, 0, 42]));
 * digest.seconds().length; // 2: nothing in second 0, one message in second 1
 * ```
 */
export class TopicDigest {
  #block = new Uint8Array(BLOCK);
  #view = new DataView(this.#block.buffer);
  #used = 0;
  #total = createHash("sha256");
  #next: Nanos = SECOND;
  #seconds: string[] = [];
  #messages = 0;
  #bytes = 0;

  /** How many messages were added. */
  get messages(): number {
    return this.#messages;
  }

  /** The size of their CDR, headers included. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Adds a message; its bytes are free to change afterwards.
   *
   * @param at its delivery time. One that is earlier than the message before counts to the second
   * of the latter, one before the epoch to second 0.
   * @throws {RangeError} `at` is no integer
   */
  add(at: Nanos, bytes: Uint8Array): void {
    if (!Number.isSafeInteger(at)) throw new RangeError(`delivery time ${at} is no integer`);
    if (at >= this.#next) this.#turn(Math.floor(at / SECOND));
    const length = bytes.length;
    if (this.#used + PREFIX + length > BLOCK) this.#flush();
    this.#view.setUint32(this.#used, at >>> 0, true);
    this.#view.setUint32(this.#used + 4, Math.floor(at / 0x1_0000_0000) >>> 0, true);
    this.#view.setUint32(this.#used + 8, length, true);
    this.#used += PREFIX;
    if (this.#used + length <= BLOCK) {
      this.#block.set(bytes, this.#used);
      this.#used += length;
    } else {
      this.#flush();
      this.#total.update(bytes);
    }
    this.#messages++;
    this.#bytes += length;
  }

  /** The digest so far, 64 hex digits. */
  hex(): string {
    return this.#total.copy().update(this.#block.subarray(0, this.#used)).digest("hex");
  }

  /**
   * An item a second of delivery time, from second 0 to that of the last message: the first 16
   * hex digits of the digest so far. Empty without a message.
   */
  seconds(): string[] {
    return this.#messages === 0 ? [] : [...this.#seconds, this.#soFar()];
  }

  #soFar(): string {
    return this.hex().slice(0, SECOND_DIGITS);
  }

  /** Ends the current second, and those without a message before `second`. */
  #turn(second: number): void {
    this.#flush();
    const soFar = this.#soFar();
    while (this.#seconds.length < second) this.#seconds.push(soFar);
    this.#next = (second + 1) * SECOND;
  }

  #flush(): void {
    this.#total.update(this.#block.subarray(0, this.#used));
    this.#used = 0;
  }
}

/** A topic's line in the digest of a run. */
export interface TopicLine {
  /** Absolute. */
  readonly topic: string;
  /** Its type name. */
  readonly type: string;
  /** Of {@linkcode TopicDigest.hex}. */
  readonly digest: string;
  /** `false`: its bytes may differ between machines, so it stays out. */
  readonly exact: boolean;
}

/** The digest of a run: SHA-256 over lines `topic type digest\n`, sorted, of its exact topics. */
export function runDigest(topics: Iterable<TopicLine>): string {
  const lines: string[] = [];
  for (const { topic, type, digest, exact } of topics) {
    if (exact) lines.push(`${topic} ${type} ${digest}\n`);
  }
  return hash("sha256", lines.sort().join(""), "hex");
}
