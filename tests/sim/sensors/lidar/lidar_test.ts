/** The lidar's messages: when, where and what. */
import assert from "#assert";
import { SENSORS } from "../../../../sim/sensors/mod.ts";
import { pointsOf, turns } from "./turns.ts";

const ROOM = {
  objects: [
    { type: "box", size_m: [0.2, 20, 4], position_m: [5.1, 0] },
    { type: "box", size_m: [0.2, 20, 4], position_m: [-5.1, 0] },
    { type: "box", size_m: [20, 0.2, 4], position_m: [0, 4.1] },
    { type: "box", size_m: [20, 0.2, 4], position_m: [0, -4.1] },
  ],
};

Deno.test("lidar: a turned and tilted sensor's points lie on the walls and on the ground", () => {
  const { clouds } = turns({ world: ROOM, lidar: { rotation_deg: [3, -4, 30] } });
  const [r, p, q] = [3, -4, 30].map((angle) => angle * Math.PI / 180) as [number, number, number];
  let checked = 0;
  for (const { x, y, z } of pointsOf(clouds[0]!)) {
    if (Number.isNaN(x)) continue;
    // Rz(yaw) Ry(pitch) Rx(roll), by hand.
    const y1 = Math.cos(r) * y - Math.sin(r) * z, z1 = Math.sin(r) * y + Math.cos(r) * z;
    const x2 = Math.cos(p) * x + Math.sin(p) * z1, z2 = -Math.sin(p) * x + Math.cos(p) * z1;
    const wx = Math.cos(q) * x2 - Math.sin(q) * y1, wy = Math.sin(q) * x2 + Math.cos(q) * y1;
    const wz = z2 + 1;
    const off = Math.min(Math.abs(Math.abs(wx) - 5), Math.abs(Math.abs(wy) - 4), Math.abs(wz));
    assert.ok(off < 1e-5, `(${wx}, ${wy}, ${wz})`);
    checked++;
  }
  assert.equal(checked, 16 * 1808);
});

Deno.test("lidar: a turn is stamped with its first firing, points later", () => {
  const { clouds } = turns({ world: ROOM, lidar: { column_us: 55.296 }, duration_s: 0.3 });
  assert.equal(clouds.length, 3);
  clouds.forEach(({ header: { stamp, frame_id } }, i) => {
    const firings = Math.round(1808 * 55.296e3);
    assert.equal((stamp.sec - 1) * 1e9 + stamp.nanosec, (i + 1) * 1e8 - firings);
    assert.equal(frame_id, "lidar_link");
  });
  const times = pointsOf(clouds[0]!).map(({ time }) => time);
  assert.equal(Math.min(...times), 0);
  assert.ok(Math.abs(Math.max(...times) - (1807 * 55.296e-6 + 15 * 2.304e-6)) < 1e-7);
});

Deno.test("lidar: in the open what points up is NaN, dense clouds lack it, scans say ∞", () => {
  const organised = pointsOf(turns({}).clouds[0]!),
    dense = turns({ lidar: { output: "dense" } }).clouds[0]!;
  const back = organised.filter(({ x }) => !Number.isNaN(x));
  assert.ok(back.length > 0 && back.length < organised.length);
  assert.equal(dense.width, back.length);
  assert.ok(dense.is_dense);
  const { scans } = turns({ lidar: { preset: "utm30lx" }, duration_s: 0.05 });
  assert.equal(scans.length, 2);
  assert.ok(scans[0]!.ranges.every((range) => range === Infinity));
});

Deno.test("lidar: a lost turn leaves the noise of the next as it was", () => {
  const lidar = { preset: "vlp16", columns: 100 }, length = { world: ROOM, duration_s: 0.8 };
  const whole = turns({ lidar, ...length }).clouds;
  const gaps = turns({ lidar: { ...lidar, dropout: { probability: 0.5 } }, ...length }).clouds;
  assert.ok(gaps.length > 0 && gaps.length < whole.length);
  for (const cloud of gaps) {
    const { nanosec } = cloud.header.stamp;
    assert.deepEqual(
      cloud.data,
      whole.find(({ header }) => header.stamp.nanosec === nanosec)!.data,
    );
  }
});

Deno.test("lidar: topics by name and kind", () => {
  const { config, outputs } = SENSORS["lidar"]!;
  const topic = (name: string, more: object = {}) =>
    outputs(config.parse({ type: "lidar", ...more }), name)["points"]!;
  assert.equal(topic("lidar").topic, "/points");
  assert.equal(topic("roof").topic, "/roof/points");
  assert.equal(topic("lidar", { topic: "/cloud" }).topic, "/cloud");
  const scan = topic("front", { model: "plane", output: "scan" });
  assert.deepEqual([scan.topic, scan.type], ["/front/scan", "sensor_msgs/msg/LaserScan"]);
});

/** Labels of a cloud, as class and object. */
function labelsOf({ data, point_step }: { data: Uint8Array; point_step: number }) {
  assert.equal(point_step, 4);
  return Array.from(new Uint32Array(data.buffer), (label) => [label & 0xffff, label >>> 16]);
}

const THINGS = {
  objects: [
    { type: "cone", position_m: [4, 0] },
    { type: "barrel", position_m: [0, 5] },
    { type: "person", path: { points_m: [[-5, 0], [-5, 1]], speed_m_s: 1 } },
  ],
};

Deno.test("lidar: labels say of each point, in the cloud's order, what it is on", () => {
  for (const output of ["dense", "organised"]) {
    const { clouds, labels } = turns({ world: THINGS, lidar: { output, labels: true } });
    const points = pointsOf(clouds[0]!), stated = labelsOf(labels[0]!);
    assert.equal(stated.length, points.length);
    assert.deepEqual(labels[0]!.header, clouds[0]!.header);
    assert.deepEqual([labels[0]!.width, labels[0]!.height], [clouds[0]!.width, clouds[0]!.height]);
    const seen = new Set<string>();
    points.forEach(({ x, y, z }, i) => {
      const [label, object] = stated[i]!;
      const own = Number.isNaN(x)
        ? [0, 0]
        : z < -0.9999
        ? [1, 0]
        : x > 3
        ? [5, 1]
        : y > 4
        ? [6, 2]
        : [7, 3];
      assert.deepEqual([label, object], own, `(${x}, ${y}, ${z})`);
      seen.add(String(own));
    });
    assert.equal(seen.size, output === "dense" ? 4 : 5, [...seen].join(" "));
  }
});

Deno.test("lidar: labels change no other stream; rain and wide beams have theirs", () => {
  const lidar = { preset: "vlp16", columns: 400, rain_mm_h: 100, output: "dense" } as const;
  const bare = turns({ world: THINGS, lidar });
  for (const beam_samples of [1, 5]) {
    const given = { world: THINGS, lidar: { ...lidar, beam_samples, labels: true } };
    const { clouds, labels } = turns(given), stated = labelsOf(labels[0]!);
    if (beam_samples === 1) assert.deepEqual(clouds, bare.clouds);
    let drops = 0;
    pointsOf(clouds[0]!).forEach(({ x, y, z }, i) => {
      if (stated[i]![0] === 0) drops++;
      else if (stated[i]![0] === 1) assert.ok(Math.abs(z + 1) < 0.1, `ground at ${z}`);
      else assert.ok(Math.hypot(x, y) > 3.5 && z > -1.1, `(${x}, ${y}, ${z})`);
    });
    assert.ok(drops > 5 && drops < stated.length / 2, `${drops} drops`);
  }
  assert.equal(bare.labels.length, 0);
});
