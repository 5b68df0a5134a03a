import assert from "#assert";
import { type TaskName, TASKS } from "../../../core/tasks.ts";
import { CloudProcess } from "../../../nodes/cloud/process.ts";
import { cloudParams } from "../../../nodes/cloud/params.ts";
import type { Io } from "../../../runtime/node.ts";
import { box, floor, pointCloud } from "./points.ts";

const IDENTITY = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], translation: [0, 0, 0] };

function processOf(params: object) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const log = { debug: say, info: say, warn: say, error: say };
  const work =
    ((task: TaskName, inputs: never[]) =>
      Promise.resolve(inputs.map((input) => TASKS[task](input)))) as unknown as Io["work"];
  return { process: new CloudProcess(cloudParams.parse(params), { log, work }), said };
}

/** The result of a small cloud, which is no promise. */
function now<T>(result: T | Promise<T>): T {
  assert.ok(!(result instanceof Promise));
  return result as T;
}

const scene = pointCloud([
  ...floor(-0.5),
  ...box([3, 0, 0.3], 0.5),
  ...box([-2, 3, 0.5], 0.8),
  [4, 4, 2, 0.5], // a lone point
]);

Deno.test("things on a floor are clusters, the floor and a lone point are none", () => {
  const { process } = processOf({});
  const { clusters, filtered } = now(process.run(scene, IDENTITY))!;
  assert.deepEqual(clusters.sizes, [125, 125]);
  assert.equal(filtered.count, scene.width);
});

Deno.test("without removal the floor is a cluster; parameters can change", () => {
  const { process } = processOf({ ground: { remove: false }, cluster_tolerance: 0.45 });
  assert.equal(now(process.run(scene, IDENTITY))!.clusters.sizes[0], 1600);
  process.params = cloudParams.parse({ config: { max_range: 2.5 } });
  assert.equal(now(process.run(scene, IDENTITY))!.clusters.sizes.length, 0);
});

Deno.test("beams far apart leave a thing whole where the tolerance along z is wider", () => {
  const rows = [0, 0.4, 0.8].flatMap((z) =>
    [0, 1, 2, 3].flatMap((k) => [[3 + k / 10, 0, z, 1], [3 + k / 10, 0.45, z, 1]])
  );
  const sizes = (params: object) => {
    const { process } = processOf({ ground: { remove: false }, cluster_size: 1, ...params });
    const { clusters, bounds } = now(process.run(pointCloud(rows), IDENTITY))!;
    return [clusters.sizes, [...bounds.subarray(0, 6)].map((value) => Math.fround(value))];
  };
  const low = [3, 0, 0], high = [Math.fround(3.3), 0];
  assert.deepEqual(sizes({}), [[4, 4, 4, 4, 4, 4], [...low, ...high, 0]]);
  // What is side by side stays apart, and bounds are those of the points.
  assert.deepEqual(sizes({ cluster_tolerance_z: 0.45 }), [[12, 12], [
    ...low,
    ...high,
    Math.fround(0.8),
  ]]);
});

Deno.test("by default rows of one thing are joined as far apart as the beams lie, and no farther", () => {
  // 16 beams 2° apart meet a wall 1 m wide, 9 m away: rows 0.32 m apart. A bar over the sixth is one.
  const rows = Array.from({ length: 16 }, (_, beam) => Math.tan((2 * beam - 15) * Math.PI / 180));
  const wall = (some: number[]) =>
    pointCloud(
      some.flatMap((slope) =>
        Array.from({ length: 21 }, (_, k) => [9, k / 20 - 0.5, 9 * slope, 1])
      ),
    );
  const pieces = (some: number[], params: object = {}) => {
    const { process } = processOf({ ground: { remove: false }, ...params });
    return now(process.run(wall(some), IDENTITY))!.clusters.sizes.length;
  };
  assert.equal(pieces(rows), 1);
  assert.equal(pieces(rows, { cluster_tolerance_z: 0.3 }), 16);
  // What other things show of the rows between must not be of it.
  const others = Array.from({ length: 16 * 21 }, (_, i) => {
    const slope = rows[Math.floor(i / 21)]!;
    return [-4, i % 21 / 20 - 0.5, -4 * -slope, 1];
  });
  const { process } = processOf({ ground: { remove: false } });
  const far = rows.filter((_, beam) => beam % 3 === 0).flatMap((slope) =>
    Array.from({ length: 21 }, (_, k) => [9, k / 20 - 0.5, 9 * slope, 1])
  );
  const { sizes } = now(process.run(pointCloud([...others, ...far]), IDENTITY))!.clusters;
  assert.deepEqual(sizes, [336, 21, 21, 21, 21, 21, 21]);
});

Deno.test("lines of a low flat thing are joined over the gap that is allowed", () => {
  const deck = [2, 2.7].flatMap((x) =>
    Array.from({ length: 9 }, (_, k) => [x, k / 10 - 0.4, -0.36, 1])
  );
  const count = (given: object) => {
    const { process } = processOf({ ground: given });
    // Off the middle: as many points to each side at the same distance would be rows of beams.
    const ground = floor(-0.5).map(([x, y, ...rest]) => [x! + 0.11, y! + 0.04, ...rest]);
    const found = now(process.run(pointCloud([...ground, ...deck]), IDENTITY))!;
    return [found.clusters.sizes.length, found.bounds.length / 6];
  };
  assert.deepEqual(count({ low_gap: 0 }), [2, 2]);
  assert.deepEqual(count({}), [2, 1]);
  assert.deepEqual(count({ low_gap: 0.6 }), [2, 2]);
  assert.deepEqual(count({ low_height: 0.12 }), [2, 2]);
});

Deno.test("the same cloud gives the same, whatever came before", () => {
  const one = processOf({}).process, other = processOf({}).process;
  one.run(pointCloud(floor(1)), IDENTITY);
  assert.deepEqual(
    now(one.run(scene, IDENTITY))!.clusters,
    now(other.run(scene, IDENTITY))!.clusters,
  );
});

Deno.test("a cloud that can't be read is null and one entry with the reason", () => {
  const { process, said } = processOf({});
  assert.equal(process.run({ ...scene, row_step: 5 }, IDENTITY), null);
  assert.equal(said.length, 1);
  assert.match(said[0]!, /row_step is 5, expected/);
  assert.equal(now(process.run(pointCloud([]), IDENTITY))!.filtered.count, 0);
});

Deno.test("a large cloud is filtered in parts, to the same result", async () => {
  const many = Array.from({ length: 110_000 }, (_, i) => [3 + (i % 400) / 100, (i % 7) / 10, 1, 1]);
  const { process, said } = processOf({ ground: { remove: false } });
  const large = process.run(pointCloud(many), IDENTITY);
  assert.ok(large instanceof Promise);
  const { filtered, clusters } = (await large)!;
  const small = now(process.run(pointCloud(many.slice(0, 90_000)), IDENTITY))!;
  assert.equal(filtered.count, 110_000);
  assert.deepEqual(filtered.data.subarray(0, 90_000 * 16), small.filtered.data);
  assert.deepEqual([clusters.sizes.length, small.clusters.sizes.length], [1, 1]);
  const bad = { ...pointCloud(many), row_step: 1 };
  assert.equal(await process.run(bad, IDENTITY), null);
  assert.equal(said.length, 1);
});
