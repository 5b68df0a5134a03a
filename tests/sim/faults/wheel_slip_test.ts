import assert from "#assert";
import { wheelSlip } from "../../../sim/faults/wheel_slip.ts";
import { sceneOf, SPAN } from "./wrapped.ts";

const wheels = {
  kind: "differential",
  ...{ radius: 0.1, track: 0.4, wheelbase: 0, joints: ["left", "right"] },
} as const;

Deno.test("wheel_slip: puts a slip of its sides into the scene", () => {
  const { slips } = sceneOf(wheelSlip, { type: "wheel_slip", side: "right", ratio: -1 }, {
    wheels,
  });
  assert.deepEqual(slips, [{ span: SPAN, sides: [1], ratio: -1, spin: 0 }]);
});

Deno.test("wheel_slip: a robot without wheels is refused by name", () => {
  assert.throws(
    () => sceneOf(wheelSlip, { type: "wheel_slip", ratio: 1 }),
    /faults\.bad: .*wheels/,
  );
});
