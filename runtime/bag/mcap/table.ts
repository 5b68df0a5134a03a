/** What is known of an MCAP file before its messages are read. */
import type { McapTypes } from "@mcap/core";
import { LogChannel } from "../channel.ts";

/** A stretch of the file that is read at once: a chunk, or a run of records outside chunks. */
export interface Stretch {
  /** `cut`: the last chunk of a truncated file, of which only the beginning is there. */
  readonly kind: "chunk" | "cut" | "run";
  /** Where its bytes begin (of a chunk: its frame) and how many there are. */
  readonly offset: number;
  readonly length: number;
  /** First and last log time in it. */
  readonly start: bigint;
  readonly end: bigint;
}

/** Most findings that are listed of one file. */
const WARNINGS_LIMIT = 50;

/** Channels, stretches with messages, and findings. */
export class McapTable {
  readonly channels = new Map<number, LogChannel>();
  readonly #schemas = new Map<number, McapTypes.Schema>();
  readonly stretches: Stretch[] = [];
  readonly warnings: string[] = [];
  /** Worth knowing, but no damage. */
  readonly notes: string[] = [];
  /** The metadata record named `dryrun`. */
  metadata: Readonly<Record<string, string>> | undefined;
  /** How the file ends; `sound` where a footer and the magic close it. */
  sound = true;

  /** Empty, but for the channels of another table of the same file. */
  constructor(known?: McapTable) {
    if (known === undefined) return;
    for (const schema of known.#schemas.values()) this.addSchema(schema);
    for (const [id, { info }] of known.channels) this.channels.set(id, new LogChannel(info));
  }

  /** Notes a finding; a file that is nothing but damage is not listed in full. */
  warn(text: string): void {
    const { length } = this.warnings;
    if (length < WARNINGS_LIMIT) this.warnings.push(text);
    else if (length === WARNINGS_LIMIT) this.warnings.push("more damage follows, it is not listed");
  }

  /** The first definition of an id counts: the format allows no other. */
  addSchema(schema: McapTypes.Schema): void {
    if (!this.#schemas.has(schema.id)) this.#schemas.set(schema.id, schema);
  }

  addChannel(channel: McapTypes.Channel): void {
    if (this.channels.has(channel.id)) return;
    const schema = this.#schemas.get(channel.schemaId);
    this.channels.set(
      channel.id,
      new LogChannel({
        topic: channel.topic,
        type: schema?.name ?? "",
        encoding: channel.messageEncoding,
        definitionEncoding: schema?.encoding ?? "",
        definition: schema === undefined ? "" : new TextDecoder().decode(schema.data),
        qos: channel.metadata.get("offered_qos_profiles"),
      }),
    );
  }

  addMetadata(metadata: McapTypes.Metadata): void {
    if (metadata.name === "dryrun") this.metadata = Object.fromEntries(metadata.metadata);
  }

  /** True where a channel's schema is known, or it says that it has none. */
  knows(channel: McapTypes.Channel): boolean {
    return channel.schemaId === 0 || this.#schemas.has(channel.schemaId);
  }
}
