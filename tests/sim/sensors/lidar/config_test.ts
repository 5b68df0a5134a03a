import assert from "#assert";
import { lidarSchema } from "../../../../sim/sensors/lidar/config.ts";
import { LIDAR_PRESETS } from "../../../../sim/sensors/lidar/presets.ts";

function problem(config: object): [PropertyKey[], string] {
  const [issue] = lidarSchema.safeParse({ type: "lidar", ...config }).error!.issues;
  return [issue!.path, issue!.message];
}

Deno.test("config: what contradicts itself is refused where it stands", () => {
  assert.deepEqual(problem({ range_min_m: 5, range_max_m: 4 }), [
    ["range_max_m"],
    "above range_min_m",
  ]);
  assert.match(problem({ output: "scan" })[1], /in a plane; vlp16 has 16 beams/);
  assert.equal(
    problem({ model: "plane", output: "scan", labels: true })[1],
    "a scan has no points to label",
  );
  assert.match(problem({ rate_hz: 20, column_us: 55.296 })[1], /longer than a turn/);
  assert.deepEqual(problem({ model: "vlp32" })[0], ["model"]);
});

Deno.test("config: every preset parses and says where it is from", () => {
  for (const [name, { source, values }] of Object.entries(LIDAR_PRESETS)) {
    assert.ok(lidarSchema.safeParse({ type: "lidar", ...values }).success, name);
    assert.ok(source.length > 10);
  }
});
