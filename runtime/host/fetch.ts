/** The network in memory: a scenario's script answers, in virtual time. */
import { z } from "zod";
import type { FetchInit, FetchResult } from "../node.ts";

/** One scripted answer. */
export interface Answer {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Default empty. */
  readonly body?: string | Uint8Array | undefined;
  /** Where a redirect points to. */
  readonly location?: string | undefined;
  /** Until it comes, milliseconds. Default 0. */
  readonly delay_ms?: number | undefined;
  /** The network fails with this text instead. */
  readonly error?: string | undefined;
  /** It never comes: only a time-out or a cancellation ends the wait. */
  readonly silent?: boolean | undefined;
}

/** Answers by URL; of a list each call takes the next, and the last one stays. */
export type FetchScript = Readonly<Record<string, Answer | readonly Answer[]>>;

const answerSchema = z.strictObject({
  status: z.int().min(100).max(599).optional().describe("HTTP's; default 200"),
  body: z.string().optional().describe("default empty"),
  location: z.string().optional().describe("where a redirect points to"),
  delay_ms: z.number().min(0).optional().describe("until it comes"),
  error: z.string().optional().describe("the network fails with this text instead"),
  silent: z.boolean().optional().describe("it never comes"),
});

/** A {@linkcode FetchScript} as a scenario has it. */
export const fetchSchema: z.ZodType<FetchScript> = z.record(
  z.string(),
  z.union([answerSchema, z.array(answerSchema).min(1)]),
);

/** Hands out a script's answers in turn. */
export class ScriptedNetwork {
  readonly #script: FetchScript;
  readonly #calls = new Map<string, number>();

  /** Without a script every URL fails. */
  constructor(script: FetchScript = {}) {
    this.#script = script;
  }

  /** The next answer of a URL; an unknown one fails as a host that isn't there. */
  answer(url: string): Answer {
    const scripted = this.#script[url];
    if (scripted === undefined) return { error: `the scenario's fetch script has no "${url}"` };
    const answers: readonly Answer[] = Array.isArray(scripted) ? scripted : [scripted];
    const call = this.#calls.get(url) ?? 0;
    this.#calls.set(url, call + 1);
    return answers[Math.min(call, answers.length - 1)] ?? {};
  }
}

/** Bodies are not read beyond this where nothing else is asked: a peer decides their size. */
export const BODY_BYTES_MAX = 64 << 20;

/** A body that is longer than asked for. */
export function tooLong(url: string, bytesMax: number): RangeError {
  return new RangeError(`fetch of ${url}: a body of more than ${bytesMax} bytes`);
}

/** What `fetch` resolves to; its bytes are the caller's. @throws {RangeError} the body is too long */
export function resultOf(
  { status = 200, body = "", location }: Answer,
  url: string,
  { bodyBytesMax = BODY_BYTES_MAX }: Pick<FetchInit, "bodyBytesMax"> = {},
): FetchResult {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body.slice();
  if (bytes.length > bodyBytesMax) throw tooLong(url, bodyBytesMax);
  return { status, body: bytes, ...location !== undefined && { location } };
}
