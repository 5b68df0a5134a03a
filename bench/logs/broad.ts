/**
 * BROAD's trials: orientation against optical truth over the rows with movement, as the
 * benchmark scores it: no alignment of the heading.
 */
import { type AttitudeScore, scoreAttitude } from "./attitude.ts";
import { dataFile } from "./folder.ts";
import { type Replayed, replayLog } from "./replay.ts";
import { readTable } from "./table.ts";

/** The trials that are there. */
export const TRIALS = [
  "02_undisturbed_slow_rotation_B",
  "21_undisturbed_fast_combined",
  "29_disturbed_stationary_magnet_B",
] as const;

/** Published or measured RMSE of others, degrees: total, heading, inclination. */
export interface Baseline {
  readonly madgwick: readonly [number, number, number];
  readonly vqf: readonly [number, number, number];
}

/** Replays a trial and scores it; undefined where the data is absent. */
export async function broadTrial(
  trial: typeof TRIALS[number],
  params: Readonly<Record<string, unknown>> = {},
): Promise<{ score: AttitudeScore; baseline: Baseline; replayed: Replayed } | undefined> {
  const path = dataFile(`broad/${trial}.csv.gz`);
  const baselines = dataFile("broad/baseline_rmse_deg.json");
  if (path === undefined || baselines === undefined) return undefined;
  const table = await readTable(path);
  const replayed = await replayLog(path, { params });
  const movement = table.get("movement")!;
  const orientations = flat(["gt_qw", "gt_qx", "gt_qy", "gt_qz"].map((name) => table.get(name)!));
  const score = scoreAttitude(replayed, {
    times: table.get("t")!,
    orientations,
    scored: (row) => movement[row] === 1 && Number.isFinite(orientations[4 * row]!),
  });
  const all = JSON.parse(await Deno.readTextFile(baselines))[trial];
  const baseline = { madgwick: all["madgwick_beta0.12_published"], vqf: all["vqf_9D_default"] };
  return { score, baseline, replayed };
}

/** Columns side by side, row by row. */
export function flat(columns: readonly Float64Array[]): Float64Array {
  const n = columns.length;
  return Float64Array.from(
    { length: n * columns[0]!.length },
    (_, i) => columns[i % n]![Math.floor(i / n)]!,
  );
}
