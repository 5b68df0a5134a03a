import assert from "#assert";
import { defaultSettings } from "../../../core/fusion/settings.ts";

Deno.test("defaultSettings() are SPEC's", () => {
  const s = defaultSettings(), DEG = Math.PI / 180;
  assert.equal(s.imu.weight, 0.8);
  assert.equal(s.wheel.weight, 0.6);
  assert.ok(s.imu.accelNoise >= 0.5);
  assert.equal(s.imu.gyroBiasSd, 0.02 * DEG);
  assert.equal(s.imu.gyroScale, 0.01);
  assert.equal(s.imu.gyroScaleTime, 1);
  assert.equal(s.heading.floor, 3 * DEG);
  assert.equal(s.heading.correlation, 10);
  assert.equal(s.heading.window, 30);
  assert.equal(s.heading.recoveryRate, 1 * DEG);
  assert.equal(s.heading.timeout, 2);
  assert.equal(s.heading.declination, 0);
  assert.equal(s.heading.normTolerance, 0.1);
  assert.equal(s.heading.dipTolerance, 10 * DEG);
  assert.equal(s.aidingTimeout, 1);
  assert.equal(s.standstill.time, 1);
  assert.equal(s.wheel.useYawRate, false);
});

Deno.test("defaultSettings() are new at each call", () => {
  const a = defaultSettings();
  a.imu.weight = 0.1;
  assert.equal(defaultSettings().imu.weight, 0.8);
});
