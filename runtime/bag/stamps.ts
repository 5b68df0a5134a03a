/** Log times: 64-bit nanoseconds in the file, integers relative to the log's epoch inside. */
import { type Nanos, NANOS_LIMIT, SECOND, type Time } from "../../msgs/time.ts";
import { LogError } from "./log.ts";

const TWO_32 = 4294967296;

/** An absolute time split in halves, so that reading one needs no big integer. */
export interface SplitTime {
  /** Upper 32 bits. */
  readonly high: number;
  /** Lower 32 bits. */
  readonly low: number;
}

/** Splits an unsigned 64-bit time. */
export function splitTime(at: bigint): SplitTime {
  return { high: Number(at >> 32n), low: Number(at & 0xffffffffn) };
}

/**
 * high:low − epoch in nanoseconds, exact within ±104 days.
 *
 * @throws {LogError} beyond that, with `topic` and the stamp in it
 */
export function sinceEpoch(high: number, low: number, epoch: SplitTime, topic: string): Nanos {
  const at = (high - epoch.high) * TWO_32 + (low - epoch.low);
  if (!(at >= -NANOS_LIMIT && at <= NANOS_LIMIT)) {
    const stamp = (BigInt(high) << 32n) | BigInt(low);
    throw new LogError(
      `${topic}: log time ${secondsText(stamp)} s is more than 104 days from the log's epoch ` +
        `${secondsText((BigInt(epoch.high) << 32n) | BigInt(epoch.low))} s`,
    );
  }
  return at;
}

/** A big-integer time relative to the epoch. @throws {LogError} as {@linkcode sinceEpoch} */
export function bigSinceEpoch(at: bigint, epoch: SplitTime, topic: string): Nanos {
  return sinceEpoch(Number(at >> 32n), Number(at & 0xffffffffn), epoch, topic);
}

/** Nanoseconds as decimal seconds, exactly. */
export function secondsText(at: bigint): string {
  const sign = at < 0n ? "-" : "";
  const size = at < 0n ? -at : at;
  return `${sign}${size / 1_000_000_000n}.${String(size % 1_000_000_000n).padStart(9, "0")}`;
}

/** The epoch of a log whose first message has this log time: rounded down to the second. */
export function epochBefore(first: bigint): Time {
  return { sec: Number(first / 1_000_000_000n), nanosec: 0 };
}

/** A time as big integer. */
export function bigTime(time: Time): bigint {
  return BigInt(time.sec) * BigInt(SECOND) + BigInt(time.nanosec);
}
