/**
 * Messages to CDR and back: plain CDR (XCDR1), little endian, with the 4-byte encapsulation
 * header, as ROS 2 has it on the wire and in bags. A writer and a reader are compiled for each
 * type from its definition, when they are first used.
 *
 * Equal messages give equal bytes on every machine: padding is zero, and NaN is written as
 * 0x7fc00000 (float32) or 0x7ff8000000000000 (float64) only.
 */
import { parse } from "@foxglove/rosmsg";
import { type Definition, definitionOf, definitionsOf } from "./definitions.ts";
import { layoutOf, type Struct } from "./cdr/layout.ts";
import { compileReader, type Read } from "./cdr/reader.ts";
import { CdrScratch } from "./cdr/scratch.ts";
import { compileWriter, type Write } from "./cdr/writer.ts";
import type { MessageOf, TypeName } from "./message.ts";

export { CdrScratch };

/** Writes and reads the messages of one type. */
export interface Codec<T = unknown> {
  /** Such as `sensor_msgs/msg/Imu`. */
  readonly type: string;
  /** Its whole text; see {@linkcode definitionOf}. */
  readonly definition: string;
  /**
   * A message as bytes of its own.
   *
   * @throws {TypeError} a field is missing or of another shape (type and field are named)
   * @throws {RangeError} an integer does not fit its field
   */
  encode(message: T): Uint8Array<ArrayBuffer>;
  /** The same bytes in a scratch: valid until that scratch is written to again. */
  encodeInto(message: T, scratch: CdrScratch): Uint8Array;
  /**
   * A message of its own, which holds none of the bytes. Big endian is read too; bytes behind
   * the message are ignored. Small fixed arrays of several messages lie in one buffer: don't
   * transfer it.
   *
   * @throws {RangeError} the bytes are no whole message (type, field and offset are named)
   */
  decode(bytes: Uint8Array): T;
}

const codecs = new Map<string, Codec>();
const own = new CdrScratch();

/**
 * The codec of a type that Dryrun knows.
 *
 * @example
 * ```ts
 * import { codecOf } from "./cdr.ts";
 * const codec = codecOf("rosgraph_msgs/msg/Clock");
 * const bytes = codec.encode({ clock: { sec: 1, nanosec: 5 } }); // 12 bytes
 * codec.decode(bytes).clock.nanosec; // 5
 * ```
 * @throws {TypeError} the type is unknown
 */
export function codecOf<T extends TypeName>(type: T): Codec<MessageOf<T>> {
  let codec = codecs.get(type);
  if (codec === undefined) {
    const layout = layoutOf(type, definitionsOf(type));
    codec = new CompiledCodec(type, layout, () => definitionOf(type));
    codecs.set(type, codec);
  }
  return codec as Codec<MessageOf<T>>;
}

/**
 * The codec of any other type, from the text that a log or a peer gives with it (`ros2msg`).
 *
 * @throws {TypeError} the text can't be read, names a type that it does not define, or holds a
 * `wstring`, for which DDS vendors have different wire formats
 */
export function codecFrom(type: string, definitionText: string): Codec {
  let definitions: Definition[];
  try {
    definitions = parse(definitionText, { ros2: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TypeError(`${type}: its definition can't be read: ${reason}`);
  }
  return new CompiledCodec(type, layoutOf(type, definitions), () => definitionText);
}

class CompiledCodec implements Codec {
  #write: Write | undefined;
  #read: Read | undefined;

  constructor(
    readonly type: string,
    readonly layout: Struct,
    readonly text: () => string,
  ) {}

  get definition(): string {
    return this.text();
  }

  encode(message: unknown): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.encodeInto(message, own));
  }

  encodeInto(message: unknown, scratch: CdrScratch): Uint8Array {
    this.#write ??= compileWriter(this.layout);
    return scratch.message(this.#write(message, scratch));
  }

  decode(bytes: Uint8Array): unknown {
    this.#read ??= compileReader(this.layout);
    return this.#read(bytes);
  }
}
