/** Clouds of any layout, random and by hand. */
import fc from "fast-check";
import type { PointCloud, PointField } from "../../../core/cloud/layout.ts";

/** A field of a name, at an offset, of a datatype. */
export function field(name: string, offset: number, datatype = 7, count = 1): PointField {
  return { name, offset, datatype, count };
}

/** x, y, z and intensity, float32, 16 bytes. */
export const XYZI = [field("x", 0), field("y", 4), field("z", 8), field("intensity", 12)];

/** A cloud of points of {@linkcode XYZI}. */
export function xyzi(numbers: ArrayLike<number>): PointCloud {
  const data = new Uint8Array(Float32Array.from(numbers).buffer);
  const width = data.length / 16;
  return {
    ...{ height: 1, width, fields: XYZI, is_bigendian: false, point_step: 16 },
    ...{ row_step: 16 * width, data },
  };
}

const SIZES = [0, 1, 1, 2, 2, 4, 4, 4, 8];

/** Coordinates as lidars give them, with what they should never give among them. */
const coordinate = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -30, max: 30, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 1e30, -1e30, 0, -0, 1e-40) },
);

/** How {@linkcode clouds} draws. */
export interface Drawn {
  readonly cloud: PointCloud;
  /** x, y, z and intensity of each point, as they were written. */
  readonly points: readonly (readonly [number, number, number, number])[];
}

/** Random clouds; `plain`: only layouts that the kernel reads. */
export function clouds(plain: boolean): fc.Arbitrary<Drawn> {
  const layout = fc.record({
    double: plain ? fc.constant(false) : fc.boolean(),
    bigEndian: plain ? fc.constant(false) : fc.boolean(),
    order: plain
      ? fc.constant<number[]>([0, 1, 2])
      : fc.shuffledSubarray<number>([0, 1, 2], { minLength: 3 }),
    before: fc.nat(9),
    between: fc.nat(5),
    after: fc.nat(20),
    intensity: fc.integer({ min: 0, max: 8 }),
    rows: fc.integer({ min: 1, max: 3 }),
    shift: fc.nat(3),
    tight: fc.boolean(),
  });
  const point = fc.tuple(
    coordinate,
    coordinate,
    coordinate,
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  const points = fc.array(point, { maxLength: 60, size: "max" });
  return fc.tuple(layout, points).map(([l, drawn]) => {
    const size = l.double ? 8 : 4;
    const tight = plain && l.tight;
    const before = tight ? 0 : l.before;
    const at = l.order.map((place) => before + place * size);
    const type = tight ? 7 : l.intensity;
    const where = before + 3 * size + (tight ? 0 : l.between);
    const step = tight ? 16 : where + (SIZES[type] ?? 0) + l.after;
    const coordinates = ["x", "y", "z"].map((name, i) => field(name, at[i]!, l.double ? 8 : 7));
    const fields = type === 0 ? coordinates : [...coordinates, field("intensity", where, type)];
    const width = Math.floor(drawn.length / l.rows);
    const kept = drawn.slice(0, width * l.rows);
    const data = new Uint8Array(step * kept.length + l.shift).subarray(l.shift);
    data.forEach((_, i) => data[i] = (i * 37 + 11) & 255);
    const view = new DataView(data.buffer, data.byteOffset);
    const range = [1, 127, 255, 32767, 65535, 2147483647, 4294967295, 1, 1][type]!;
    const written = kept.map((p, index) => {
      const scaled = p[3] * range;
      const value = type >= 7 ? scaled : Math.floor(scaled);
      p.slice(0, 3).forEach((c, i) => put(view, index * step + at[i]!, l.double ? 8 : 7, c, l));
      if (type !== 0) put(view, index * step + where, type, value, l);
      return [p[0], p[1], p[2], value] as const;
    });
    const cloud = {
      ...{ height: l.rows, width, fields, is_bigendian: l.bigEndian },
      ...{ point_step: step, row_step: step * width, data },
    };
    return { cloud, points: written };
  });
}

/** Writes a number of a datatype. */
function put(
  view: DataView,
  at: number,
  datatype: number,
  value: number,
  { bigEndian }: { bigEndian: boolean },
): void {
  const names = ["", "Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"];
  const method = `set${names[datatype]}` as "setFloat64";
  view[method](at, value, !bigEndian);
}

/** What {@linkcode options} draws. */
export interface DrawnOptions {
  readonly maxRange: number;
  readonly minIntensity: number;
  readonly rotation: readonly number[];
  readonly translation: readonly number[];
}

/** Random rigid transforms and limits. */
export const options: fc.Arbitrary<DrawnOptions> = fc.record({
  maxRange: fc.double({ min: 0.5, max: 60, noNaN: true }),
  minIntensity: fc.double({ min: 0, max: 1, noNaN: true }),
  axis: fc.tuple(...[1, 2, 3].map(() => fc.double({ min: -1, max: 1, noNaN: true }))),
  translation: fc.tuple(...[1, 2, 3].map(() => fc.double({ min: -5, max: 5, noNaN: true }))),
}).map(({ axis, ...rest }) => ({ ...rest, rotation: cayley(axis) }));

/** (I − K)(I + K)⁻¹ of the cross-product matrix K of a vector: an exact rational rotation. */
function cayley([a, b, c]: readonly number[]): number[] {
  const x = a!, y = b!, z = c!, n = 1 + x * x + y * y + z * z;
  return [
    ...[1 + x * x - y * y - z * z, 2 * (x * y - z), 2 * (x * z + y)],
    ...[2 * (x * y + z), 1 - x * x + y * y - z * z, 2 * (y * z - x)],
    ...[2 * (x * z - y), 2 * (y * z + x), 1 - x * x - y * y + z * z],
  ].map((v) => v / n);
}
