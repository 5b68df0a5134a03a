/** The Jackal in Gazebo: where it ends, in order and shuffled. */
import { dataFile } from "./folder.ts";
import { type Replayed, replayLog, type ReplayOptions } from "./replay.ts";

/** Where robot_localization's own regression test has it end, metres, and how near is near. */
export const JACKAL_END = { position: [1.0206, 3.4292, 0.7419], tolerance: 0.1383 } as const;

/** Replays; undefined where the data is absent. */
export async function jackalLog(
  options: ReplayOptions = {},
): Promise<{ distance: number; end: number[]; replayed: Replayed } | undefined> {
  const path = dataFile("jackal_gazebo/jackal_gazebo.mcap");
  if (path === undefined) return undefined;
  const replayed = await replayLog(path, options);
  const end = replayed.positions.slice(-3);
  const distance = Math.hypot(...end.map((value, i) => value - JACKAL_END.position[i]!));
  return { distance, end, replayed };
}
