import assert from "#assert";
import { notFinite } from "../../../sim/faults/not_finite.ts";
import { through } from "./wrapped.ts";

Deno.test("nan: one component of one quantity, or all that is measured", () => {
  const one = through(notFinite, {
    type: "nan",
    quantity: "angular_velocity",
    component: "y",
    value: "minus_infinity",
  });
  assert.deepEqual(one[12]!.message.angular_velocity, { x: 12, y: -Infinity, z: 0.5 });
  assert.deepEqual(one[12]!.message.linear_acceleration, { x: 0, y: 1, z: 9 });
  const all = through(notFinite, { type: "nan" })[12]!.message;
  const parts = [all.angular_velocity, all.linear_acceleration, all.orientation];
  assert.ok(parts.flatMap((part) => Object.values(part)).every(Number.isNaN));
});

Deno.test("nan: with a probability, some messages", () => {
  const out = through(notFinite, { type: "nan", probability: 0.5 });
  const bad = out.filter(({ message }) => Number.isNaN(message.angular_velocity.x));
  assert.ok(bad.length > 1 && bad.length < 9, String(bad.length));
  assert.ok(bad.every(({ stamp }) => stamp >= 1000 && stamp < 2000));
});
