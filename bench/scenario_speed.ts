/**
 * How fast a whole run is: IMU at 200 Hz, wheels and magnetometer at 50 Hz and the fusion node, in
 * virtual time on one core; a recorded log of 400 s; and how long `sim` takes to begin.
 *
 *     deno task bench scenario_speed
 */
import { CATALOGUE } from "../harness/catalogue.ts";
import { judgeScenario } from "../harness/run/run.ts";
import { parseScenario, type Scenario } from "../harness/schema/scenario.ts";
import { SECOND } from "../msgs/time.ts";
import { createRecorder } from "../runtime/bag/recorder.ts";
import type { Recorder } from "../runtime/bag/log.ts";
import { replayLog } from "./logs/replay.ts";
import type { Report } from "./row.ts";

const SCENARIO = `
name: speed
duration_s: 120
robot:
  type: differential
  waypoints: [[0, 0], [6, 0], [6, 5], [0, 5], [0, 0]]
  loop: true
sensors:
  imu: { type: imu, rate_hz: 200 }
  wheel: { type: wheel, rate_hz: 50 }
  mag: { type: mag, rate_hz: 50 }
nodes:
  fusion: { node: fusion }
`;

const ROUNDS = 3;

/** Reports real-time factors and seconds; the best of a few rounds, the first warms up. */
export async function run(report: Report): Promise<void> {
  const scenario = await parse(SCENARIO);
  const factor = async (digests: boolean) => {
    let best = 0;
    for (let round = 0; round <= ROUNDS; round++) {
      const { result } = await judgeScenario(scenario, { digests, wall: seconds });
      if (round > 0) best = Math.max(best, result.realtime_factor);
    }
    return best;
  };
  report({
    name: "IMU 200 Hz + wheel 50 + mag 50 + fusion, no digests",
    value: await factor(false),
    unit: "x real time",
    target: ">= 300",
  });
  report({
    name: "the same with digests",
    value: await factor(true),
    unit: "x real time",
    target: ">= 250",
  });
  await recordedLog(report);
  await startUp(report);
}

const seconds = () => performance.now() / 1000;

function parse(text: string): Promise<Scenario> {
  return parseScenario(text, { file: "bench", catalogue: CATALOGUE });
}

/** 400 s of IMU at 30 Hz and wheels at 10 Hz, recorded, then replayed from the file. */
async function recordedLog(report: Report): Promise<void> {
  const text = SCENARIO.replace("duration_s: 120", "duration_s: 400")
    .replace("type: imu, rate_hz: 200", "type: imu, rate_hz: 30")
    .replace("type: wheel, rate_hz: 50", "type: wheel, rate_hz: 10")
    .replace(/ {2}mag:.*\n/, "").replace(/nodes:[^]*/, "");
  const folder = await Deno.makeTempDir();
  try {
    const path = `${folder}/log.mcap`;
    const record = (metadata: Record<string, string>): Recorder =>
      createRecorder(path, { metadata });
    await judgeScenario(await parse(text), { record });
    let best = Infinity;
    for (let round = 0; round <= ROUNDS; round++) {
      best = Math.min(best, (await replayLog(path)).wallSeconds);
    }
    report({ name: "replay of a log of 400 s", value: best, unit: "s", target: "< 1" });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** From the command to its result, for a run of no length: what start-up costs, with warm caches. */
async function startUp(report: Report): Promise<void> {
  const args = ["task", "sim", "--duration", String(1e6 / SECOND), "--json"];
  let best = Infinity;
  for (let round = 0; round <= ROUNDS; round++) {
    const began = seconds();
    const { code } = await new Deno.Command(Deno.execPath(), { args, stdout: "null" }).output();
    if (code > 1) throw new Error(`deno ${args.join(" ")} ends with ${code}`);
    best = Math.min(best, seconds() - began);
  }
  report({
    name: "deno task sim, from start to end of no run",
    value: best,
    unit: "s",
    target: "<= 0.5",
  });
}
