import assert from "#assert";
import { PoseStream } from "../../../../sim/robots/followed/pose_stream.ts";

const pose = (x: number) => Float64Array.of(x, 0, 0, 1, 0, 0, 0);
const MS = 1_000_000;

Deno.test("poses that go back in time or are not finite are refused and counted", () => {
  const poses = new PoseStream();
  assert.equal(poses.first, Infinity);
  assert.equal(poses.last, -Infinity);
  assert.equal(poses.add(0, pose(1)), true);
  for (const at of [0, -5, NaN]) assert.equal(poses.add(at, pose(1)), false);
  assert.equal(poses.add(1, pose(NaN)), false);
  assert.equal(poses.add(2, pose(2)), true);
  assert.deepEqual([poses.count, poses.refused, poses.first, poses.last], [2, 4, 0, 2]);
});

Deno.test("what is taken is a copy", () => {
  const poses = new PoseStream(), row = pose(1);
  poses.add(0, row);
  row[0] = 9;
  assert.equal(poses.near(0, 1)[0]!.pose[0], 1);
});

Deno.test("near gives the window, or the nearest four of a sparse stream, in order", () => {
  const poses = new PoseStream();
  for (let i = 0; i <= 20; i++) poses.add(i * 10 * MS, pose(i));
  const at = (near: ReturnType<PoseStream["near"]>) => near.map(({ pose: [x] }) => x);
  assert.deepEqual(at(poses.near(100 * MS, 20 * MS)), [8, 9, 10, 11, 12]);
  assert.deepEqual(at(poses.near(104 * MS, MS)), [9, 10, 11, 12]);
  assert.deepEqual(at(poses.near(-500 * MS, MS)), [0, 1, 2, 3]);
});

Deno.test("only what a later fit may need is kept", () => {
  const poses = new PoseStream();
  for (let i = 0; i < 10_000; i++) {
    poses.add(i * 10 * MS, pose(i));
    poses.forget(i * 10 * MS, 100 * MS);
  }
  assert.equal(poses.near(1e15, 1e15).length, 15);
  const before = poses.near(poses.last, 100 * MS).length;
  poses.forget(poses.last, 100 * MS);
  assert.equal(poses.near(poses.last, 100 * MS).length, before);
});
