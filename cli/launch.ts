/** `launch`: runs several nodes on ROS 2. */
import { InputError } from "../harness/errors.ts";
import { readText, userPath } from "../harness/host/files.ts";
import { interruption } from "../harness/host/signals.ts";
import { NODES } from "../nodes/mod.ts";
import { suggestion } from "../runtime/params/nearest.ts";
import { type Launch, type LaunchNode, readLaunch } from "../runtime/ros2/launch/file.ts";
import { type Launched, supervise } from "../runtime/ros2/launch/supervisor.ts";
import { closeRos } from "../runtime/ros2/ros_node.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { hostOnRos } from "./node.ts";

const FLAGS = [
  ...["run", "--no-prompt", "--allow-read", "--allow-write", "--allow-env", "--allow-net"],
  ...["--allow-ffi=node_modules", "--allow-sys"],
];

/** The command. */
export const command: Command = {
  usage: {
    positionals: "F.yaml",
    positionalsMax: 1,
    about:
      "Runs the nodes of a launch file on ROS 2, each in a process of its own or all in one,\n" +
      "and starts those again that end, as the file says.",
    flags: {},
  },

  async run(args: Arguments): Promise<ExitCode> {
    const named = args.positionals[0];
    if (named === undefined) throw new InputError("launch: expected a launch file");
    const path = userPath(named);
    const launch = readLaunch(await readText(path, named), named);
    for (const { node } of launch.nodes) {
      if (Object.hasOwn(NODES, node)) continue;
      const hint = suggestion(node, Object.keys(NODES));
      throw new InputError(`${named}: no node "${node}"; ${hint}`);
    }
    const folder = path.replace(/\/[^/]*$/, "");
    const { signal, stop } = interruption();
    const start = launch.process === "own" ? startProcess : startHere;
    try {
      return await supervise(launch.nodes, signal, {
        start: (node) => start(node, { launch, folder }),
        say: (line) => console.error(line),
        pause,
      }) as ExitCode;
    } finally {
      closeRos();
      stop();
    }
  },
};

interface Place {
  readonly launch: Launch;
  readonly folder: string;
}

function startProcess(node: LaunchNode, { launch, folder }: Place): Launched {
  const { namespace, params, remap, managed } = node;
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      ...[...FLAGS, new URL("./main.ts", import.meta.url).pathname, "node", node.node],
      ...["--ns", namespace, ...(launch.use_sim_time ? ["--use-sim-time"] : [])],
      ...(managed ? ["--managed"] : []),
      ...(params === undefined ? [] : ["--params", inFolder(folder, params)]),
      ...Object.entries(remap).flatMap(([from, to]) => ["--remap", `${from}:=${to}`]),
    ],
    stdin: "null",
  }).spawn();
  let over = false;
  return {
    ended: process.status.then(({ code }) => (over = true, code)),
    stop: (force) => over || process.kill(force ? "SIGKILL" : "SIGINT"),
  };
}

function startHere(node: LaunchNode, { launch, folder }: Place): Launched {
  const { promise, resolve } = Promise.withResolvers<number>();
  const { params, namespace, managed, remap: remaps } = node;
  const hosted = hostOnRos(NODES[node.node]!, {
    ...{ namespace, remaps, managed, useSimTime: launch.use_sim_time },
    params: params === undefined ? undefined : inFolder(folder, params),
    onEnd(reason) {
      console.error(`error: ${reason instanceof Error ? reason.message : reason}`);
      resolve(1);
    },
  });
  hosted.catch((error) => {
    console.error(`error: ${error instanceof Error ? error.message : error}`);
    resolve(2);
  });
  return {
    ended: promise,
    stop: () => void hosted.then(({ close }) => close()).then(() => resolve(0), () => resolve(2)),
  };
}

function inFolder(folder: string, path: string): string {
  return path.startsWith("/") ? path : `${folder}/${path}`;
}

function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
