/** Faults in a log's messages, counted before any node sees them. */
import type { Message } from "../../msgs/message.ts";
import type { Time } from "../../msgs/time.ts";
import type { Header } from "../../msgs/types.ts";
import type { InputResult } from "../run/result.ts";

/** Counts over the messages of one topic. */
export class InputCounts {
  readonly #type: string;
  #count = 0;
  #nonFinite = 0;
  #backward = 0;
  #undecodable = 0;
  #last: Time | undefined;

  constructor(type: string) {
    this.#type = type;
  }

  /** Looks at a message on its way to the nodes. */
  see(message: Message): void {
    this.#count++;
    if (!isFinite(message)) this.#nonFinite++;
    const stamp = (message as { header?: Header }).header?.stamp;
    if (stamp === undefined) return;
    if (this.#last !== undefined && isBefore(stamp, this.#last)) this.#backward++;
    this.#last = stamp;
  }

  /** A message whose bytes do not fit its type. */
  miss(): void {
    this.#count++;
    this.#undecodable++;
  }

  result(): InputResult {
    return {
      type: this.#type,
      count: this.#count,
      non_finite: this.#nonFinite,
      backward: this.#backward,
      undecodable: this.#undecodable,
    };
  }
}

function isBefore(a: Time, b: Time): boolean {
  return a.sec < b.sec || a.sec === b.sec && a.nanosec < b.nanosec;
}

/** Are all numbers finite? Covariances are left out: NaN there means "unknown" (REP 145). */
function isFinite(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return true;
  if (value instanceof Float64Array || value instanceof Float32Array) {
    return value.every(Number.isFinite);
  }
  if (ArrayBuffer.isView(value)) return true;
  if (Array.isArray(value)) return value.every(isFinite);
  for (const key in value) {
    if (key.endsWith("covariance")) continue;
    if (!isFinite((value as Record<string, unknown>)[key])) return false;
  }
  return true;
}
