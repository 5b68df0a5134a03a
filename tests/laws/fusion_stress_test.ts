/**
 * The fusion node with default parameters where real robots are: an AHRS that lies, a gyro with a
 * turn-on bias and a log that starts in motion, wheels that are 3 % off and come 25 ms late,
 * magnets at the path, an IMU that is shaken faster than it samples. Bounds are about twice what
 * these seeds give; a filter that lacks what a case is about lies far over them.
 */
import assert from "#assert";
import { type Edit, type Stress, stress, turned, wanderingYaw } from "./fusion_stress.ts";
import { RandomTree } from "../../core/math/random.ts";
import type { Imu, MagneticField } from "../../msgs/types.ts";

const MAG = `
  mag:
    type: mag
    rate_hz: 20
    latency_ms: 25
    position_m: [0, 0, 0.3]
    noise_density_t_sqrt_hz: 1.0e-7
    hard_iron_sd_t: 5.0e-7
    soft_iron_sd: 0.01
    covariance: zero`;

const MAGNETS = `
  magnets:
    - { position_m: [18, 0.6, 0.2], moment_a_m2: [0, 40, 0] }
    - { position_m: [24.8, 12, 0.3], moment_a_m2: [60, 0, 30] }
    - { position_m: [2, 25.8, 0.2], moment_a_m2: [30, 30, 0] }`;

const VIBRATION = `
faults:
  v:
    type: vibration
    at_s: 6
    for_s: 300
    frequency_hz: 13.3
    amplitude_m_s2: 3
    amplitude_rad_s: 0.05`;

/** A skid-steered robot outdoors: 150 m in 150 s, IMU at 30 Hz, wheels at 10 Hz. */
function outdoors(o: {
  stop?: number;
  gyroNoise?: number;
  sampling?: "mean" | "instant";
  world?: string;
  mag?: string;
  faults?: string;
} = {}): string {
  return `name: outdoors
duration_s: 150
world:
  bounds_m: { min: [-60, -60], max: [60, 60] }
  ramps:
    - { position_m: [8, 0], length_m: 6, top_m: 4, rise_m: 0.8, width_m: 6 }${o.world ?? ""}
robot:
  type: differential
  max_speed_m_s: 1
  max_lateral_acceleration_m_s2: 0.5
  waypoints:
    - { position_m: [0, 0], stop_s: ${o.stop ?? 5} }
    - [24, 0]
    - [24, 20]
    - [2, 25]
    - [-20, 15]
    - [-10, -10]
    - [20, -10]
    - [0, 0]
sensors:
  imu:
    type: imu
    rate_hz: 30
    sampling: ${o.sampling ?? "mean"}
    latency_ms: 25
    gyroscope_noise_density: ${o.gyroNoise ?? 5e-4}
    gyroscope_random_walk: 2.0e-5
    gyroscope_turn_on_bias_rad_s: 5.0e-3
    gyroscope_scale_error_sd: 0.01
    accelerometer_noise_density: 0.004
    accelerometer_turn_on_bias_m_s2: 0.05
    covariance: zero
    orientation: { roll_pitch_sd_rad: 0.01, yaw_sd_rad: 0.02 }
  wheel:
    type: wheel
    rate_hz: 10
    latency_ms: 25
    stamp_jitter_ms: 5
    radius_error: 0.03
    track_error: -0.5
    slip_noise_m_sqrt_m: 0.01
    forward_noise_density_m_s_sqrt_hz: 0.01
    covariance: zero
    outputs: { wheel_velocity_stamped: /wheel_velocity }${o.mag ?? ""}
nodes: {}${o.faults ?? ""}
checks: {}
`;
}

/** Of the World Magnetic Model at this place and date: what a user would set. */
const params = { magnetic_declination: 0.0721 };

/** Worst of several seeds. */
async function worst(yaml: string, seeds: readonly number[], edit: Edit): Promise<Stress> {
  const runs = [];
  for (const seed of seeds) runs.push(await stress(yaml, { seed, edit, params }));
  return runs.reduce((a, b) => a.yawRms > b.yawRms ? a : b);
}

function within(s: Stress, most: { yaw: number; inclination: number; position: number }): void {
  const said = `yaw ${s.yawRms.toFixed(2)}°, inclination ${s.inclinationRms.toFixed(2)}°, ` +
    `position ${s.positionRms.toFixed(2)} m, ${s.yawSigmas.toFixed(2)} sigma`;
  assert.ok(s.yawRms <= most.yaw, said);
  assert.ok(s.inclinationRms <= most.inclination, said);
  assert.ok(s.positionRms <= most.position, said);
  assert.equal(s.stepsOver5Sigma, 0);
}

Deno.test("an AHRS whose yaw lies is refused, and reported; wheels and gyro carry on", async () => {
  const found = await worst(outdoors(), [1, 2], wanderingYaw);
  within(found, { yaw: 6, inclination: 1, position: 3 });
  assert.ok(found.yawSigmas < 2);
  assert.equal(found.diagnostics.get("fusion: filter")!.get("imu yaw rejected"), "yes");
  assert.equal(found.diagnostics.get("fusion: roll_pitch")!.get("rejected"), "0");
  assert.ok(
    Number(found.diagnostics.get("fusion: yaw")!.get("rejected: disagrees with the gyro")) > 3000,
  );
});

Deno.test("an AHRS whose yaw is noisy, but good, is believed", async () => {
  const found = await worst(outdoors(), [1, 2], (_, message) => message);
  within(found, { yaw: 1.5, inclination: 1, position: 3 });
  const yaw = found.diagnostics.get("fusion: yaw")!;
  assert.ok(Number(yaw.get("accepted")) > 3000, yaw.get("accepted"));
  assert.equal(yaw.get("rejected: disagrees with the gyro"), undefined);
});

