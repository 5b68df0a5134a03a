/** Whether an input can be trusted: age and rate of its good messages, and hysteresis on the way back. */

/** What a healthy input keeps to. */
export interface HealthLimits {
  /** The newest good message was measured no longer ago than this, ns. */
  readonly maxAgeNs: number;
  /** Good messages a second, over the last `windowNs`. */
  readonly minRateHz: number;
  /** Over how long the rate is taken, ns. */
  readonly windowNs: number;
  /** A stamp may be ahead of the clock by this, ns. */
  readonly aheadNs: number;
}

/** Follows one input. Times are of the caller's one clock, ns. */
export class InputHealth {
  /** Good messages so far. */
  good = 0;
  /** Messages that were refused. */
  bad = 0;
  readonly #limits: HealthLimits;
  /** Arrivals of the newest good messages: as many as the rate needs. */
  readonly #arrivals: Float64Array;
  #stamp = -Infinity;
  #said: string | undefined;

  /** An input of which nothing came yet. @throws {RangeError} a limit that is not above 0 */
  constructor(limits: HealthLimits) {
    for (const [name, value] of Object.entries(limits)) {
      if (!(value > 0 && value < Infinity)) {
        throw new RangeError(`${name} is ${value}, expected > 0`);
      }
    }
    const needed = Math.max(1, Math.ceil(limits.minRateHz * limits.windowNs / 1e9));
    this.#limits = limits;
    this.#arrivals = new Float64Array(needed).fill(-Infinity);
  }

  /** A message that can be read came; why its stamp makes it useless, undefined: it is good. */
  see(stamp: number, now: number): string | undefined {
    const { aheadNs, maxAgeNs } = this.#limits;
    if (stamp > now + aheadNs) return this.refuse(`stamped ${seconds(stamp - now)} ahead`);
    if (!(stamp > this.#stamp)) return this.refuse("its stamp does not advance");
    if (now - stamp > maxAgeNs) return this.refuse(`stamped ${seconds(now - stamp)} ago`);
    this.#stamp = stamp;
    this.#arrivals[this.good % this.#arrivals.length] = now;
    this.good++;
    this.#said = undefined;
    return undefined;
  }

  /** A message came that is of no use. @returns the reason */
  refuse(reason: string): string {
    this.bad++;
    this.#said = reason;
    return reason;
  }

  /** Why the input can't be trusted now; undefined: it can. */
  judge(now: number): string | undefined {
    const { maxAgeNs, minRateHz, windowNs } = this.#limits;
    const age = now - this.#stamp;
    if (age > maxAgeNs) {
      if (this.#said !== undefined) return this.#said;
      return age === Infinity ? "nothing came yet" : `silent: its newest is ${seconds(age)} old`;
    }
    const oldest = this.#arrivals[this.good % this.#arrivals.length]!;
    return now - oldest > windowNs ? `under ${minRateHz} Hz` : undefined;
  }

  /** Since the newest good message was measured, ns; infinite where there is none. */
  age(now: number): number {
    return now - this.#stamp;
  }

  /** The clock was set back: what came before says nothing any more. */
  forget(): void {
    this.#arrivals.fill(-Infinity);
    this.#stamp = -Infinity;
    this.#said = undefined;
  }
}

function seconds(ns: number): string {
  return `${(ns / 1e9).toFixed(3)} s`;
}

/**
 * Off at once, on again only after a time without a break. The first time needs no wait: there is
 * nothing to flap from.
 */
export class Hysteresis {
  #on = false;
  #first = true;
  #since: number | undefined;
  readonly #returnNs: number;

  /** `returnNs`: how long all must be well before it counts, ns. */
  constructor(returnNs: number) {
    this.#returnNs = returnNs;
  }

  /** Tells how it is now; returns how it counts. */
  update(well: boolean, now: number): boolean {
    if (!well) {
      this.#on = false;
      this.#since = undefined;
      return false;
    }
    if (this.#since === undefined || now < this.#since) this.#since = now;
    if (this.#first || now - this.#since >= this.#returnNs) this.#on = true;
    if (this.#on) this.#first = false;
    return this.#on;
  }
}
