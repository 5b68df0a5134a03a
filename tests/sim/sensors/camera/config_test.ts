import assert from "#assert";
import { cameraSchema, pinholeOf } from "../../../../sim/sensors/camera/config.ts";

Deno.test("config: a capture must fit into the period, and says so in milliseconds", () => {
  const slow = { type: "camera", rate_hz: 30, exposure_ms: 30, line_time_us: 30 };
  const { error } = cameraSchema.safeParse(slow);
  const [issue] = error!.issues;
  assert.deepEqual(issue!.path, ["exposure_ms"]);
  assert.match(issue!.message, /44\.4 ms, longer than the period of 33\.3 ms/);
  assert.ok(cameraSchema.safeParse({ ...slow, exposure_ms: 10 }).success);
});

Deno.test("config: streams as a list, or with topics", () => {
  const outputs = (value: unknown) =>
    cameraSchema.parse({ type: "camera", outputs: value }).outputs;
  assert.deepEqual(outputs(["depth"]), { depth: "" });
  assert.deepEqual(outputs({ image: "/a/b" }), { image: "/a/b" });
  assert.ok(!cameraSchema.safeParse({ type: "camera", outputs: { image: "a" } }).success);
  assert.ok(!cameraSchema.safeParse({ type: "camera", outputs: ["video"] }).success);
});

Deno.test("config: focal length and centre, stated or from the field of view", () => {
  const stated = pinholeOf(cameraSchema.parse({
    type: "camera",
    focal_px: [500, 510],
    center_px: [300, 200],
    distortion: { k1: 0.1 },
  }));
  assert.deepEqual(stated, { fx: 500, fy: 510, cx: 300, cy: 200, distortion: [0.1, 0, 0, 0, 0] });
  const { fx, cx, cy } = pinholeOf(cameraSchema.parse({ type: "camera", horizontal_fov_deg: 90 }));
  assert.ok(Math.abs(fx - 320) < 1e-9);
  assert.deepEqual([cx, cy], [319.5, 239.5]);
});
