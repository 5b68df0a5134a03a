/** One number of every point: in place through a typed array where that is possible. */
import { DATATYPE } from "./layout.ts";

/** Where a column lies. */
export interface ColumnPlace {
  /** Bytes from a point's start. */
  readonly offset: number;
  /** As in `sensor_msgs/msg/PointField`. */
  readonly datatype: number;
  /** Bytes of a point. */
  readonly step: number;
  /** Byte order. */
  readonly bigEndian: boolean;
}

/** The number of the point of an index. */
export type Column = (index: number) => number;

type Typed = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => {
  readonly [index: number]: number;
};

const TYPED: readonly (Typed | undefined)[] = [
  undefined,
  Int8Array,
  Uint8Array,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
];

const SIZES = [0, 1, 1, 2, 2, 4, 4, 4, 8];

/** Typed arrays have the machine's order: on a big-endian one nothing is in place. */
const LITTLE_ENDIAN_MACHINE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Whether a column can be read in place: byte order and alignment are the machine's. */
export function isAligned(
  data: Uint8Array,
  { offset, datatype, step, bigEndian }: ColumnPlace,
): boolean {
  const size = SIZES[datatype] ?? 0;
  return LITTLE_ENDIAN_MACHINE && !bigEndian && size > 0 && step % size === 0 &&
    data.length >= offset + size && (data.byteOffset + offset) % size === 0;
}

/**
 * Reads a column of a cloud's data. The place must lie within every point: `layoutOf` checks it.
 *
 * @throws {RangeError} the datatype is none
 */
export function columnOf(data: Uint8Array, place: ColumnPlace): Column {
  const { offset, datatype, step, bigEndian } = place;
  const typed = TYPED[datatype], size = SIZES[datatype];
  if (typed === undefined || size === undefined) {
    throw new RangeError(`datatype ${datatype} is none of 1 to 8`);
  }
  if (isAligned(data, place)) {
    const length = Math.floor((data.length - offset) / size);
    const values = new typed(data.buffer, data.byteOffset + offset, length);
    const stride = step / size;
    return (index) => values[index * stride]!;
  }
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const little = !bigEndian;
  switch (datatype) {
    case DATATYPE.int8:
      return (index) => view.getInt8(index * step + offset);
    case DATATYPE.uint8:
      return (index) => view.getUint8(index * step + offset);
    case DATATYPE.int16:
      return (index) => view.getInt16(index * step + offset, little);
    case DATATYPE.uint16:
      return (index) => view.getUint16(index * step + offset, little);
    case DATATYPE.int32:
      return (index) => view.getInt32(index * step + offset, little);
    case DATATYPE.uint32:
      return (index) => view.getUint32(index * step + offset, little);
    case DATATYPE.float32:
      return (index) => view.getFloat32(index * step + offset, little);
    default:
      return (index) => view.getFloat64(index * step + offset, little);
  }
}
