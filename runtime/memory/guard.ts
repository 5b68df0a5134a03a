/** Catches who writes to a published message: its bytes are compared before and after. */
import { codecOf } from "../../msgs/cdr.ts";
import type { Message, TypeName } from "../../msgs/message.ts";
import type { Nanos } from "../../msgs/time.ts";

interface Kept {
  readonly message: Message;
  readonly bytes: Uint8Array;
  readonly type: TypeName;
  readonly label: string;
}

/** How many messages are still looked at after their delivery. */
const KEPT = 256;

/** A message was changed after it was published: a broken invariant, so the run ends. */
export class GuardError extends Error {
  /** As printed before the message. */
  override readonly name = "GuardError";
}

/**
 * Holds the bytes of the newest published messages. Encoding each message several times is slow:
 * for tests.
 */
export class Guard {
  readonly #kept = new Map<Message, Kept>();

  /** A message was published. @throws {GuardError} the oldest kept one was changed */
  published(message: Message, { type, topic, at }: { type: TypeName; topic: string; at: Nanos }) {
    const before = this.#kept.get(message);
    if (before !== undefined) this.#compare(before, `before it was published again on ${topic}`);
    const label = `${topic} at ${(at / 1e9).toFixed(9)} s`;
    this.#kept.set(message, {
      message,
      bytes: codecOf(type).encode(message as never),
      type,
      label,
    });
    if (this.#kept.size <= KEPT) return;
    for (const [oldest, kept] of this.#kept) {
      this.#compare(kept, "later, by its publisher or by a reader that kept it");
      this.#kept.delete(oldest);
      break;
    }
  }

  /** `reader` has just had this message. @throws {GuardError} it was changed */
  delivered(message: Message, reader: string): void {
    const kept = this.#kept.get(message);
    if (kept !== undefined) this.#compare(kept, `up to when ${reader} had read it`);
  }

  /** Looks at all that is kept. @throws {GuardError} one was changed */
  close(): void {
    for (const kept of this.#kept.values()) {
      this.#compare(kept, "later, by its publisher or by a reader that kept it");
    }
    this.#kept.clear();
  }

  #compare({ message, bytes, type, label }: Kept, when: string): void {
    const now = codecOf(type).encode(message as never);
    if (now.length === bytes.length && now.every((byte, i) => byte === bytes[i])) return;
    throw new GuardError(`The message on ${label} was written to ${when}: messages are immutable`);
  }
}
