/** Steps of a set-up: each says what it does and how to undo it, and is skipped once it is done. */
import { ROS_FOLDER, textOf } from "../prefix.ts";

/** One step. */
export interface Step {
  /** Short; names its stamp. */
  readonly name: string;
  /** What it does, in one line. */
  readonly about: string;
  /** The command that takes it back. */
  readonly undo: string;
  /** What it was made from: when that changes, it is done again. */
  readonly inputs: string;
  /** What it makes; if one of these is gone, it is done again. */
  readonly makes: readonly string[];
  run(): void | Promise<void>;
}

/** A step failed for a reason that the user can mend; the message says how. */
export class SetupError extends Error {
  /** As printed before the message. */
  override readonly name = "SetupError";
}

/** Where the stamps lie and what is said. */
export interface StepOptions {
  readonly say: (line: string) => void;
  /** Default: `.ros/stamps`. */
  readonly stamps?: string;
}

/**
 * Runs steps in order. A step whose stamp fits and whose products are there is skipped; the stamp
 * is written after the step, so that a set-up that broke off goes on at the step that broke.
 *
 * @throws {SetupError} a step failed
 */
export async function runSteps(
  steps: readonly Step[],
  { say, stamps = `${ROS_FOLDER}/stamps` }: StepOptions,
): Promise<void> {
  Deno.mkdirSync(stamps, { recursive: true });
  let redo = false; // what follows a step that was done was made from what is gone
  for (const [index, step] of steps.entries()) {
    const stamp = `${stamps}/${step.name}`;
    const number = `[${index + 1}/${steps.length}]`;
    if (!redo && textOf(stamp) === step.inputs && step.makes.every(exists)) {
      say(`${number} ${step.about}: done already`);
      continue;
    }
    redo = true;
    say(`${number} ${step.about} (undo: ${step.undo})`);
    const began = performance.now();
    removeIfThere(stamp);
    await step.run();
    const missing = step.makes.find((path) => !exists(path));
    if (missing !== undefined) {
      throw new SetupError(`${step.name}: ran, but ${missing} is not there`);
    }
    Deno.writeTextFileSync(stamp, step.inputs);
    say(`      ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
}

/** Whether a path is there. */
export function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Removes a file or folder; nothing there is fine. */
export function removeIfThere(path: string): void {
  if (exists(path)) Deno.removeSync(path, { recursive: true });
}

/** How to run a program. */
export interface RunOptions {
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/**
 * Runs a program and returns what it printed.
 *
 * @throws {SetupError} it is missing or failed, with its last lines
 */
export async function run(
  program: string,
  args: readonly string[],
  { cwd, env }: RunOptions = {},
): Promise<string> {
  const options: Deno.CommandOptions = {
    ...{ args: [...args], stdout: "piped", stderr: "piped", stdin: "null" },
    ...(cwd !== undefined && { cwd }),
    ...(env !== undefined && { env: { ...env } }),
  };
  let output: Deno.CommandOutput;
  try {
    output = await new Deno.Command(program, options).output();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new SetupError(`there is no ${program}`);
    throw error;
  }
  const decoder = new TextDecoder();
  if (output.success) return decoder.decode(output.stdout);
  const said = `${decoder.decode(output.stdout)}\n${decoder.decode(output.stderr)}`.trim();
  const last = said.split("\n").slice(-12).join("\n  ");
  throw new SetupError(`${program} ${args.slice(0, 3).join(" ")} … failed:\n  ${last}`);
}
