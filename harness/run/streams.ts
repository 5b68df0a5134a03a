/** Every topic of a run: counted, hashed and recorded as its messages are delivered. */
import { runDigest, TopicDigest } from "../../msgs/digest.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Recorder } from "../../runtime/bag/log.ts";
import type { TopicInfo } from "../../runtime/memory/topic.ts";
import type { TopicResult } from "./result.ts";

class Stream {
  count = 0;
  first: Nanos = 0;
  last: Nanos = 0;
  readonly digest = new TopicDigest();

  constructor(readonly topic: TopicInfo) {}

  see(at: Nanos): void {
    if (this.count++ === 0) this.first = at;
    this.last = at;
  }

  get hz(): number {
    return this.last > this.first ? (this.count - 1) * SECOND / (this.last - this.first) : 0;
  }

  result(digests: boolean): TopicResult {
    return {
      type: this.topic.type,
      count: this.count,
      hz: this.hz,
      bytes: digests ? this.digest.bytes : 0,
      digest: digests ? this.digest.hex() : "",
      exact: this.topic.exact,
      seconds: digests ? this.digest.seconds() : [],
    };
  }
}

/** Where the streams go, beside being counted. */
export interface StreamOptions {
  readonly digests: boolean;
  readonly recorder?: Recorder | undefined;
}

/** The streams of one run. */
export class Streams {
  readonly #streams = new Map<string, Stream>();

  constructor(readonly options: StreamOptions) {}

  /** True where messages are needed as bytes. */
  get wantsBytes(): boolean {
    return this.options.digests || this.options.recorder !== undefined;
  }

  /** What to call for each message of a topic that is only counted. */
  counter(topic: TopicInfo): (message: unknown, at: Nanos) => void {
    const stream = this.#stream(topic);
    return (_message, at) => stream.see(at);
  }

  /** What to call with the bytes of each message of a topic. */
  sink(topic: TopicInfo): (bytes: Uint8Array, at: Nanos) => void {
    const stream = this.#stream(topic);
    const { digests, recorder } = this.options;
    const { name, type, qos } = topic;
    const channel = recorder?.channel({ topic: name, type, qos });
    return (bytes, at) => {
      stream.see(at);
      if (digests) stream.digest.add(at, bytes);
      channel?.write(at, bytes);
    };
  }

  /** Every topic by name, sorted. */
  results(): Record<string, TopicResult> {
    const names = [...this.#streams.keys()].sort();
    return Object.fromEntries(
      names.map((name) => [name, this.#streams.get(name)!.result(this.options.digests)]),
    );
  }

  #stream(topic: TopicInfo): Stream {
    const stream = this.#streams.get(topic.name) ?? new Stream(topic);
    this.#streams.set(topic.name, stream);
    return stream;
  }
}

/** The digest of a run from its topics; empty where digests are off. */
export function digestOf(topics: Readonly<Record<string, TopicResult>>): string {
  const lines = Object.entries(topics).map(([topic, { type, digest, exact }]) => (
    { topic, type, digest, exact }
  ));
  return lines.some(({ digest }) => digest === "") ? "" : runDigest(lines);
}
