/** The command that runs one case again. */
import type { Variant } from "../schema/sweep.ts";

/** What it takes to run a case again. */
export interface Case {
  /** As the user names it: a name in scenarios/ or a path. */
  readonly file: string;
  readonly seed: number | null;
  readonly variant?: Variant;
  /** Where it is not the scenario's, s. */
  readonly duration_s?: number | undefined;
}

/** The command, ready to be pasted into a shell. */
export function repeatCommand({ file, seed, variant = {}, duration_s }: Case): string {
  const named = /^scenarios\/([a-z][a-z0-9_]*)\.(yaml|ts)$/.exec(file)?.[1] ?? file;
  const settings = Object.entries(variant).map(([path, value]) =>
    `--set ${quoted(`${path}=${value}`)}`
  );
  const seeded = seed === null ? [] : [`--seed ${seed}`];
  const length = duration_s === undefined ? [] : [`--duration ${duration_s}`];
  return ["deno task sim", quoted(named), ...seeded, ...length, ...settings].join(" ");
}

/** A word that a shell would read otherwise is put in quotes. */
function quoted(word: string): string {
  return /^[\w./=,:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
