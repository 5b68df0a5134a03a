import assert from "#assert";
import { Profiler } from "../../../../harness/hil/contract/profile.ts";
import { toTime } from "../../../../msgs/time.ts";
import { zeroOf } from "../../../../msgs/zero.ts";
import { MS } from "../scenes.ts";

const BASE = { sec: 1000, nanosec: 0 };
const imu = (at: number, frame_id = "imu_link") => ({
  ...zeroOf("sensor_msgs/msg/Imu"),
  header: { stamp: toTime(at, BASE), frame_id },
});

Deno.test("rate, frames and age are those of the stamps, whatever is lost or late", () => {
  const profiler = new Profiler("sensor_msgs/msg/Imu", BASE);
  for (let i = 0; i < 200; i++) {
    if (i % 10 < 4) continue; // 40 % are lost
    const burst = Math.ceil(i / 20) * 100 * MS; // they come ten at a time
    profiler.see(imu(i * 5 * MS, i === 50 ? "other" : "imu_link"), burst + 30 * MS);
  }
  const { count, hz, frames, age, noise } = profiler.profile();
  assert.equal(count, 120);
  assert.equal(hz, 200);
  assert.deepEqual(frames, ["imu_link"]);
  assert.ok(Math.abs(age! - 0.035) < 1e-9, `${age}`);
  assert.equal(typeof noise, "object");
});

Deno.test("without stamps the rate is that of arrivals, and there is no age, frame or noise", () => {
  const profiler = new Profiler("geometry_msgs/msg/Twist", BASE);
  for (let i = 0; i < 20; i++) profiler.see(zeroOf("geometry_msgs/msg/Twist"), i * 20 * MS);
  const profile = profiler.profile();
  assert.equal(profile.hz, 50);
  assert.deepEqual([profile.frames, profile.age, profile.noise], [[], undefined, undefined]);
});

Deno.test("stamps of another century are infinitely old; one message has no rate", () => {
  const profiler = new Profiler("sensor_msgs/msg/Imu", { sec: 1_700_000_000, nanosec: 0 });
  profiler.see(imu(0), 5 * MS);
  assert.deepEqual([profiler.profile().age, profiler.profile().hz], [Infinity, 0]);
  assert.equal(new Profiler("geometry_msgs/msg/Twist", BASE).profile().count, 0);
});