Deno.test("a gyro three times noisier than its parameters: its rest is not believed too far", async () => {
  const found = await worst(outdoors({ gyroNoise: 1e-3 }), [1, 2], wanderingYaw);
  within(found, { yaw: 5, inclination: 1, position: 4 });
  assert.ok(found.yawSigmas < 2, `${found.yawSigmas} sigma`);
});

Deno.test("shaken faster than it samples, speeds tell nothing of yaw and little of place", async () => {
  const shaken = outdoors({ sampling: "instant", faults: VIBRATION });
  within(await worst(shaken, [1, 2], wanderingYaw), { yaw: 6, inclination: 1, position: 3 });
});

Deno.test("without a heading no wheel makes yaw better known than it was", async () => {
  const { yawSdLeast } = await stress(outdoors({ sampling: "instant", faults: VIBRATION }), {
    edit: wanderingYaw,
  });
  // 3° of the AHRS's first word; what wheels, constraint and noise say is no heading.
  assert.ok(yawSdLeast > 2.85, `${yawSdLeast}°`);
});

Deno.test("in motion from the start with a bias over ten times the prior: the vertical is kept", async () => {
  const found = await worst(outdoors({ stop: 0 }), [1, 3], wanderingYaw);
  assert.ok(found.inclinationRms < 1, `${found.inclinationRms}°`);
  assert.equal(found.stepsOver5Sigma, 0);
});

Deno.test("in motion from the start, magnets at the path: the field finds the bias", async () => {
  const yaml = outdoors({ stop: 0, mag: MAG, world: MAGNETS });
  const found = await worst(yaml, [1, 3], wanderingYaw);
  within(found, { yaw: 5, inclination: 1, position: 5 });
  const mag = found.diagnostics.get("fusion: mag")!;
  assert.ok(Number(mag.get("accepted")) > 2500, "the filter is not locked out of a good field");
});

Deno.test("after a rest, magnets at the path: rejected by strength and dip, yaw stays", async () => {
  const found = await worst(outdoors({ mag: MAG, world: MAGNETS }), [1, 2], wanderingYaw);
  within(found, { yaw: 3, inclination: 1, position: 3 });
  const mag = found.diagnostics.get("fusion: mag")!;
  assert.ok(Number(mag.get("rejected: field strength")) > 20);
});

Deno.test("an AHRS whose roll and pitch wander by 2° doesn't turn yaw", async () => {
  const random = RandomTree.root(7).at("tilt");
  let a = 0, b = 0;
  const wander: Edit = (topic, message, at) => {
    if (topic !== "/imu/data") return message;
    // First order, 20 s, 0.03 rad.
    a += -a / 600 + 0.03 * Math.sqrt(2 / 600) * random.gaussian();
    b += -b / 600 + 0.03 * Math.sqrt(2 / 600) * random.gaussian();
    return wanderingYaw(topic, turned(message as Imu, [a, b, 0]), at);
  };
  within(await worst(outdoors(), [1], wander), { yaw: 5, inclination: 1.5, position: 3 });
});

/** A body in the hand: poses drawn every 2 s, after `rest` s of lying still. */
function handheld(seed: number, rest: number): string {
  const random = RandomTree.root(seed).at("motion"), poses: string[] = [];
  const pose = (t: number, shift: number[], turn: number[]) =>
    poses.push(
      `    - { at_s: ${t.toFixed(3)}, position_m: [${shift.map((x) => x.toFixed(3))}], ` +
        `rotation_deg: [${turn.map((x) => x.toFixed(1))}] }`,
    );
  // Many equal poses, so that the spline through all of them lies still too.
  for (let t = 0; t <= rest; t += 0.2) pose(t, [0, 0, 1], [0, 0, 0]);
  for (let t = rest + 2; t < 64; t += 2) {
    const about = (width: number) => width * (random.uniform() - 0.5);
    pose(t, [about(0.5), about(0.5), 1 + about(0.3)], [about(100), about(60), about(120)]);
  }
  return `name: handheld
duration_s: 60
robot:
  type: free
  poses:
${poses.join("\n")}
sensors:
  imu:
    type: imu
    rate_hz: 100
    gyroscope_noise_density: 2.0e-4
    gyroscope_turn_on_bias_rad_s: 0.01
    gyroscope_scale_error_sd: 0.005
    accelerometer_noise_density: 2.0e-3
    accelerometer_turn_on_bias_m_s2: 0.03
    covariance: zero
  mag:
    type: mag
    rate_hz: 50
    latency_ms: 10
    noise_density_t_sqrt_hz: 6.0e-8
    hard_iron_sd_t: 5.0e-7
    soft_iron_sd: 0.01
    covariance: zero
nodes: {}
checks: {}
`;
}

/** A magnet that moves with the sensor from 25 s on: 20 µT. */
const attached: Edit = (topic, message, at) => {
  if (topic !== "/imu/mag" || at < 25e9) return message;
  const field = message as MagneticField, { x, y, z } = field.magnetic_field;
  return { ...field, magnetic_field: { x: x + 2e-5, y, z } };
};

Deno.test("in the hand after a rest, a magnet is stuck to it on the way: yaw and level stay", async () => {
  const found = await worst(handheld(1, 6), [1, 2], attached);
  within(found, { yaw: 5, inclination: 1.5, position: Infinity });
  assert.ok(Number(found.diagnostics.get("fusion: mag")!.get("rejected")) > 1000);
});

Deno.test("in the hand and never at rest, with a bias 30 times what wheels would allow", async () => {
  for (const seed of [1, 2, 3]) {
    const found = await stress(handheld(seed, 0.2), { seed, params, settleS: 5 });
    within(found, { yaw: 7, inclination: 4, position: Infinity });
  }
});
