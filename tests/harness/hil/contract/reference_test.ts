import assert from "#assert";
import { simulatedProfiles } from "../../../../harness/hil/contract/reference.ts";
import { loadScenario } from "../../../../harness/host/load_scenario.ts";
import { scene } from "../scenes.ts";

Deno.test("simulated streams are profiled at rest: rate, frame, covariances as the scenario has them", async () => {
  const profiles = simulatedProfiles(await scene(), new Set(["imu", "wheel"]));
  const imu = profiles.get("/imu/data")!, wheel = profiles.get("/wheel_velocity_stamped")!;
  assert.deepEqual([Math.round(imu.hz), Math.round(wheel.hz)], [100, 50]);
  assert.deepEqual([imu.frames, wheel.frames], [["base_link"], ["base_link"]]);
  assert.equal(imu.covariances.get("orientation_covariance")!.convention, "stated");
  assert.ok(imu.age! >= 0 && imu.age! < 0.1);
});

Deno.test("the noise of a preset is what the meter finds, though the scenario's robot drives", async () => {
  const scenario = await loadScenario("hil_jackal");
  const { noise } = simulatedProfiles(scenario, new Set(["imu"])).get("/imu/data")!;
  if (typeof noise !== "object") throw new Error(noise);
  assert.ok(Math.abs(noise.gyro / 7.5e-4 - 1) < 0.1, `${noise.gyro}`);
  assert.ok(Math.abs(noise.accel / 7e-3 - 1) < 0.1, `${noise.accel}`);
});
