/** Processes that talk ROS 2 in tests: in a domain of their own, on the loopback device alone. */
import { READY, ROOT, textOf, variablesOf, wheelsPrefix } from "../../../runtime/ros2/prefix.ts";

/** What a process came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Flags that a command which uses ROS 2 runs with. */
export const ROS_FLAGS = [
  ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-sys"],
  "--allow-ffi",
];

/** Domains of tests begin here; each test has one, and two files never share one. */
const DOMAINS = 40;

/** Runs processes in domain 40 + `number`. */
export function inDomain(number: number) {
  const env = {
    ROS_DOMAIN_ID: String(DOMAINS + number),
    ROS_AUTOMATIC_DISCOVERY_RANGE: "LOCALHOST",
    NO_COLOR: "1",
    INIT_CWD: ROOT,
  };
  const run = async (program: string, args: readonly string[]): Promise<Outcome> => {
    const command = new Deno.Command(program, { args: [...args], env, cwd: ROOT });
    const { code, stdout, stderr } = await command.output();
    const text = new TextDecoder();
    return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
  };
  return {
    env,
    /** Runs a module's text, its imports relative to the project. */
    async program(text: string): Promise<Outcome> {
      const file = await Deno.makeTempFile({ dir: ROOT, prefix: ".ros_test_", suffix: ".ts" });
      try {
        await Deno.writeTextFile(file, text);
        return await run(Deno.execPath(), [...ROS_FLAGS, "--no-check", file]);
      } finally {
        await Deno.remove(file);
      }
    },
    run,
  };
}

/** The Python that has rclpy, and its environment. */
export function rclpy(): { python: string; env: Record<string, string> } {
  const { kind } = JSON.parse(textOf(READY) ?? "{}") as { kind?: string };
  if (kind === "sourced") return { python: "python3", env: {} };
  const prefix = wheelsPrefix();
  return {
    python: `${prefix.folders[0]}/bin/python`,
    env: variablesOf(prefix, (name) => Deno.env.get(name)),
  };
}
