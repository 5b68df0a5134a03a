/**
 * ROS 2: what a message costs on its way through rcl and Fast DDS, beside rclpy in the same run.
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

type Theirs = Pick<Ours, "raw" | "typed">;

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
  const theirs: Theirs[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const script = "bench/peers/ros2_cloud.ts";
    ours.push(await ask<Ours>(Deno.execPath(), [...FLAGS, script, `${MESSAGES}`], env));
    theirs.push(await ask<Theirs>(python, ["bench/peers/ros2_cloud.py", `${MESSAGES}`], env));
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
    ...{ name: "Imu, publish to callback, encoded and decoded", unit: "ms" },
    value: best(ours.map((turn) => turn.imu)),
  });
  report({
    ...{ name: "CPU for that Imu, both ways together", unit: "us", target: "<= 60" },
    value: Math.min(...ours.map(({ cpuUs }) => cpuUs)),
  });
}

async function ask<T>(program: string, args: string[], env: Record<string, string>): Promise<T> {
  const { success, stdout, stderr } = await new Deno.Command(program, { args, env }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`${program} ${args.join(" ")}: ${text.decode(stderr)}`);
  return JSON.parse(text.decode(stdout)) as T;
}
