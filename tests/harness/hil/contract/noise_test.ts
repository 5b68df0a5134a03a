import assert from "#assert";
import { NoiseMeter } from "../../../../harness/hil/contract/noise.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { zeroOf } from "../../../../msgs/zero.ts";

interface Motion {
  readonly rate?: (t: number) => number;
  readonly force?: (t: number) => number;
}

function measured(seconds: number, { rate = () => 0, force = () => 0 }: Motion = {}) {
  const meter = new NoiseMeter(), random = RandomTree.root(3).at("noise");
  for (let i = 0; i < seconds * 100; i++) {
    const g = () => 0.01 * random.gaussian(), a = () => 0.05 * random.gaussian();
    const t = i / 100;
    meter.add({
      ...zeroOf("sensor_msgs/msg/Imu"),
      angular_velocity: { x: g(), y: g(), z: rate(t) + g() },
      linear_acceleration: { x: force(t) + a(), y: a(), z: 9.81 + a() },
    });
  }
  return meter.noise(100);
}

function near(found: ReturnType<typeof measured>): void {
  if (typeof found !== "object") throw new Error(found);
  // Deviations over the root of 100 Hz; the estimate's own is 1 % of it after 30 s of three axes.
  assert.ok(Math.abs(found.gyro / 1e-3 - 1) < 0.05, `${found.gyro}`);
  assert.ok(Math.abs(found.accel / 5e-3 - 1) < 0.05, `${found.accel}`);
}

Deno.test("white noise of a resting IMU is found, whatever its bias and slow drift", () => {
  near(measured(30));
  near(measured(30, { rate: (t) => 0.05 + 1e-3 * t }));
});

Deno.test("an IMU that moves is not judged, nor is one that said next to nothing", () => {
  assert.equal(measured(30, { rate: () => 0.5 }), "it moves");
  assert.equal(measured(30, { rate: (t) => 0.2 * Math.sin(t) }), "it moves");
  assert.equal(measured(30, { force: (t) => 2 * Math.sin(5 * t) }), "it moves");
  assert.match(`${measured(0.1)}`, /10 samples are too few/);
});
