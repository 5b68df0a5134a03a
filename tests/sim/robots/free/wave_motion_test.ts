import assert from "#assert";
import { WaveMotion, waveSchema } from "../../../../sim/robots/free/wave_motion.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";

Deno.test("WaveMotion adds its sines to the pose, with their derivatives", () => {
  const waves = [
    waveSchema.parse({ axis: "x", amplitude_m: 2, frequency_hz: 0.5 }),
    waveSchema.parse({ axis: "x", amplitude_m: 1, frequency_hz: 1, phase_deg: 90 }),
    waveSchema.parse({ axis: "yaw", amplitude_deg: 90, frequency_hz: 0.25 }),
  ];
  const motion = new WaveMotion({ position_m: [3, 0, 1], rotation_deg: [0, 0, 0], waves }, 10e6);
  const out = truthState();
  motion.knot(100, out); // 1 s: half, a whole and a quarter turn of the phases
  assert.ok(Math.abs(out.position[0]! - 4) < 1e-12);
  assert.ok(Math.abs(out.velocity[0]! + 2 * Math.PI) < 1e-12);
  assert.ok(Math.abs(out.acceleration[0]! + 4 * Math.PI * Math.PI) < 1e-9);
  assert.ok(Math.abs(out.orientation[3]! - Math.SQRT1_2) < 1e-12);
  assert.ok(Math.abs(out.angularVelocity[2]!) < 1e-12);
  assert.equal(out.position[2], 1);
});
