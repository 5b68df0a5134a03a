/** One input under supervision: what is read of it, its health, and requests for its recovery. */
import { Guard, type RecoveryRequest } from "../../core/resilience/guard.ts";
import { type HealthLimits, Hysteresis, InputHealth } from "../../core/resilience/health.ts";
import { Retry } from "../../core/resilience/retry.ts";
import type { RandomTree } from "../../core/math/random.ts";
import type { SupervisorParams } from "./params.ts";

/** A message may be stamped ahead of the clock by this, ns: clocks of devices differ. */
const AHEAD = 20e6;
/** Rates are taken over this, ns, or over the period of the least rate where that is longer. */
const WINDOW = 1e9;

/** What a watch is made of. */
export interface WatchConfig<I, R> {
  /** As requests and diagnostics name it. */
  readonly name: string;
  /** Throws `DataError` and `ProcessError`. */
  readonly work: (input: I) => R;
  /** Least rate of good messages and their greatest age. */
  readonly limits: { readonly min_rate_hz: number; readonly max_age_ms: number };
  /** Back-off, hysteresis and time to start. */
  readonly processing: SupervisorParams["processing_parameters"];
  /** Jitter's streams. */
  readonly random: RandomTree;
  /** Called for each request. */
  readonly onRecovery: (name: string, request: RecoveryRequest) => void;
}

/** A result and when what it is about was measured. */
export interface Dated<R> {
  readonly result: R;
  /** Stamp, ns since the epoch. */
  readonly at: number;
}

/** See the module's text. */
export class Watch<I, R> {
  readonly name: string;
  readonly health: InputHealth;
  readonly guard: Guard<I, R>;
  /** Good for use: healthy now, and for long enough since it last was not. */
  usable = false;
  /** All requests for recovery were in vain. */
  givenUp = false;
  /** Why it is not healthy; undefined: it is. */
  reason: string | undefined = "nothing came yet";
  /** Of the newest good message. */
  newest: Dated<R> | undefined;
  readonly #config: WatchConfig<I, R>;
  readonly #retry: Retry;
  readonly #hysteresis: Hysteresis;
  /** On while nothing failed for as long: attempts are forgotten then. */
  readonly #calm: Hysteresis;
  #failed = false;

  constructor(config: WatchConfig<I, R>) {
    const { name, work, processing, random, limits, onRecovery } = config;
    const { limit, first_ms, factor, most_ms, jitter } = processing.recovery;
    const draws = random.at(`${name}/backoff`);
    this.name = name;
    this.#config = config;
    this.#retry = new Retry({
      ...{ limit, firstNs: first_ms * 1e6, factor, mostNs: most_ms * 1e6, jitter },
      draw: () => draws.uniform(),
    });
    this.#hysteresis = new Hysteresis(processing.return_after_s * 1e9);
    this.#calm = new Hysteresis(processing.return_after_s * 1e9);
    this.health = new InputHealth(healthLimits(limits));
    this.guard = new Guard(work, {
      retry: this.#retry,
      onRecovery: (request) => onRecovery(name, request),
    });
  }

  /** Requests since it last was usable. */
  get attempts(): number {
    return this.#retry.attempts;
  }

  /** A message came; `stamp` is undefined where it has none that is a time. */
  see(input: I, stamp: number | undefined, now: number): string | undefined {
    const outcome = this.guard.run(input, now);
    this.#failed ||= outcome.kind === "failed";
    if (outcome.kind !== "ok") return this.health.refuse(outcome.reason);
    if (stamp === undefined) return this.health.refuse("its stamp is out of range");
    const refused = this.health.see(stamp, now);
    if (refused === undefined) this.newest = { result: outcome.result, at: stamp };
    return refused;
  }

  /** Looks at it at a time, ns; `missed`: it is late enough for what is absent to be missed. */
  judge(now: number, missed: boolean): void {
    this.reason = this.guard.safe ?? this.health.judge(now);
    this.usable = this.#hysteresis.update(this.reason === undefined, now);
    if (this.usable) this.givenUp = false;
    if (this.#calm.update(this.usable && !this.#failed, now)) this.#retry.reset();
    this.#failed = false;
    if (this.reason !== undefined && missed && this.guard.safe === undefined) {
      const attempt = this.#retry.take(now);
      if (attempt !== undefined) {
        this.guard.counts.recoveries++;
        this.#config.onRecovery(this.name, { ...attempt, reason: this.reason });
      }
      this.givenUp = this.#retry.givenUp(now);
    }
  }

  /** The clock was set back: what came is of no time any more. */
  forget(): void {
    this.health.forget();
    this.newest = undefined;
  }

  /** A person says that all is well: errors and attempts are forgotten. */
  reset(): void {
    this.guard.reset();
    this.givenUp = false;
  }
}

function healthLimits(limits: { min_rate_hz: number; max_age_ms: number }): HealthLimits {
  return {
    ...{ maxAgeNs: limits.max_age_ms * 1e6, minRateHz: limits.min_rate_hz },
    ...{ windowNs: Math.max(WINDOW, 1e9 / limits.min_rate_hz), aheadNs: AHEAD },
  };
}
