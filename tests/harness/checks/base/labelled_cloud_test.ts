import assert from "#assert";
import { labelledCloud, ownersOf } from "../../../../harness/checks/base/labelled_cloud.ts";
import { HEIGHT, sweep, type Thing } from "../labelled_sweeps.ts";

const MOUNT = { rotation: [1, 0, 0, 0], translation: [0, 0, HEIGHT] } as const;
const PART = { ...MOUNT, maxRange: 10, minHeight: 0.1 };
const RULES = { surroundings: new Set([3]), nothing: new Set([0, 1]), minPoints: 10, gap: 0.3 };

function owners(things: readonly Thing[], rules: object = {}, part: object = {}): number[] {
  const { cloud, labels } = sweep(0, things);
  const owner = ownersOf(labelledCloud(cloud, labels, { ...PART, ...part }), {
    ...RULES,
    ...rules,
  });
  return [...owner].slice(100);
}

const cone = (x: number, y: number, object: number): Thing => ({ at: [x, y], label: 5, object });

Deno.test("labelledCloud() moves points and keeps those in range, with their labels", () => {
  const { cloud, labels } = sweep(0, [cone(3, 0, 1), cone(12, 0, 2)]);
  const { xyz, labels: kept, low } = labelledCloud(cloud, labels, PART);
  assert.equal(kept.length, 125);
  assert.deepEqual([...xyz.subarray(300, 302)], [3, Math.fround(-0.2)]);
  assert.ok(Math.abs(xyz[302]! - 0.05) < 1e-6);
  assert.deepEqual([kept[99], kept[100], low[100], low[105]], [1, 0x10005, 1, 0]);
});

Deno.test("ownersOf() gives each thing its number, low points none, the ground nothing", () => {
  const owner = owners([cone(3, 0, 1), cone(5, 0, 2)]);
  assert.deepEqual(owner.slice(0, 6), [-3, -3, -3, -3, -3, 0]);
  assert.deepEqual(owner.slice(25, 31), [-3, -3, -3, -3, -3, 1]);
  const { cloud, labels } = sweep(0, []);
  const bare = ownersOf(labelledCloud(cloud, labels, PART), RULES);
  assert.ok(bare.length === 100 && bare.every((own) => own === -2));
});

Deno.test("ownersOf() joins along chains of neighbours, but not over the gap", () => {
  const row = [cone(3, 0, 1), cone(3, 1.3, 2), cone(3, 0.65, 3)];
  const of = (list: number[]) => list.filter((_, i) => i % 25 === 24);
  assert.deepEqual(of(owners(row)), [0, 0, 0]);
  assert.deepEqual(of(owners(row, { gap: 0.2 })), [0, 1, 2]);
});

Deno.test("ownersOf() excuses surroundings, what they touch, and what shows too little", () => {
  const shelf: Thing = { at: [3, 0.5], label: 3, object: 9 };
  const of = (list: number[]) => list.filter((_, i) => i % 25 === 24);
  assert.deepEqual(of(owners([cone(3, 0, 1), shelf, cone(5, 0, 2)])), [-1, -1, 0]);
  assert.deepEqual(of(owners([cone(3, 0, 1)], { minPoints: 20 })), [0]);
  assert.deepEqual(of(owners([cone(3, 0, 1)], { minPoints: 21 })), [-1]);
});
