import assert from "#assert";
import { vibration } from "../../../sim/faults/vibration.ts";
import { sceneOf, SPAN } from "./wrapped.ts";

Deno.test("vibration: sines at multiples, weaker and weaker, each with a phase of its own", () => {
  const { vibrations } = sceneOf(vibration, {
    ...{ type: "vibration", frequency_hz: 20, harmonics: 3 },
    ...{ amplitude_m_s2: 6, amplitude_rad_s: 0.3 },
  });
  assert.deepEqual(vibrations.map(({ hz }) => hz), [20, 40, 60]);
  assert.deepEqual(vibrations.map(({ force }) => force[1]), [6, 3, 2]);
  assert.ok(vibrations.every(({ span }) => span === SPAN));
  const phases = vibrations.flatMap(({ forcePhase, ratePhase }) => [...forcePhase, ...ratePhase]);
  assert.equal(new Set(phases).size, 18);
  assert.ok(phases.every((phase) => phase >= 0 && phase < 2 * Math.PI));
});
