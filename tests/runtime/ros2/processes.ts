/** Processes that talk ROS 2 in tests: in a domain of their own, on the loopback device alone. */
import {
  LOOPBACK,
  READY,
  ROOT,
  textOf,
  variablesOf,
  wheelsPrefix,
} from "../../../runtime/ros2/prefix.ts";

/** What a process came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Flags that a command which uses ROS 2 runs with. */
export const ROS_FLAGS = [
  ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-sys"],
  "--allow-ffi=node_modules",
];

/** Domains of tests begin here; each test has one, and two files never share one. */
const DOMAINS = 40;

/** Runs processes in domain 40 + `number`. */
export function inDomain(number: number) {
  const env = {
    ROS_DOMAIN_ID: String(DOMAINS + number),
    ...LOOPBACK,
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
    /** Runs a module's text, its imports relative to the project; `all`: it looks into /proc. */
    async program(text: string, { all = false } = {}): Promise<Outcome> {
      const file = await Deno.makeTempFile({ dir: ROOT, prefix: ".ros_test_", suffix: ".ts" });
      try {
        await Deno.writeTextFile(file, text);
        const flags = all ? ["run", "--allow-all"] : ROS_FLAGS;
        return await run(Deno.execPath(), [...flags, "--no-check", file]);
      } finally {
        await Deno.remove(file);
      }
    },
    run,
    /** A command of Dryrun, as its task runs it. */
    dryrun: (...args: string[]) =>
      run(Deno.execPath(), [...ROS_FLAGS, "--allow-net", "cli/main.ts", ...args]),
    /** The same in the background. */
    startDryrun: (...args: string[]) =>
      new Running(Deno.execPath(), {
        args: [...ROS_FLAGS, "--allow-net", "cli/main.ts", ...args],
        env,
      }),
    /** `launch`, which may start processes. */
    startLaunch: (file: string) =>
      new Running(Deno.execPath(), {
        args: [...ROS_FLAGS, "--allow-net", "--allow-run", "cli/main.ts", "launch", file],
        env,
      }),
    /** A module of the tests in the background. */
    startFile: (file: string, ...args: string[]) =>
      new Running(Deno.execPath(), { args: [...ROS_FLAGS, "--no-check", file, ...args], env }),
    /** A script of rclpy in the background. */
    startPython(script: string, ...args: string[]): Running {
      const { python, env: own } = rclpy();
      return new Running(python, { args: [script, ...args], env: { ...own, ...env } });
    },
  };
}

/** A process in the background. Whoever starts it ends it, or asserts that it has ended. */
export class Running {
  /** What it said so far, on either stream. */
  text = "";
  readonly #process: Deno.ChildProcess;
  readonly #read: Promise<unknown>;
  #ended = false;

  constructor(program: string, { args, env }: { args: string[]; env: Record<string, string> }) {
    const options = { args, env, cwd: ROOT, stdout: "piped", stderr: "piped" } as const;
    this.#process = new Deno.Command(program, options).spawn();
    const read = async (stream: ReadableStream<Uint8Array>) => {
      for await (const part of stream.pipeThrough(new TextDecoderStream() as never)) {
        this.text += part;
      }
    };
    this.#read = Promise.all([read(this.#process.stdout), read(this.#process.stderr)]);
    this.#process.status.then(() => this.#ended = true);
  }

  /** Its process, for whoever measures it. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Waits until it has said something that matches. @throws {Error} not within the time */
  async says(pattern: RegExp, seconds = 60): Promise<RegExpMatchArray> {
    const until = performance.now() + seconds * 1000;
    for (;;) {
      const found = pattern.exec(this.text);
      if (found !== null) return found;
      if (performance.now() > until || this.#ended) {
        throw new Error(`it never said ${pattern}, but:\n${this.text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** Its exit code, once it has ended by itself; it is killed where it does not within the time. */
  async code(seconds = 60): Promise<number> {
    const timer = setTimeout(() => this.#process.kill("SIGKILL"), seconds * 1000);
    const { code } = await this.#process.status;
    clearTimeout(timer);
    await this.#read;
    return code;
  }

  /** Sends a signal and gives the exit code; a process that is over already keeps its own. */
  async stop(signal: Deno.Signal = "SIGINT"): Promise<number> {
    if (!this.#ended) this.#process.kill(signal);
    return await this.code();
  }
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
