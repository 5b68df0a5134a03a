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
