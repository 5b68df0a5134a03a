import assert from "#assert";
import fc from "fast-check";
import { cloud } from "../../../nodes/cloud/cloud.ts";
import { WorkerPool } from "../../../runtime/pool/pool.ts";
import { testHost } from "../../../runtime/test_host.ts";
import { box, floor, pointCloud } from "./points.ts";

const POINTS = "sensor_msgs/msg/PointCloud2";
const MARKERS = "visualization_msgs/msg/MarkerArray";
const upsideDown = { rotation: [0, 1, 0, 0] as const, translation: [0, 0, 1] as const };

Deno.test("points are published in the target frame, with stamp and fields, and clustered", async () => {
  const host = await testHost(cloud, {});
  await host.transform("base_link", "lidar", upsideDown);
  const message = pointCloud([...floor(1), ...box([3, 0, 0.4], 0.5), [50, 0, 0, 1], [1, 1, 1, 0]]);
  await host.send("points", message);
  const [processed] = host.received("processed", POINTS);
  assert.deepEqual(processed!.header, { stamp: message.header.stamp, frame_id: "base_link" });
  assert.deepEqual(processed!.fields, message.fields);
  assert.equal(processed!.width, message.width - 2);
  assert.equal(processed!.row_step, 16 * processed!.width);
  const xyz = new Float32Array(processed!.data.buffer);
  assert.deepEqual([...xyz.subarray(0, 4)], [-6, 6, 0, 0.5]); // z = 1 seen from below is the floor
  const [{ markers }] = host.received("clusters", MARKERS) as [{ markers: never[] }];
  const boxes = (markers as { action: number; pose: { position: object } }[])
    .filter(({ action }) => action === 0);
  assert.equal(boxes.length, 1);
  const { x, y, z } = boxes[0]!.pose.position as { x: number; y: number; z: number };
  for (const [got, want] of [[x, 3], [y, 0], [z, 0.6]]) assert.ok(Math.abs(got! - want!) < 1e-6);
  await host.close();
});

Deno.test("a bad cloud publishes nothing, is logged once with the reason, and the node lives", async () => {
  const host = await testHost(cloud, { target_frame: "" });
  const sound = pointCloud(floor(0));
  await host.send("points", { ...sound, fields: sound.fields.slice(1) });
  assert.equal(host.published.length, 0);
  const errors = host.log.filter(({ level }) => level === "error");
  assert.equal(errors.length, 1);
  assert.match(errors[0]!.text, /no field x, only: y z intensity/);
  await host.advance(100);
  await host.send("points", sound);
  assert.equal(host.received("processed", POINTS)[0]!.header.frame_id, "lidar");
  assert.equal(host.diagnostics().find(({ name }) => name === "cloud: points")!.level, 1);
  await host.close();
});

Deno.test("update_rate: the newest of clouds that come too fast wins, others are counted", async () => {
  const host = await testHost(cloud, { target_frame: "", config: { update_rate: 10 } });
  for (let i = 0; i < 20; i++) {
    await host.send("points", pointCloud([[1 + i / 100, 0, 0, 1]]));
    await host.advance(20);
  }
  await host.advance(200);
  const firsts = host.received("processed", POINTS).map(({ data }) =>
    Math.round(100 * (new Float32Array(data.buffer)[0]! - 1))
  );
  assert.deepEqual(firsts, [0, 4, 9, 14, 19]); // a tie at 100 ms: the timer was there first
  assert.deepEqual(host.published.map(({ at }) => at / 1e6).filter((_, i) => i % 2 === 0), [
    ...[0, 100, 200, 300, 400],
  ]);
  await host.close();
});

Deno.test("parameters out of range are refused with the reason, the old ones stay", async () => {
  for (const config of [{ max_range: 0 }, { max_range: 101 }, { min_intensity: 1.1 }]) {
    await assert.rejects(testHost(cloud, { config }), { name: "ParameterError" });
  }
  const host = await testHost(cloud, { target_frame: "" });
  const refused = await host.setParams({ config: { update_rate: 0 } });
  assert.ok(!refused.ok && /update_rate/.test(refused.reason));
  assert.deepEqual(await host.setParams({ config: { max_range: 2 } }), { ok: true });
  await host.send("points", pointCloud([[1, 0, 0, 1], [3, 0, 0, 1]]));
  assert.equal(host.received("processed", POINTS)[0]!.width, 1);
  await host.close();
});

Deno.test("any damage to a cloud's header or bytes is a counted drop or a sound result", async () => {
  const sound = pointCloud([...floor(0).slice(0, 40), ...box([2, 0, 1], 0.5, 2)]);
  const number = fc.oneof(fc.nat(5000), fc.constantFrom(0, 2 ** 31, 2 ** 32 - 1));
  const field = fc.record({
    name: fc.constantFrom("x", "y", "z", "intensity", ""),
    offset: fc.oneof(fc.nat(20), number),
    datatype: fc.nat(10),
    count: fc.oneof(fc.nat(2), number),
  });
  const change = fc.record({
    height: number,
    width: number,
    point_step: number,
    row_step: number,
    is_bigendian: fc.boolean(),
    fields: fc.array(field, { maxLength: 5 }),
    data: fc.uint8Array({ maxLength: 4000, size: "max" }),
  }, { requiredKeys: [] });
  const host = await testHost(cloud, { target_frame: "", config: { update_rate: 1000 } });
  await fc.assert(
    fc.asyncProperty(change, async (damage) => {
      const before = host.published.length;
      await host.send("points", { ...sound, ...damage });
      await host.advance(2);
      const said = host.published.slice(before);
      assert.ok(said.length === 0 || said.length === 2);
      for (const { output, message } of said) {
        if (output !== "processed") continue;
        const { data, row_step, width, point_step } = message as never as Record<string, number> & {
          data: Uint8Array;
        };
        assert.equal(data.length, row_step);
        assert.equal(row_step, width! * point_step!);
      }
    }),
    { numRuns: 500 },
  );
  assert.deepEqual(host.errors, []);
  await host.close();
});

Deno.test("200 000 points by workers and by one thread are the same bytes", async () => {
  const message = pointCloud(
    Array.from(
      { length: 200_000 },
      (_, i) => [(i % 1000) / 100 - 5, (i % 97) / 10, (i % 13) / 5, 1],
    ),
  );
  const params = { target_frame: "", cluster_size: 1000 };
  const workers = new WorkerPool({ workers: 2 });
  const [one, other] = [
    await testHost(cloud, params),
    await testHost(cloud, params, {
      pool: workers.run,
    }),
  ];
  for (const host of [one, other]) {
    await host.send("points", message);
    assert.deepEqual(host.errors, []);
  }
  assert.equal(one.published.length, 2);
  assert.deepEqual(other.published, one.published);
  for (const host of [one, other]) await host.close();
  await workers.close();
});
