/** The network in memory: a scenario's script answers, in virtual time. */
import { z } from "zod";
import type { FetchResult } from "../node.ts";

/** One scripted answer. */
export interface Answer {
  /** Default 200. */
  readonly status?: number | undefined;
  /** Default empty. */
  readonly body?: string | Uint8Array | undefined;
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
  status: z.int().min(100).max(599).optional(),
  body: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
  delay_ms: z.number().min(0).optional(),
  error: z.string().optional(),
  silent: z.boolean().optional(),
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

/** What `fetch` resolves to; its bytes are the caller's. */
export function resultOf({ status = 200, body = "" }: Answer): FetchResult {
  const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body.slice();
  return { status, body: bytes };
}
