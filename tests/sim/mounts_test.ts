import assert from "#assert";
import { frameOf, mountsOf } from "../../sim/mounts.ts";
import { sensorsSchema } from "../../sim/sensors/mod.ts";

const mounts = (sensors: object) => mountsOf(sensorsSchema.parse(sensors));

Deno.test("every sensor but wheels has its frame where the scenario puts it", () => {
  const found = mounts({
    mag: { type: "mag", position_m: [0.1, 0, 0.5], rotation_deg: [0, 0, 90] },
    imu: { type: "imu" },
    wheel: { type: "wheel" },
  });
  assert.deepEqual(found.map(({ frame }) => frame), ["imu_link", "mag_link"]);
  assert.deepEqual(found[0]!.mount, { translation: [0, 0, 0], rotation: [1, 0, 0, 0] });
  const { translation, rotation } = found[1]!.mount;
  assert.deepEqual(translation, [0.1, 0, 0.5]);
  const want = [Math.SQRT1_2, 0, 0, Math.SQRT1_2];
  want.forEach((value, i) => assert.ok(Math.abs(rotation[i]! - value) < 1e-15));
});

Deno.test("a frame is the sensor's name and _link, unless it is told", () => {
  const { a, b } = sensorsSchema.parse({
    a: { type: "imu" },
    b: { type: "mag", frame_id: "chip" },
  });
  assert.deepEqual([frameOf("a", a!), frameOf("b", b!)], ["a_link", "chip"]);
});

Deno.test("sensors in one housing share a frame, which is put out once", () => {
  const place = { frame_id: "chip", position_m: [0.1, 0, 0], rotation_deg: [180, 0, 0] };
  const found = mounts({ imu: { type: "imu", ...place }, mag: { type: "mag", ...place } });
  assert.deepEqual(found.map(({ frame }) => frame), ["chip"]);
  assert.throws(
    () => mounts({ imu: { type: "imu", ...place }, mag: { type: "mag", frame_id: "chip" } }),
    /^RangeError: sensors\.mag\.frame_id: chip is sensors\.imu's too, which sits elsewhere$/,
  );
});

Deno.test("a sensor in base_link itself needs no transform, and can sit nowhere else", () => {
  const inBase = { type: "imu", frame_id: "base_link" };
  assert.deepEqual(mounts({ imu: inBase }), []);
  assert.throws(
    () => mounts({ imu: { ...inBase, rotation_deg: [0, 0, 1] } }),
    /^RangeError: sensors\.imu\.frame_id: base_link is the robot itself/,
  );
});
