/**
 * One load: attempts until there is a body, with waits between them that double and have a random
 * part ("equal jitter": Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015), so
 * that many robots whose server came back do not ask it all at once.
 */
import { RandomTree } from "../../core/math/random.ts";
import { waitAfter } from "../../core/resilience/retry.ts";
import { MILLISECOND } from "../../msgs/time.ts";
import type { FetchResult, Io } from "../../runtime/node.ts";
import type { FetcherParams } from "./params.ts";
import { permitted, shown } from "./permit.ts";

/** What a load came to. */
export type Loaded = { readonly body: string } | { readonly error: string };

/** What an attempt came to; `again`: another one may do better. */
type Attempt = { readonly body: string } | { readonly error: string; readonly again: boolean };

/** What was done so far. */
export interface LoadCounts {
  attempts: number;
  retries: number;
  redirects: number;
}

/** Answers that a server gives when it can't now: they are asked for again. */
const LATER = new Set([408, 425, 429, 500, 502, 503, 504]);
/** Redirects that a GET follows. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Loads under parameters; its waits come from the stream of their seed. */
export class Loader {
  readonly counts: LoadCounts = { attempts: 0, retries: 0, redirects: 0 };
  params: FetcherParams;
  readonly #io: Pick<Io, "fetch" | "now" | "sleep">;
  readonly #jitter: { uniform(): number };

  constructor(params: FetcherParams, io: Pick<Io, "fetch" | "now" | "sleep">) {
    this.params = params;
    this.#io = io;
    this.#jitter = RandomTree.root(params.seed).at("fetcher/backoff");
  }

  /** Loads an address; never throws for what a network or a server does. */
  async load(address: string): Promise<Loaded> {
    const { retries } = this.params;
    for (let attempt = 1;; attempt++) {
      const outcome = await this.#attempt(address);
      if ("body" in outcome) return outcome;
      const { error, again } = outcome;
      if (!again) return { error };
      if (attempt > retries) {
        return { error: attempt === 1 ? error : `${error} (${attempt} tries)` };
      }
      this.counts.retries++;
      await this.#io.sleep(this.#backOffMs(attempt));
    }
  }

  /** Before the retry of this number, from 1: in [½, 1] of what doubles. */
  #backOffMs(retry: number): number {
    const { backoff_ms, backoff_max_ms } = this.params;
    const whole = waitAfter(retry, { first: backoff_ms, factor: 2, most: backoff_max_ms });
    return whole * (1 - 0.5 * this.#jitter.uniform());
  }

  /** One attempt, its redirects in the same time. */
  async #attempt(address: string): Promise<Attempt> {
    const { hosts, redirects_max, timeout_ms, body_bytes_max } = this.params;
    const end = this.#io.now() + timeout_ms * MILLISECOND;
    this.counts.attempts++;
    let next = address, from: URL | undefined = undefined;
    for (let hop = 0; hop <= redirects_max; hop++) {
      const url: URL | string = permitted(next, { hosts, from });
      if (typeof url === "string") return { error: url, again: false };
      const left = (end - this.#io.now()) / MILLISECOND;
      if (left <= 0) return { error: late(timeout_ms), again: true };
      let answer: FetchResult;
      try {
        answer = await this.#io.fetch(url.href, { timeoutMs: left, bodyBytesMax: body_bytes_max });
      } catch (error) {
        return thrown(error, url, timeout_ms);
      }
      if (!REDIRECTS.has(answer.status)) return judged(answer, url);
      if (answer.location === undefined) {
        return {
          error: `${shown(url)} answered ${answer.status} without a location`,
          again: false,
        };
      }
      this.counts.redirects++;
      [next, from] = [answer.location, url];
    }
    return { error: `more than ${redirects_max} redirects`, again: false };
  }
}

function late(ms: number): string {
  return `no answer within ${ms} ms`;
}

/** What `io.fetch` threw. A limit or a missing permission stays as it is, the rest may pass. */
function thrown(error: unknown, url: URL, timeoutMs: number): Attempt {
  if (!(error instanceof Error)) return { error: String(error), again: true };
  if (error.name === "TimeoutError") return { error: late(timeoutMs), again: true };
  const lasting = error instanceof RangeError || error.name === "NotCapable";
  return { error: error.message.replaceAll(url.href, shown(url)), again: !lasting };
}

/** A body is text: a string of ROS 2 ends at its first zero. */
function judged({ status, body }: FetchResult, url: URL): Attempt {
  if (status < 200 || status > 299) {
    return { error: `${shown(url)} answered ${status}`, again: LATER.has(status) };
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
    if (!text.includes("\0")) return { body: text };
  } catch {
    // told below
  }
  return { error: `${shown(url)} answered with what is no UTF-8 text`, again: false };
}
