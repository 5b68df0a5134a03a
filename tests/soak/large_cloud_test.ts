/** Ten million points in one message: slow, but neither a crash nor a wrong result. */
import assert from "#assert";
import { cloud } from "../../nodes/cloud/cloud.ts";
import { WorkerPool } from "../../runtime/pool/pool.ts";
import { testHost } from "../../runtime/test_host.ts";

const POINTS = 10_000_000;

Deno.test("the cloud node takes ten million points", async () => {
  const numbers = new Float32Array(4 * POINTS);
  for (let i = 0; i < POINTS; i++) {
    // Planes of a lattice 1 m apart, half of them beyond 10 m.
    numbers[4 * i] = (i % 2000) / 100 - 10;
    numbers[4 * i + 1] = Math.floor(i / 2000) % 500 / 25 - 10;
    numbers[4 * i + 2] = Math.floor(i / 1_000_000);
    numbers[4 * i + 3] = 1;
  }
  const data = new Uint8Array(numbers.buffer), names = ["x", "y", "z", "intensity"];
  const pool = new WorkerPool();
  const params = { target_frame: "", ground: { remove: false }, cluster_size: 1000 };
  const host = await testHost(cloud, params, { pool: pool.run, guard: false });
  await host.send("points", {
    header: { stamp: { sec: 1, nanosec: 0 }, frame_id: "lidar" },
    ...{ height: 1, width: POINTS, point_step: 16, row_step: 16 * POINTS, data },
    fields: names.map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 })),
    ...{ is_bigendian: false, is_dense: true },
  });
  assert.deepEqual(host.errors, []);
  let near = 0;
  for (let i = 0; i < POINTS; i++) {
    const x = numbers[4 * i]!, y = numbers[4 * i + 1]!, z = numbers[4 * i + 2]!;
    if (Math.fround(Math.fround(Math.fround(x * x) + Math.fround(y * y)) + z * z) <= 100) near++;
  }
  const [processed] = host.received("processed", "sensor_msgs/msg/PointCloud2");
  assert.equal(processed!.width, near);
  const [clusters] = host.received("clusters", "visualization_msgs/msg/MarkerArray");
  assert.equal(clusters!.markers.filter(({ action }) => action === 0).length, 10, "one a plane");
  await host.close();
  await pool.close();
});
