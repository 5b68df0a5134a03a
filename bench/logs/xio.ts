/**
 * x-io's NGIMU log against the output of their own filter, imufusion 1.3.3. That output is no
 * truth: from 101 s to 117 s a magnet lies beside the resting board (|B| 37.5 instead of 43.7 µT),
 * imufusion gives in after its recovery time and turns by 150° with the gyro at zero, and is back
 * at 133 s. So the heading is compared outside of that, the inclination everywhere.
 */
import { multiply } from "../../core/math/quaternion.ts";
import { type AttitudeScore, scoreAttitude } from "./attitude.ts";
import { flat } from "./broad.ts";
import { dataFile } from "./folder.ts";
import { type Replayed, replayLog } from "./replay.ts";
import { readTable } from "./table.ts";

/** When imufusion follows the magnet, seconds. */
const MAGNET = { from: 100, to: 133 };
/** Its first seconds are start-up. */
const SETTLED = 5;

/** The two scores, and how far our own yaw went while the board lay still beside the magnet. */
export interface XioScore {
  readonly clear: AttitudeScore;
  readonly whole: AttitudeScore;
  /** Degrees between the least and the largest yaw of 101 s to 133 s. */
  readonly yawSpanAtMagnet: number;
  readonly replayed: Replayed;
}

/** Replays and scores; undefined where the data is absent. */
export async function xioLog(
  params: Readonly<Record<string, unknown>> = {},
): Promise<XioScore | undefined> {
  const path = dataFile("xio_ngimu/xio_ngimu.mcap");
  const golden = dataFile("xio_ngimu/golden_imufusion_1.3.3.csv.gz");
  if (path === undefined || golden === undefined) return undefined;
  const table = await readTable(golden);
  const times = table.get("t")!;
  const orientations = flat(["qw", "qx", "qy", "qz"].map((name) => table.get(name)!));
  // North-west-up to east-north-up: a quarter turn about the vertical.
  const quarter = [Math.SQRT1_2, 0, 0, Math.SQRT1_2];
  for (let i = 0; i < orientations.length; i += 4) {
    const q = orientations.subarray(i, i + 4);
    multiply(q, quarter, q);
  }
  const replayed = await replayLog(path, { params });
  const atMagnet = (t: number) => t >= MAGNET.from && t <= MAGNET.to;
  const reference = { times, orientations };
  return {
    clear: scoreAttitude(replayed, {
      ...reference,
      scored: (row) => times[row]! > SETTLED && !atMagnet(times[row]!),
    }),
    whole: scoreAttitude(replayed, { ...reference, scored: (row) => times[row]! > SETTLED }),
    yawSpanAtMagnet: yawSpan(replayed, (t) => atMagnet(t) && t > MAGNET.from + 1),
    replayed,
  };
}

function yawSpan(replayed: Replayed, wanted: (t: number) => boolean): number {
  let turned = 0, least = 0, largest = 0;
  let before: number | undefined;
  replayed.stamps.forEach((stamp, i) => {
    if (!wanted((stamp - (replayed.firstImu ?? 0)) / 1e9)) return;
    const [w, x, y, z] = replayed.orientations.slice(4 * i, 4 * i + 4) as number[];
    const yaw = Math.atan2(2 * (w! * z! + x! * y!), 1 - 2 * (y! * y! + z! * z!)) * 180 / Math.PI;
    if (before !== undefined) turned += ((yaw - before + 540) % 360) - 180;
    before = yaw;
    least = Math.min(least, turned);
    largest = Math.max(largest, turned);
  });
  return largest - least;
}
