import assert from "#assert";
import { RandomTree } from "../../../core/math/random.ts";
import { diceOf, FAULT_DRAWS } from "../../../harness/fuzz/draw_faults.ts";
import { FAULTS } from "../../../sim/mod.ts";

const SENSORS = ["camera", "imu", "lidar", "mag", "wheel"].map((type) => ({ name: type, type }));

Deno.test("every kind of fault is drawn, and every draw is one that a scenario can have", () => {
  assert.deepEqual(Object.keys(FAULT_DRAWS).sort(), Object.keys(FAULTS).sort());
  for (const [type, draw] of Object.entries(FAULT_DRAWS)) {
    const dice = diceOf(RandomTree.root(1).at(type));
    const seen = new Set<string>();
    for (let i = 0; i < 100; i++) {
      const drawn = draw(dice, SENSORS);
      const parsed = FAULTS[type]!.config.safeParse({ type, at_s: 1, ...drawn });
      assert.ok(parsed.success, `${type} ${JSON.stringify(drawn)}: ${parsed.error?.message}`);
      seen.add(JSON.stringify(drawn));
    }
    assert.ok(seen.size > (type === "frozen_clock" ? 1 : 3), `${type}: ${seen.size} draws`);
  }
});

Deno.test("what the robot has no sensor for is not drawn", () => {
  const dice = diceOf(RandomTree.root(1).at("none"));
  for (const type of ["wheel_slip", "magnetic_disturbance", "glare", "occluded_lidar"]) {
    assert.equal(FAULT_DRAWS[type]!(dice, [{ name: "imu", type: "imu" }]), undefined);
  }
  for (const draw of Object.values(FAULT_DRAWS)) assert.equal(draw(dice, []), undefined);
});

Deno.test("diceOf(): within bounds, three digits, every choice in its turn", () => {
  const dice = diceOf(RandomTree.root(2).at("dice"));
  const picked = new Set<number>();
  let heads = 0;
  for (let i = 0; i < 1000; i++) {
    const value = dice.between(2, 7);
    assert.ok(value >= 2 && value <= 7 && Number(value.toPrecision(3)) === value);
    picked.add(dice.pick([1, 2, 3]));
    if (dice.chance(0.25)) heads++;
  }
  assert.deepEqual([...picked].sort(), [1, 2, 3]);
  assert.ok(Math.abs(heads - 250) < 60, String(heads));
});
