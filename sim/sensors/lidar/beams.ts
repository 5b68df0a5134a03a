/**
 * A turn's firings: when each beam fires and where it points in the sensor's frame. A turn begins
 * behind the sensor (or at the edge of a smaller field of view) and goes clockwise, seen from
 * above, as rotating lidars do.
 */
import { BEAM_TABLES, type BeamTable } from "../../../core/models/beam_tables.ts";
import { cos, DEG, sin } from "../../../core/math/scalar.ts";
import type { LidarConfig } from "./config.ts";

/** The firings of a turn. A firing is `beam · columns + column`. */
export interface Beams {
  readonly columns: number;
  /** The number of beams. */
  readonly count: number;
  /** From firing to firing and from beam to beam, s. */
  readonly columnSeconds: number;
  readonly beamSeconds: number;
  /** Unit directions, 3 a firing. */
  readonly directions: Float32Array;
  /** Where a firing begins in the sensor's x, y plane, 2 a column; metres. */
  readonly origins: Float32Array;
  /** How much a measured range is longer than the way from where the beam begins. */
  readonly originOffset: number;
  /** The place of each beam among all, lowest elevation 0, or the row where rows run down. */
  readonly rings: Uint16Array;
  /** Whether each beam is the next one's neighbour, row below row. */
  readonly rowByRow: boolean;
  /** Angle of the first column and from column to column, rad, against the clock. */
  readonly firstAngle: number;
  readonly angleStep: number;
}

/** The firings of a lidar that turns once in `seconds`. */
export function beamsOf(config: LidarConfig, seconds: number): Beams {
  const table = BEAM_TABLES[config.model]!, { columns } = config;
  const columnSeconds = config.column_us === undefined ? seconds / columns : config.column_us / 1e6;
  const beamSeconds = config.beam_us / 1e6;
  // A plane scanner's rays are against the clock, from the right edge of its view, as REP 117's
  // LaserScan has them; both ends are rays.
  const scan = config.output === "scan", whole = config.fov_deg === 360;
  const span = config.fov_deg * DEG;
  const perSecond = scan
    ? span / (whole ? columns : Math.max(1, columns - 1)) / columnSeconds
    : -span / (whole ? seconds : columns * columnSeconds);
  const firstAngle = scan ? -span / 2 : span / 2;
  const count = table.altitudes.length;
  const directions = new Float32Array(3 * count * columns), origins = new Float32Array(2 * columns);
  for (let column = 0; column < columns; column++) {
    const encoder = firstAngle + perSecond * columnSeconds * column;
    origins[2 * column] = table.originOffset * cos(encoder);
    origins[2 * column + 1] = table.originOffset * sin(encoder);
    for (let beam = 0; beam < count; beam++) {
      const angle = encoder + perSecond * beamSeconds * beam - table.azimuths[beam]! * DEG;
      const altitude = table.altitudes[beam]! * DEG, o = 3 * (beam * columns + column);
      directions[o] = cos(altitude) * cos(angle);
      directions[o + 1] = cos(altitude) * sin(angle);
      directions[o + 2] = sin(altitude);
    }
  }
  return {
    columns,
    count,
    columnSeconds,
    beamSeconds,
    directions,
    origins,
    originOffset: table.originOffset,
    rings: ringsOf(table),
    rowByRow: isFalling(table),
    firstAngle,
    angleStep: perSecond * columnSeconds,
  };
}

/** Rows that run down keep their number; lasers in another order go by elevation. */
function ringsOf(table: BeamTable): Uint16Array {
  const { altitudes } = table;
  if (isFalling(table)) return Uint16Array.from(altitudes, (_, i) => i);
  return Uint16Array.from(altitudes, (angle) => altitudes.filter((other) => other < angle).length);
}

function isFalling({ altitudes }: BeamTable): boolean {
  return altitudes.every((angle, i) => i === 0 || angle < altitudes[i - 1]!);
}
