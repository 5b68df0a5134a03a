/**
 * What a `sensor_msgs/msg/PointCloud2` says about its bytes, checked: every later access to a point
 * lies within the data.
 */

/** Where a number lies in a point; `sensor_msgs/msg/PointField`. */
export interface PointField {
  /** `x`, `y`, `z`, `intensity`, … */
  readonly name: string;
  /** Bytes from the point's start. */
  readonly offset: number;
  /** 1 int8, 2 uint8, 3 int16, 4 uint16, 5 int32, 6 uint32, 7 float32, 8 float64. */
  readonly datatype: number;
  /** Numbers in it; 0 counts as 1, as some drivers write it. */
  readonly count: number;
}

/** The parts of a `sensor_msgs/msg/PointCloud2` that algorithms read. */
export interface PointCloud {
  /** Rows. */
  readonly height: number;
  /** Points a row. */
  readonly width: number;
  /** What a point holds. */
  readonly fields: readonly PointField[];
  /** Byte order of the data. */
  readonly is_bigendian: boolean;
  /** Bytes of a point. */
  readonly point_step: number;
  /** Bytes of a row. */
  readonly row_step: number;
  /** `row_step · height` bytes. */
  readonly data: Uint8Array;
}

/** A cloud that can't be read; the message says what was found and what was expected. */
export class CloudError extends Error {
  /** As printed before the message. */
  override readonly name = "CloudError";
}

/** Datatypes of {@linkcode PointField}. */
export const DATATYPE = {
  int8: 1,
  uint8: 2,
  int16: 3,
  uint16: 4,
  int32: 5,
  uint32: 6,
  float32: 7,
  float64: 8,
} as const;

/** Bytes of each datatype, by its number. */
const SIZES = [0, 1, 1, 2, 2, 4, 4, 4, 8];

/** The largest value of each integer datatype, by its number; 1 of floats. */
const RANGES = [1, 127, 255, 32767, 65535, 2147483647, 4294967295, 1, 1];

/** What of a cloud's layout the algorithms go by. */
export interface CloudLayout {
  /** Points. */
  readonly count: number;
  /** Bytes of a point. */
  readonly step: number;
  /** Byte order. */
  readonly bigEndian: boolean;
  /** Bytes from a point's start, of x, y and z. */
  readonly xyz: readonly [x: number, y: number, z: number];
  /** x, y and z are float64; else float32. */
  readonly double: boolean;
  /** The field `intensity`, if there is one. */
  readonly intensity: PointField | undefined;
}

/** The largest value of an integer field, 1 of a float one. */
export function rangeOf({ datatype }: PointField): number {
  return RANGES[datatype] ?? 1;
}

/**
 * Checks a cloud and says where its numbers are.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { layoutOf } from "./layout.ts";
 * const field = (name: string, offset: number) => ({ name, offset, datatype: 7, count: 1 });
 * const { count, step } = layoutOf({
 *   ...{ height: 1, width: 2, is_bigendian: false, point_step: 12, row_step: 24 },
 *   fields: [field("x", 0), field("y", 4), field("z", 8)],
 *   data: new Uint8Array(24),
 * });
 * assert.deepEqual([count, step], [2, 12]);
 * ```
 * @throws {CloudError} x, y or z is missing or no float, a field lies outside of the point, steps
 * and sizes do not fit each other, or the data is too short
 */
export function layoutOf(cloud: PointCloud): CloudLayout {
  const { width, height, point_step: step, row_step: rowStep, data, fields } = cloud;
  for (const [name, value] of Object.entries({ width, height, step, rowStep })) {
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new CloudError(`${name} is ${value}, expected an integer of 0 or more`);
    }
  }
  const xyz = (["x", "y", "z"] as const).map((name) => coordinate(fields, name));
  const types = new Set(xyz.map(({ datatype }) => datatype));
  if (types.size > 1) throw new CloudError("x, y and z are of different datatypes");
  for (const field of fields) within(field, step);
  if (rowStep !== step * width) {
    throw new CloudError(`row_step is ${rowStep}, expected point_step × width = ${step * width}`);
  }
  if (data.length < rowStep * height) {
    const expected = `expected row_step × height = ${rowStep * height}`;
    throw new CloudError(`data has ${data.length} bytes, ${expected}`);
  }
  return {
    count: width * height,
    step,
    bigEndian: cloud.is_bigendian,
    xyz: [xyz[0]!.offset, xyz[1]!.offset, xyz[2]!.offset],
    double: types.has(DATATYPE.float64),
    intensity: fields.find(({ name }) => name === "intensity"),
  };
}

function coordinate(fields: readonly PointField[], name: string): PointField {
  const field = fields.find((one) => one.name === name);
  if (field === undefined) {
    const there = fields.map((one) => one.name).join(" ");
    throw new CloudError(`there is no field ${name}, only: ${there || "none"}`);
  }
  if (field.datatype !== DATATYPE.float32 && field.datatype !== DATATYPE.float64) {
    const expected = "expected 7 (float32) or 8 (float64)";
    throw new CloudError(`field ${name} has datatype ${field.datatype}, ${expected}`);
  }
  return field;
}

function within({ name, offset, datatype, count }: PointField, step: number): void {
  const size = SIZES[datatype];
  if (size === undefined || size === 0) {
    throw new CloudError(`field ${name} has datatype ${datatype}, expected 1 to 8`);
  }
  const end = offset + size * Math.max(count, 1);
  if (!(offset >= 0 && end <= step)) {
    const where = `field ${name} lies at bytes ${offset} to ${end}`;
    throw new CloudError(`${where}, expected within point_step = ${step}`);
  }
}
