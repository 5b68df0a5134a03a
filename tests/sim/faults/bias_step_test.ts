import assert from "#assert";
import { biasStep } from "../../../sim/faults/bias_step.ts";
import { reading, through } from "./wrapped.ts";

const rates = (more: Record<string, unknown>) =>
  through(biasStep, { type: "bias_step", quantity: "angular_velocity", ...more })
    .map(({ message: { angular_velocity: { x, y, z } } }) => [x, y, z]);

Deno.test("bias_step: adds what it is told, on the axes it is told, at once", () => {
  const got = rates({ add: [1, 0, -2] });
  assert.deepEqual(got[9], [9, -9, 0.5]);
  assert.deepEqual(got[10], [11, -10, -1.5]);
  assert.deepEqual(got[20], [20, -20, 0.5]);
  assert.deepEqual(rates({ add: 1 })[10], [11, -9, 1.5]);
});

Deno.test("bias_step: with a ramp it grows in proportion, then stays", () => {
  const got = rates({ add: [0, 0, 1], ramp_s: 0.4 }).map(([, , z]) => z! - 0.5);
  assert.deepEqual(got.slice(10, 16), [0, 0.25, 0.5, 0.75, 1, 1]);
});

Deno.test("bias_step: leaves the message that it was given as it is", () => {
  const message = reading(12), copy = structuredClone(message);
  through(biasStep, { type: "bias_step", quantity: "angular_velocity", add: 1 }, {
    make: () => message,
  });
  assert.deepEqual(message, copy);
});
