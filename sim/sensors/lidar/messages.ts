/** What a lidar says, as ROS 2 messages. */
import type { Header, LaserScan, PointCloud2, PointField } from "../../../msgs/types.ts";
import type { Beams } from "./beams.ts";

/** Bytes of a point: x y z intensity (f32), ring (u16), two bytes of padding, time (f32). */
export const POINT_STEP = 24;

/** `sensor_msgs/msg/PointField` datatypes. */
const UINT16 = 4, UINT32 = 6, FLOAT32 = 7;

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
  /** 1 where rain or fog sent something back, not what the beam met; where somebody asks. */
  readonly weather?: Uint8Array | undefined;
}

const LABEL_FIELDS: PointField[] = [{ name: "label", offset: 0, datatype: UINT32, count: 1 }];

/**
 * What the points of a cloud are on, point by point in its order, as SemanticKITTI writes it: the
 * class in the lower 16 bits, above them the object's number; 0: nothing that stands in the world.
 */
export function labelCloud(
  header: Header,
  beams: Beams,
  { ranges }: Turn,
  { labels, dense }: { readonly labels: Uint32Array; readonly dense: boolean },
): PointCloud2 {
  const { count, columns } = beams, words = new Uint32Array(count * columns);
  let points = dense ? 0 : words.length;
  for (let column = 0; column < columns; column++) {
    for (let beam = 0; beam < count; beam++) {
      const firing = beam * columns + column, range = ranges[firing]!;
      if (!(range > -Infinity && range < Infinity)) continue;
      const at = dense ? points++ : beams.rings[beam]! * columns + column;
      words[at] = labels[firing]!;
    }
  }
  const [width, height] = dense ? [points, 1] : [columns, count];
  return {
    ...{ header, height, width, fields: LABEL_FIELDS, is_bigendian: false },
    ...{ point_step: 4, row_step: 4 * width, is_dense: true },
    data: new Uint8Array(words.slice(0, points).buffer),
  };
}

/** A cloud with a row a ring; where nothing came back x, y and z are NaN and the intensity 0. */
export function organisedCloud(header: Header, beams: Beams, turn: Turn): PointCloud2 {
  const { count, columns } = beams, data = new Uint8Array(POINT_STEP * count * columns);
  const places = new Int32Array(columns);
  let came = 0;
  for (let beam = 0; beam < count; beam++) {
    for (let column = 0; column < columns; column++) {
      places[column] = beams.rings[beam]! * columns + column;
    }
    came += writePoints(data, { beams, turn, beam, places, missing: true });
  }
  return cloud(header, data, { width: columns, height: count, dense: came === count * columns });
}

/** A cloud of what came back, in the order in which it was fired. */
export function denseCloud(header: Header, beams: Beams, turn: Turn): PointCloud2 {
  const { count, columns } = beams, { ranges } = turn;
  // Where each column's points begin: then beams can be gone through as they lie in memory.
  const places = new Int32Array(columns);
  for (let beam = 0, firing = 0; beam < count; beam++) {
    for (let column = 0; column < columns; column++, firing++) {
      if (isRange(ranges[firing]!)) places[column]!++;
    }
  }
  let points = 0;
  for (let column = 0; column < columns; column++) {
    const own = places[column]!;
    places[column] = points;
    points += own;
  }
  const data = new Uint8Array(POINT_STEP * points);
  for (let beam = 0; beam < count; beam++) {
    writePoints(data, { beams, turn, beam, places, missing: false });
  }
  return cloud(header, data, { width: points, height: 1, dense: true });
}

const isRange = (range: number) => range > -Infinity && range < Infinity;

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

/**
 * Writes a beam's points, each at its column's place, which moves on by one; what didn't come back
 * only if `missing`. Returns how many did.
 */
function writePoints(
  data: Uint8Array,
  { beams, turn, beam, places, missing }: {
    beams: Beams;
    turn: Turn;
    beam: number;
    places: Int32Array;
    missing: boolean;
  },
): number {
  const floats = new Float32Array(data.buffer), words = new Uint32Array(data.buffer);
  const { columns, origins, originOffset, directions, columnSeconds } = beams;
  const { ranges, intensities } = turn, ring = beams.rings[beam]!;
  const late = beam * beams.beamSeconds;
  let came = 0;
  for (let column = 0, firing = beam * columns; column < columns; column++, firing++) {
    const range = ranges[firing]!, back = isRange(range);
    if (!back && !missing) continue;
    const o = (POINT_STEP / 4) * places[column]!++;
    if (back) {
      const way = range - originOffset, d = 3 * firing;
      floats[o] = origins[2 * column]! + way * directions[d]!;
      floats[o + 1] = origins[2 * column + 1]! + way * directions[d + 1]!;
      floats[o + 2] = way * directions[d + 2]!;
      floats[o + 3] = intensities[firing]!;
      came++;
    } else words[o] = words[o + 1] = words[o + 2] = NAN;
    words[o + 4] = ring; // the padding behind it is 0
    floats[o + 5] = column * columnSeconds + late;
  }
  return came;
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
