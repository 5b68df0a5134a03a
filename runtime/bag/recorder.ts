/** Records messages as MCAP that Foxglove, rosbag2 and Python read; same calls, same bytes. */
import { definitionOf } from "../../msgs/definitions.ts";
import type { TypeName } from "../../msgs/message.ts";
import { SIMULATED_EPOCH } from "../../msgs/time.ts";
import type { RecordedTopic, Recorder, RecorderChannel, RecorderOptions, Sink } from "./log.ts";
import { McapFile } from "./mcap/writer.ts";
import { qosText } from "./qos.ts";
import { ioError } from "./source.ts";
import { bigTime, secondsText } from "./stamps.ts";

/** Fixed, so that a newer dependency does not change the bytes of a recording. */
const LIBRARY = "dryrun";

/**
 * Starts a recording: profile `ros2`, CDR with ros2msg definitions, zstd chunks of at most one
 * second, offered QoS in the channels' metadata, log time = publish time = epoch + `at`.
 * A file is created (or emptied) at once: call this when nothing else can be refused any more.
 *
 * @example
 * ```ts
 * import { createRecorder } from "./recorder.ts";
 * import { codecOf } from "../../msgs/cdr.ts";
 * const parts: Uint8Array[] = [];
 * const sink = { write: (bytes: Uint8Array) => void parts.push(bytes), close() {} };
 * const recorder = createRecorder(sink, { metadata: { scenario: "example", seed: "1" } });
 * const qos = { reliability: "reliable", durability: "volatile", depth: 1 } as const;
 * const clock = recorder.channel({ topic: "/clock", type: "rosgraph_msgs/msg/Clock", qos });
 * clock.write(0, codecOf("rosgraph_msgs/msg/Clock").encode({ clock: { sec: 1, nanosec: 0 } }));
 * recorder.close();
 * ```
 * @throws {LogError} the file can't be created
 */
export function createRecorder(target: string | Sink, options: RecorderOptions = {}): Recorder {
  return new McapRecorder(typeof target === "string" ? fileSink(target) : target, options);
}

class McapRecorder implements Recorder {
  readonly #sink: Sink;
  readonly #file: McapFile;
  readonly #epoch: bigint;
  readonly #topics = new Map<string, { type: string; channel: RecorderChannel }>();
  #open = true;

  constructor(sink: Sink, options: RecorderOptions) {
    this.#sink = sink;
    this.#epoch = bigTime(options.epoch ?? SIMULATED_EPOCH);
    this.#file = new McapFile(sink, LIBRARY);
    // the empty text tells rosbag2 that QoS is in the numbers of metadata versions before 9
    this.#file.addMetadata("rosbag2", { ROS_DISTRO: "", serialized_metadata: "" });
    this.#file.addMetadata("dryrun", { ...options.metadata, epoch: secondsText(this.#epoch) });
  }

  get messageCount(): number {
    return this.#file.messageCount;
  }

  get byteCount(): number {
    return this.#file.position;
  }

  channel(spec: RecordedTopic): RecorderChannel {
    const known = this.#topics.get(spec.topic);
    if (known !== undefined) {
      if (known.type === spec.type) return known.channel;
      throw new TypeError(`${spec.topic}: is recorded as ${known.type}, not ${spec.type}`);
    }
    const id = this.#file.addChannel({
      topic: spec.topic,
      type: spec.type,
      definition: spec.definition ?? definitionOf(spec.type as TypeName),
      metadata: new Map([["offered_qos_profiles", qosText(spec.qos)]]),
    });
    const channel: RecorderChannel = {
      write: (at, data) => {
        if (this.#open) this.#file.addMessage(id, this.#epoch + BigInt(at), data);
      },
    };
    this.#topics.set(spec.topic, { type: spec.type, channel });
    return channel;
  }

  flush(): void {
    if (this.#open) this.#file.flush();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      this.#file.end();
    } finally {
      this.#sink.close();
    }
  }
}

/** A new file. @throws {LogError} its folder is absent, it may not be written, the disk is full */
function fileSink(path: string): Sink {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { write: true, create: true, truncate: true });
  } catch (cause) {
    throw ioError(path, "write", cause);
  }
  return {
    write(bytes) {
      try {
        for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
      } catch (cause) {
        throw ioError(path, "write", cause);
      }
    },
    close: () => file.close(),
  };
}
