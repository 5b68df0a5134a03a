/** What a lidar says, as ROS 2 messages. */
import type { Header, LaserScan, PointCloud2, PointField } from "../../../msgs/types.ts";
import type { Beams } from "./beams.ts";

/** Bytes of a point: x y z intensity (f32), ring (u16), two bytes of padding, time (f32). */
export const POINT_STEP = 24;

/** `sensor_msgs/msg/PointField` datatypes. */
const UINT16 = 4, FLOAT32 = 7;

const FIELDS: PointField[] = [
  { name: "x", offset: 0, datatype: FLOAT32, count: 1 },
  { name: "y", offset: 4, datatype: FLOAT32, count: 1 },
  { name: "z", offset: 8, datatype: FLOAT32, count: 1 },
  { name: "intensity", offset: 12, datatype: FLOAT32, count: 1 },
  { name: "ring", offset: 16, datatype: UINT16, count: 1 },
  { name: "time", offset: 20, datatype: FLOAT32, count: 1 },
];

const NAN = 0x7fc00000;

/** Ranges and intensities of a turn, by firing; a range that is not finite is no return. */
export interface Turn {
  readonly ranges: Float64Array;
  readonly intensities: Float64Array;
}

/** A cloud with a row a ring; where nothing came back x, y and z are NaN and the intensity 0. */
export function organisedCloud(header: Header, beams: Beams, turn: Turn): PointCloud2 {
  const { count, columns } = beams, data = new Uint8Array(POINT_STEP * count * columns);
  const writer = new PointWriter(data, beams, turn);
  for (let beam = 0; beam < count; beam++) {
    const row = beams.rings[beam]! * columns;
    for (let column = 0; column < columns; column++) writer.write(row + column, beam, column);
  }
  return cloud(header, data, { width: columns, height: count, dense: writer.missing === 0 });
}

/** A cloud of what came back, in the order in which it was fired. */
export function denseCloud(header: Header, beams: Beams, turn: Turn): PointCloud2 {
  const { count, columns } = beams;
  let points = 0;
  for (const range of turn.ranges) if (range > -Infinity && range < Infinity) points++;
  const data = new Uint8Array(POINT_STEP * points), writer = new PointWriter(data, beams, turn);
  let point = 0;
  for (let column = 0; column < columns; column++) {
    for (let beam = 0; beam < count; beam++) {
      const range = turn.ranges[beam * columns + column]!;
      if (range > -Infinity && range < Infinity) writer.write(point++, beam, column);
    }
  }
  return cloud(header, data, { width: points, height: 1, dense: true });
}

function cloud(
  header: Header,
  data: Uint8Array,
  { width, height, dense }: { width: number; height: number; dense: boolean },
): PointCloud2 {
  return {
    header,
    height,
    width,
    fields: FIELDS,
    is_bigendian: false,
    point_step: POINT_STEP,
    row_step: POINT_STEP * width,
    data,
    is_dense: dense,
  };
}

class PointWriter {
  readonly #floats: Float32Array;
  readonly #words: Uint32Array;
  readonly #beams: Beams;
  readonly #turn: Turn;
  missing = 0;

  constructor(data: Uint8Array, beams: Beams, turn: Turn) {
    this.#floats = new Float32Array(data.buffer);
    this.#words = new Uint32Array(data.buffer);
    this.#beams = beams;
    this.#turn = turn;
  }

  write(point: number, beam: number, column: number): void {
    const beams = this.#beams, floats = this.#floats, o = point * (POINT_STEP / 4);
    const firing = beam * beams.columns + column, d = 3 * firing;
    const range = this.#turn.ranges[firing]!;
    if (range > -Infinity && range < Infinity) {
      const way = range - beams.originOffset;
      floats[o] = beams.origins[2 * column]! + way * beams.directions[d]!;
      floats[o + 1] = beams.origins[2 * column + 1]! + way * beams.directions[d + 1]!;
      floats[o + 2] = way * beams.directions[d + 2]!;
      floats[o + 3] = this.#turn.intensities[firing]!;
    } else {
      this.#words[o] = this.#words[o + 1] = this.#words[o + 2] = NAN;
      this.missing++;
    }
    this.#words[o + 4] = beams.rings[beam]!; // the padding behind it is 0
    floats[o + 5] = column * beams.columnSeconds + beam * beams.beamSeconds;
  }
}

/** A scan in a plane (REP 117: +∞ nothing came back, −∞ too near). */
export function laserScan(
  header: Header,
  beams: Beams,
  turn: Turn,
  { range_min_m, range_max_m, seconds }: {
    range_min_m: number;
    range_max_m: number;
    seconds: number;
  },
): LaserScan {
  const ranges = Float32Array.from(turn.ranges, (range) => Number.isNaN(range) ? Infinity : range);
  return {
    header,
    angle_min: Math.fround(beams.firstAngle),
    angle_max: Math.fround(beams.firstAngle + beams.angleStep * (beams.columns - 1)),
    angle_increment: Math.fround(beams.angleStep),
    time_increment: Math.fround(beams.columnSeconds),
    scan_time: Math.fround(seconds),
    range_min: Math.fround(range_min_m),
    range_max: Math.fround(range_max_m),
    ranges,
    intensities: Float32Array.from(turn.intensities),
  };
}
