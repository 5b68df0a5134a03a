/** Bad input, told once: what a user gave that can't be run. The command line exits with 2. */

/**
 * One or several problems with what was given: a file, a flag, a topic. Each problem is a line that
 * names where (file, line and column, path, flag or topic) and what was expected.
 */
export class InputError extends Error {
  /** One line a problem, the first in the file first. */
  readonly problems: readonly string[];

  /** One problem or several, each a line that names its place. */
  constructor(problems: string | readonly string[], options?: ErrorOptions) {
    const list = typeof problems === "string" ? [problems] : problems;
    super(list.join("\n"), options);
    this.name = "InputError";
    this.problems = list;
  }
}

/** The run was stopped from outside; recordings are closed. The command line exits with 130. */
export class Interrupted extends Error {
  constructor() {
    super("Interrupted");
    this.name = "Interrupted";
  }
}
