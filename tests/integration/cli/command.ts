/** The commands as users start them: another process, with the permissions of deno.json's tasks. */
import assert from "#assert";

/** What a command left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to start a command. */
export interface StartOptions {
  /** Where the user stands. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of what the task grants. */
  readonly permissions?: readonly string[];
}

const TASKS = JSON.parse(Deno.readTextFileSync("deno.json")).tasks as Record<
  string,
  { command: string }
>;

/** The task's own words, with this Deno. */
function taskOf(name: string, permissions?: readonly string[]): string[] {
  const [deno, run, ...words] = TASKS[name]!.command.split(" ");
  assert.deepEqual([deno, run], ["deno", "run"]);
  if (permissions === undefined) return ["run", ...words];
  return ["run", "--no-prompt", ...permissions, ...words.filter((word) => !word.startsWith("--"))];
}

/** A task of deno.json with these arguments, ready to be started. */
export function commandOf(
  task: string,
  args: readonly string[],
  { folder, env = {}, permissions }: StartOptions = {},
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [...taskOf(task, permissions), ...args],
    env: { NO_COLOR: "1", FORCE_COLOR: "", INIT_CWD: folder ?? Deno.cwd(), ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Deno says this itself where several start at once in a folder with packages. */
const WAITING = /^(\p{Cc}\[\d+m)*Blocking(\p{Cc}\[0m)? waiting for file lock on [^\n]*\n/gmu;

/** What the command itself said. */
export function saidOn(stderr: Uint8Array): string {
  return new TextDecoder().decode(stderr).replaceAll(WAITING, "");
}

/** Starts it and waits for its end. */
export async function dryrun(
  task: string,
  args: readonly string[],
  options: StartOptions = {},
): Promise<Outcome> {
  const { code, stdout, stderr } = await commandOf(task, args, options).output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: saidOn(stderr) };
}

/** The one object that `--json` prints, and nothing but that. */
// deno-lint-ignore no-explicit-any
export function jsonOf({ code, stdout, stderr }: Outcome, expected = 0): any {
  assert.equal(code, expected, stderr);
  assert.match(stdout, /^\{.*\}\n$/);
  return JSON.parse(stdout);
}

/** Bad input: exit 2, one error on standard error, nothing on standard output, no trace. */
export function refusal({ code, stdout, stderr }: Outcome): string {
  assert.equal(code, 2, stdout + stderr);
  assert.equal(stdout, "");
  assert.match(stderr, /^error: [^\n]+\n$/);
  assert.doesNotMatch(stderr, /file:\/\/|^\s+at /m);
  return stderr.slice("error: ".length, -1);
}

/** Two seconds of a small robot that turns, with all that the fusion node can use. */
export const SCENARIO = `name: small
duration_s: 2
robot:
  type: differential
  waypoints: [[0, 0], [1, 0], [1, 1]]
sensors:
  imu: { type: imu, preset: mpu9250, rate_hz: 100 }
  wheel: { type: wheel, preset: indoor_robot }
  mag: { type: mag }
nodes:
  fusion: { node: fusion, initial: truth }
checks:
  odom_rate: { type: rate, topic: /odom, min_hz: 80 }
  mag_rate: { type: rate, topic: /imu/mag, min_hz: 40 }
`;

/** Writes {@linkcode SCENARIO}, changed, into a folder. */
export function writeScenario(
  folder: string,
  { name = "small.yaml", change = (text: string) => text } = {},
): void {
  const text = change(SCENARIO);
  Deno.writeTextFileSync(`${folder}/${name}`, text);
}
