/**
 * How fast warehouse_perception is, from the first module that a run needs to its verdict, digests
 * included: IMU, wheels, magnetometer, VLP-16 and camera at 10 Hz with fusion, cloud and detection
 * nodes, in one thread and with two that render ahead.
 *
 *     deno task bench perception
 */
import { loadScenario } from "../harness/host/load_scenario.ts";
import { threadsOf } from "../harness/host/threads/threads.ts";
import { wallSeconds } from "../harness/host/wall.ts";
import { runScenario } from "../harness/run/run.ts";
import type { Report } from "./row.ts";

const ROUNDS = 3;

/** Reports real-time factors: the best of interleaved rounds. */
export async function run(report: Report): Promise<void> {
  const scenario = await loadScenario("warehouse_perception");
  const factor = { 0: 0, 2: 0 }, digests = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const workers of [0, 2] as const) {
      const threads = threadsOf((reason) => {
        throw new Error(reason);
      }, workers);
      try {
        const result = await runScenario(scenario, { wall: wallSeconds, threads });
        factor[workers] = Math.max(factor[workers], result.realtime_factor);
        digests.add(result.digest);
      } finally {
        await threads?.close();
      }
    }
  }
  if (digests.size > 1) throw new Error(`threads change bytes: ${[...digests].join(", ")}`);
  const unit = "x real time";
  report({ name: "warehouse_perception, one thread", value: factor[0], unit, target: ">= 1.5" });
  report({
    name: "warehouse_perception, two threads that render ahead",
    ...{ value: factor[2], unit, target: ">= 2.5", note: "two free cores needed" },
  });
}
