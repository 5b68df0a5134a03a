/**
 * ROS 2: what a message costs on its way through rcl and Fast DDS, beside rclpy in the same run; and
 * what work in the background costs a node's real-time input.
 *
 *     deno task bench ros2
 */
import { LOOPBACK, READY, textOf, variablesOf, wheelsPrefix } from "../runtime/ros2/prefix.ts";
import type { Report } from "./row.ts";

/** Messages a process, and processes of each that take turns. */
const MESSAGES = 150;
const TURNS = 3;

const FLAGS = ["run", "--no-check", "--allow-read", "--allow-env", "--allow-sys", "--allow-ffi"];

interface Ours {
  readonly raw: number[];
  readonly typed: number[];
  readonly imu: number[];
  readonly cpuUs: number;
}

/** Round trips of the node `mixed`, ms, sorted: without and with tasks in the background. */
interface Mixed {
  readonly alone: number[];
  readonly loaded: number[];
  readonly tasksHz: number;
}

/** Turns of two seconds, each with and without. */
const MIXED_TURNS = 5;

const median = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)]!;

/** The best of the turns: what is left when nothing else disturbed. */
const best = (turns: readonly (readonly number[])[]) => Math.min(...turns.map(median));

/** Reports each row; without ROS 2 one line says so. */
export async function run(report: Report): Promise<void> {
  const ready = textOf(READY);
  if (ready === undefined) {
    report({ name: "skipped: deno task ros:setup first", value: 0, unit: "" });
    return;
  }
  const wheels = (JSON.parse(ready) as { kind: string }).kind === "wheels";
  const python = wheels ? `${wheelsPrefix().folders[0]}/bin/python` : "python3";
  const own = wheels ? variablesOf(wheelsPrefix(), (name) => Deno.env.get(name)) : {};
  const env = { ...own, ...LOOPBACK, ROS_DOMAIN_ID: "38" };
  const ours: Ours[] = [];
  const theirs: Ours[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const script = "bench/peers/ros2_cloud.ts";
    ours.push(await ask<Ours>(Deno.execPath(), [...FLAGS, script, `${MESSAGES}`], env));
    theirs.push(await ask<Ours>(python, ["bench/peers/ros2_cloud.py", `${MESSAGES}`], env));
  }
  const pair = (what: "raw" | "typed") => ({
    value: best(ours.map((turn) => turn[what])),
    ...{ unit: "ms", peer: "rclpy", peerValue: best(theirs.map((turn) => turn[what])) },
  });
  report({ name: "1 MB PointCloud2, publish to callback, CDR", ...pair("raw"), target: "<= 1.2" });
  const typed = pair("typed");
  const limit = `<= ${typed.peerValue.toPrecision(3)}`;
  report({ name: "the same, a message encoded and decoded", ...typed, target: limit });
  report({
    ...{ name: "Imu, publish to callback, encoded and decoded", unit: "ms", peer: "rclpy" },
    value: best(ours.map(({ imu }) => imu)),
    peerValue: best(theirs.map(({ imu }) => imu)),
  });
  const cpu = (turns: readonly Ours[]) => Math.min(...turns.map(({ cpuUs }) => cpuUs));
  report({
    ...{ name: "CPU for that Imu, both ways together", unit: "us", target: "<= 60" },
    ...{ value: cpu(ours), peer: "rclpy", peerValue: cpu(theirs) },
  });
  await mixed(report, env);
}

/** The node runs as a user runs it, in a process of its own. */
async function mixed(report: Report, env: Record<string, string>): Promise<void> {
  const flags = [...FLAGS, "--allow-write", "--allow-net", "cli/main.ts", "node", "mixed"];
  // About 10 ms of a worker a task.
  const params = await Deno.makeTempFile({ suffix: ".yaml" });
  await Deno.writeTextFile(params, "mixed:\n  ros__parameters: { task_points_per_octave: 32 }\n");
  flags.push("--params", params);
  const node = new Deno.Command(Deno.execPath(), {
    args: flags,
    env,
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    const { alone, loaded, tasksHz } = await ask<Mixed>(
      Deno.execPath(),
      [...FLAGS, "bench/peers/ros2_mixed.ts", `${MIXED_TURNS}`],
      env,
    );
    const p99 = (sorted: readonly number[]) => sorted[Math.floor(0.99 * sorted.length)]!;
    report({
      name: `sensor_data of mixed, p99 of a round trip at 200 Hz, ${Math.round(tasksHz)} tasks/s`,
      ...{ value: p99(loaded), unit: "ms", peer: "no tasks", peerValue: p99(alone) },
      ...{ target: `<= ${(2 * p99(alone)).toPrecision(3)}`, note: "p50 " + p50(alone, loaded) },
    });
  } finally {
    node.kill("SIGINT");
    await node.status;
    await Deno.remove(params);
  }
}

function p50(...lists: readonly (readonly number[])[]): string {
  return lists.map((sorted) => median(sorted).toPrecision(3)).join(" and ") + " ms";
}

async function ask<T>(program: string, args: string[], env: Record<string, string>): Promise<T> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args, env }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${program} ${args.join(" ")}: ${text.decode(stderr)}`);
  return JSON.parse(text.decode(stdout)) as T;
}
