/** The table of docs/fidelity.md: a simulated OS1-32 next to a real one's frame. */
import assert from "#assert";
import { gunzipSync } from "#compress";
import { beamsOf } from "../../sim/sensors/lidar/beams.ts";
import { lidarSchema } from "../../sim/sensors/lidar/config.ts";
import { LIDAR_PRESETS } from "../../sim/sensors/lidar/presets.ts";
import { pointsOf, turns } from "../sim/sensors/lidar/turns.ts";

const FRAME = "../shared/data/ouster/OS-1-32-G_scan0.pcd.gz";
const HAS_FRAME = (() => {
  try {
    return Deno.statSync(FRAME).isFile;
  } catch {
    return false;
  }
})();
const ROWS = 32, COLUMNS = 1024;

/** A hall of 50 × 23 m that is open to the east, with cars, posts, people and a shelf. */
const HALL = {
  objects: [
    { type: "wall", position_m: [-18, -9], to_m: [32, -9], height_m: 9, color: "#b0b0a8" },
    { type: "wall", position_m: [-18, 14], to_m: [32, 14], height_m: 9, color: "#a8a098" },
    { type: "wall", position_m: [-18, -9], to_m: [-18, 14], height_m: 9, color: "#989890" },
    { type: "box", size_m: [4, 6, 5], position_m: [26, 10], color: "#8a7a6a" },
    { type: "box", size_m: [5, 2, 1.6], position_m: [9, -4], color: "#404448" },
    { type: "box", size_m: [5, 2, 1.6], position_m: [14, 7], color: "#b02020" },
    { type: "cylinder", radius_m: 0.2, height_m: 7, position_m: [7, 4] },
    { type: "cylinder", radius_m: 0.2, height_m: 7, position_m: [15, -2] },
    { type: "person", position_m: [5, 2] },
    { type: "person", position_m: [10, 1] },
    { type: "shelf", position_m: [-8, 8] },
  ],
};

interface Frame {
  /** By row and column, m; NaN: none. */
  readonly ranges: Float64Array;
  readonly intensities: number[];
}

/** Share of firings that came back; noise by the median of second differences along rows. */
function figures({ ranges, intensities }: Frame): string[] {
  const valid = ranges.filter((range) => range === range);
  const bends: number[] = [];
  for (let i = 1; i < ranges.length - 1; i++) {
    if (i % COLUMNS === 0 || i % COLUMNS === COLUMNS - 1) continue;
    const bend = ranges[i - 1]! - 2 * ranges[i]! + ranges[i + 1]!;
    if (bend === bend) bends.push(Math.abs(bend));
  }
  const quantile = (list: number[], share: number) =>
    list.sort((a, b) => a - b)[Math.floor(list.length * share)]!;
  const noise = 1.4826 * quantile(bends, 0.5) / Math.sqrt(6);
  const all = [...valid];
  return [
    (valid.length / ranges.length).toFixed(2),
    (1000 * noise).toFixed(0),
    [0.05, 0.5, 0.95].map((share) => quantile(all, share).toFixed(1)).join(" / "),
    [0.05, 0.5, 0.95].map((share) => quantile(intensities, share).toFixed(0)).join(" / "),
  ];
}

function simulated(): Frame {
  const lidar = { preset: "os1_32", position_m: [0, 0, 1.8], ...LIDAR_PRESETS["os1_32"]!.values };
  const points = pointsOf(turns({ world: HALL, lidar }).clouds[0]!);
  const seen = points.filter(({ x }) => x === x);
  return {
    ranges: Float64Array.from(points, ({ x, y, z }) => Math.hypot(x, y, z)),
    intensities: seen.map(({ intensity }) => intensity),
  };
}

function recorded(): Frame {
  const config = lidarSchema.parse({ type: "lidar", ...LIDAR_PRESETS["os1_32"]!.values });
  const { columnSeconds } = beamsOf(config, 0.1);
  const file = gunzipSync(Deno.readFileSync(FRAME));
  const start = file.indexOf("DATA binary\n") + 12;
  const view = new DataView(file.buffer, file.byteOffset + start);
  const ranges = new Float64Array(ROWS * COLUMNS).fill(NaN), intensities: number[] = [];
  for (let at = 0; at + 22 <= view.byteLength; at += 22) {
    const [x, y, z] = [0, 4, 8].map((o) => view.getFloat32(at + o, true)) as [
      number,
      number,
      number,
    ];
    const column = Math.round(view.getUint32(at + 18, true) / 1e9 / columnSeconds);
    ranges[view.getUint16(at + 16, true) * COLUMNS + column] = Math.hypot(x, y, z);
    intensities.push(view.getFloat32(at + 12, true));
  }
  return { ranges, intensities };
}

/** The cells of a column of the table. */
function column(n: number): string[] {
  const text = Deno.readTextFileSync("docs/fidelity.md");
  return text.split("\n").filter((line) => /^\| (returns|noise|range|intensity)/.test(line))
    .map((line) => line.split("|")[n]!.trim());
}

Deno.test("fidelity: the simulated column of docs/fidelity.md is what the simulator gives", () => {
  assert.deepEqual(column(2), figures(simulated()));
});

Deno.test({
  name: "fidelity: the real column is the recorded frame's (needs ../shared/data/ouster)",
  ignore: !HAS_FRAME,
  fn: () => assert.deepEqual(column(3), figures(recorded())),
});
