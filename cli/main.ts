/**
 * The command line: one file a command, loaded only when it is asked for.
 *
 * Exit codes: 0 passed, 1 a check failed, 2 usage or bad input, 3 internal error, 130 interrupted.
 */
import { InputError, Interrupted } from "../harness/errors.ts";
import { suggestion } from "../runtime/params/nearest.ts";
import { type Command, type ExitCode, helpOf, readArguments } from "./command.ts";

interface Entry {
  readonly about: string;
  load(): Promise<{ command: Command }>;
}

/** Every command. One line here and one file adds a command. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  sim: { about: "run one scenario and judge it", load: () => import("./sim.ts") },
  scenarios: { about: "run scenarios over seeds", load: () => import("./scenarios.ts") },
  replay: { about: "feed a recorded log to the same nodes", load: () => import("./replay.ts") },
  hil: { about: "run a scenario beside hardware", load: () => import("./hil.ts") },
  bag: { about: "info, check and diff of recorded logs", load: () => import("./bag.ts") },
  launch: { about: "run several nodes on ROS 2", load: () => import("./launch.ts") },
  node: { about: "run one node on ROS 2", load: () => import("./node.ts") },
  "ros:setup": { about: "make ROS 2 usable here", load: () => import("./ros_setup.ts") },
  schema: { about: "write the scenarios' JSON Schema", load: () => import("./schema.ts") },
};

async function main(args: readonly string[]): Promise<ExitCode> {
  const [name = "help", ...rest] = args;
  if (name === "help" || name === "--help" || name === "-h") {
    console.log(overview());
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    throw new InputError(`unknown command "${name}"; ${suggestion(name, Object.keys(COMMANDS))}`);
  }
  const { command } = await entry.load();
  return await runCommand(name, command, rest[0] === "--" ? rest.slice(1) : rest);
}

async function runCommand(
  name: string,
  command: Command,
  given: readonly string[],
): Promise<ExitCode> {
  const [first = "", ...rest] = given;
  const below = Object.hasOwn(command.below ?? {}, first) ? command.below?.[first] : undefined;
  if (below !== undefined) {
    return await runCommand(`${name} ${first}`, (await below()).command, rest);
  }
  if (given.some((arg) => arg === "--help" || arg === "-h")) {
    console.log(helpOf(name, command.usage));
    return 0;
  }
  return await command.run(readArguments(given, name, command.usage));
}

function overview(): string {
  const rows = Object.entries(COMMANDS).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`);
  return [
    "deno task COMMAND [ARGUMENTS]",
    "",
    ...rows,
    "",
    "deno task COMMAND -- --help tells more. Exit codes: 0 passed, 1 a check failed,",
    "2 usage or bad input, 3 internal error, 130 interrupted.",
  ].join("\n");
}

/** Errors of the rooms that are the user's input, by name: their modules load only when needed. */
const INPUT_ERRORS: ReadonlySet<string> = new Set([
  "GraphError",
  "LaunchError",
  "LockstepError",
  "LogError",
  "ModelError",
  "NameError",
  "ParameterError",
  "ParameterFileError",
  "RosMissingError",
]);

/** Says what went wrong on standard error; only an internal error shows a trace. */
function report(error: unknown): ExitCode {
  if (error instanceof Interrupted) {
    console.error("interrupted");
    return 130;
  }
  if (error instanceof InputError) {
    for (const problem of error.problems) console.error(`error: ${problem}`);
    return 2;
  }
  const denied = error instanceof Deno.errors.NotCapable ||
    error instanceof Deno.errors.PermissionDenied;
  if (denied || error instanceof Error && INPUT_ERRORS.has(error.name)) {
    console.error(`error: ${(error as Error).message.split("\n", 1)[0]}`);
    return 2;
  }
  console.error("internal error, please report it with the command that led here");
  console.error(error instanceof Error ? error.stack ?? error.message : String(error));
  return 3;
}

if (import.meta.main) Deno.exit(await main(Deno.args).catch(report));
