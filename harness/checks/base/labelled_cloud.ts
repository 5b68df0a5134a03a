/** A cloud whose points are labelled becomes things: whose each point is. */
import { columnOf } from "../../../core/cloud/column.ts";
import { coordinatesOf } from "../../../core/cloud/coordinates.ts";
import { CloudError, DATATYPE, type PointCloud } from "../../../core/cloud/layout.ts";
import { EXCUSED, NOTHING, UNCOUNTED } from "../../../core/evaluation/perception/segments.ts";
import { joinSets, rootOf, singles } from "../../../core/cloud/disjoint.ts";
import { apply, rigid } from "../../../core/math/se3.ts";
import type { StaticTransform } from "../../../runtime/node.ts";

/** Points of one object; indices into the cloud. */
interface ObjectPoints {
  readonly points: number[];
  /** Least and largest x, y, z. */
  readonly low: number[];
  readonly high: number[];
}

/** A cloud in the frame of what is judged. */
export interface LabelledCloud {
  /** x, y, z of each point, metres. */
  readonly xyz: Float32Array;
  /** Class in the lower 16 bits, number of the object above. */
  readonly labels: Uint32Array;
  /** 1 of each point that lies too low to be told from the ground. */
  readonly low: Uint8Array;
}

/** What of a cloud is judged, and where. */
export interface CloudPart extends StaticTransform {
  /** From the sensor, m. */
  readonly maxRange: number;
  /** Over z = 0 of the frame that the transform leads to, m. */
  readonly minHeight: number;
}

/**
 * The points of a cloud that are judged, moved to another frame, with their labels.
 *
 * @throws {CloudError} one of the clouds can't be read, or they don't have the same points
 */
export function labelledCloud(
  cloud: PointCloud,
  labels: PointCloud,
  { rotation, translation, maxRange, minHeight }: CloudPart,
): LabelledCloud {
  const all = coordinatesOf(cloud), count = cloud.width * cloud.height;
  const field = labels.fields.find(({ name }) => name === "label");
  if (field?.datatype !== DATATYPE.uint32 || labels.width * labels.height !== count) {
    throw new CloudError(`its labels are not ${count} uint32 named label`);
  }
  const { offset, datatype } = field, { point_step: step, is_bigendian: bigEndian } = labels;
  const label = columnOf(labels.data, { offset, datatype, step, bigEndian });
  const xyz = new Float32Array(3 * count), kept = new Uint32Array(count);
  const low = new Uint8Array(count);
  const transform = rigid(rotation, translation), p = new Float64Array(3);
  let points = 0;
  for (let i = 0; i < count; i++) {
    const x = all[3 * i]!, y = all[3 * i + 1]!, z = all[3 * i + 2]!;
    if (!(x * x + y * y + z * z <= maxRange * maxRange)) continue;
    p[0] = x;
    p[1] = y;
    p[2] = z;
    apply(p, transform, p);
    for (let axis = 0; axis < 3; axis++) xyz[3 * points + axis] = p[axis]!;
    low[points] = p[2]! < minHeight ? 1 : 0;
    kept[points++] = label(i);
  }
  return { xyz: xyz.subarray(0, 3 * points), labels: kept.subarray(0, points), low };
}

/** What makes a thing. */
export interface ThingRules {
  /** Classes, by their number, that are surroundings: a cluster of them counts neither way. */
  readonly surroundings: ReadonlySet<number>;
  /** Classes that are no object at all. */
  readonly nothing: ReadonlySet<number>;
  /** Things with fewer points are excused. */
  readonly minPoints: number;
  /** Objects that come closer to each other are one thing, m. */
  readonly gap: number;
}

const LOWER = 0xffff;

/**
 * Of each point its thing from 0 on, `EXCUSED`, `NOTHING` or, of an object's low points,
 * `UNCOUNTED`. Objects are joined where their points come within the gap, and what joins
 * surroundings is part of them.
 */
export function ownersOf(cloud: LabelledCloud, rules: ThingRules): Int32Array {
  const { labels } = cloud, owner = new Int32Array(labels.length).fill(NOTHING);
  const objects = objectsOf(cloud, rules.nothing, owner), list = [...objects.values()];
  const around = [...objects.keys()].map((label) => rules.surroundings.has(label & LOWER));
  const parents = singles(new Int32Array(list.length), list.length);
  const root = (i: number) => rootOf(parents, i);
  for (let a = 0; a < list.length; a++) {
    for (let b = a + 1; b < list.length; b++) {
      // Surroundings among themselves are never asked about.
      if ((around[a] && around[b]) || root(a) === root(b)) continue;
      if (meet(cloud.xyz, list[a]!, list[b]!, rules.gap)) joinSets(parents, a, b);
    }
  }
  const sizes = new Map<number, number>(), excused = new Set<number>();
  list.forEach(({ points }, i) => {
    sizes.set(root(i), (sizes.get(root(i)) ?? 0) + points.length);
    if (around[i]) excused.add(root(i));
  });
  const names = new Map<number, number>();
  let things = 0;
  for (const [group, size] of sizes) {
    names.set(group, excused.has(group) || size < rules.minPoints ? EXCUSED : things++);
  }
  list.forEach(({ points }, i) => {
    for (const point of points) owner[point] = names.get(root(i))!;
  });
  return owner;
}

/** Objects by their label; low points are theirs, but uncounted. */
function objectsOf(
  { xyz, labels, low }: LabelledCloud,
  nothing: ReadonlySet<number>,
  owner: Int32Array,
): Map<number, ObjectPoints> {
  const objects = new Map<number, ObjectPoints>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (nothing.has(label & LOWER)) continue;
    if (low[i] === 1) {
      owner[i] = UNCOUNTED;
      continue;
    }
    let object = objects.get(label);
    if (object === undefined) {
      const [low, high] = [new Array(3).fill(Infinity), new Array(3).fill(-Infinity)];
      objects.set(label, object = { points: [], low, high });
    }
    object.points.push(i);
    for (let axis = 0; axis < 3; axis++) {
      const value = xyz[3 * i + axis]!;
      if (value < object.low[axis]!) object.low[axis] = value;
      if (value > object.high[axis]!) object.high[axis] = value;
    }
  }
  return objects;
}

/** Whether any point of one comes within the gap of any of the other. */
function meet(xyz: Float32Array, a: ObjectPoints, b: ObjectPoints, gap: number): boolean {
  const near = inside(xyz, a, b, gap);
  if (near.length === 0) return false;
  const others = inside(xyz, b, a, gap), square = gap * gap;
  return near.some((i) =>
    others.some((j) => {
      const dx = xyz[3 * i]! - xyz[3 * j]!, dy = xyz[3 * i + 1]! - xyz[3 * j + 1]!;
      const dz = xyz[3 * i + 2]! - xyz[3 * j + 2]!;
      return dx * dx + dy * dy + dz * dz <= square;
    })
  );
}

/** Points of the first that lie no farther than the gap from the second's bounds. */
function inside(
  xyz: Float32Array,
  { points, low, high }: ObjectPoints,
  other: ObjectPoints,
  gap: number,
): number[] {
  for (let axis = 0; axis < 3; axis++) {
    if (low[axis]! > other.high[axis]! + gap || high[axis]! < other.low[axis]! - gap) return [];
  }
  return points.filter((i) => {
    for (let axis = 0; axis < 3; axis++) {
      const value = xyz[3 * i + axis]!;
      if (value > other.high[axis]! + gap || value < other.low[axis]! - gap) return false;
    }
    return true;
  });
}
