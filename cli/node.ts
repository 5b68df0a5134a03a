/** `node`: runs one node on ROS 2, until it is interrupted. */
import { InputError, Interrupted } from "../harness/errors.ts";
import { readText, userPath } from "../harness/host/files.ts";
import { isRobotConfig, readRobotConfig } from "../harness/host/robot/config.ts";
import { interruption } from "../harness/host/signals.ts";
import { NODES } from "../nodes/mod.ts";
import type { NodeDef } from "../runtime/node.ts";
import type { LogEntry } from "../runtime/log.ts";
import { nodeName } from "../runtime/memory/names.ts";
import { suggestion } from "../runtime/params/nearest.ts";
import type { RawParams } from "../runtime/params.ts";
import { WorkerPool } from "../runtime/pool/mod.ts";
import { RosNodeHost } from "../runtime/ros2/host/node_host.ts";
import { readParams } from "../runtime/ros2/params/file.ts";
import { closeRos, openNode } from "../runtime/ros2/ros_node.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";

/** The command. */
export const command: Command = {
  usage: {
    positionals: "NAME",
    positionalsMax: 1,
    about: "Runs one node on ROS 2 until it is interrupted.\n" +
      "With simulated time it does nothing before the first /clock; where a harness of Dryrun\n" +
      "gives the scenario's parameters, it takes them, under those of --params.",
    flags: {
      params: {
        value: "F.yaml",
        about: "parameters, in ROS 2's own format; or the configuration of a robot",
      },
      "use-sim-time": { about: "take time from /clock" },
      managed: { about: "do not activate it: somebody takes it through its lifecycle" },
      ns: { value: "N", about: "namespace (default: /)" },
      remap: { value: "a:=b", many: true, about: "take topic b for a" },
    },
  },

  async run(args: Arguments): Promise<ExitCode> {
    const name = args.positionals[0] ?? "";
    const def = Object.hasOwn(NODES, name) ? NODES[name] : undefined;
    if (def === undefined) {
      const hint = suggestion(name, Object.keys(NODES));
      throw new InputError(
        name === "" ? `node: expected NAME; ${hint}` : `no node "${name}"; ${hint}`,
      );
    }
    const namespace = args.text("ns") ?? "/";
    const { signal, stop } = interruption();
    const ended = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => ended.reject(new Interrupted()));
    let hosted: Hosted | undefined;
    try {
      hosted = await hostOnRos(def, {
        ...{ namespace, remaps: remaps(args.all("remap")), params: args.text("params") },
        useSimTime: args.on("use-sim-time"),
        managed: args.on("managed"),
        onEnd: (reason) => ended.reject(reason),
      });
      return await ended.promise;
    } finally {
      await hosted?.close();
      closeRos();
      stop();
    }
  },
};

/** A node to run on ROS 2. */
export interface OnRos {
  readonly namespace: string;
  readonly remaps: Readonly<Record<string, string>>;
  /** A parameter file. */
  readonly params: string | undefined;
  readonly useSimTime: boolean;
  /** It begins unconfigured. */
  readonly managed?: boolean | undefined;
  readonly onEnd: (reason: unknown) => void;
}

/** It runs. */
export interface Hosted {
  close(): Promise<void>;
}

/** Starts a node on ROS 2 in this process. Errors are those of `RosNodeHost.start`. */
export async function hostOnRos(
  def: NodeDef,
  { namespace, remaps, params, useSimTime: asked, managed = false, onEnd }: OnRos,
): Promise<Hosted> {
  if (managed && def.lifecycle !== true) {
    throw new InputError(`node ${def.name}: --managed: it has no lifecycle`);
  }
  const absolute = nodeName({ node: def.name, namespace });
  const given = await fileParams(params, absolute);
  const useSimTime = asked || given.useSimTime === true;
  const ros = await openNode({ name: def.name, namespace });
  const pool = new WorkerPool({
    script: new URL("../runtime/ros2/background_worker.ts", import.meta.url),
    onCrash: (reason) => console.error(`a worker: ${reason}`),
  });
  try {
    const host = await RosNodeHost.start(def, ros, {
      ...{ namespace, remaps, params: given.params, useSimTime, pool: pool.run, say, onEnd },
      managed,
      harnessParams: useSimTime,
      file: (path) => Deno.readFile(path.startsWith("/") ? path : `${given.folder}/${path}`),
    });
    console.log(`${absolute} is on ROS 2${useSimTime ? ", waiting for /clock" : ""}`);
    return {
      async close() {
        host.close();
        await pool.close();
      },
    };
  } catch (error) {
    ros.close();
    await pool.close();
    throw error;
  }
}

async function fileParams(path: string | undefined, node: string): Promise<{
  params: RawParams;
  useSimTime: boolean | undefined;
  folder: string;
}> {
  if (path === undefined) return { params: {}, useSimTime: undefined, folder: userPath(".") };
  const text = await readText(userPath(path), path);
  const given = isRobotConfig(text)
    ? { params: readRobotConfig(text, path), useSimTime: undefined }
    : readParams(text, { node, file: path });
  return { ...given, folder: userPath(path).replace(/\/[^/]*$/, "") };
}

/** `--remap a:=b`. */
function remaps(texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map((text) => {
    const [from, to, ...rest] = text.split(":=");
    if (!from || !to || rest.length > 0) throw new InputError(`--remap ${text}: expected a:=b`);
    return [from, to];
  }));
}

function say({ at, level, node, text }: LogEntry): void {
  console.error(`[${level}] ${node} ${(at / 1e9).toFixed(3)}: ${text}`);
}
