import assert from "#assert";
import { truthState } from "../../sim/robots/knot_truth.ts";
import { Stage } from "../../sim/stage.ts";
import { SEEN } from "./seen_config.ts";

Deno.test("a stage is the same in whichever thread it is set: robots, streams and faults", () => {
  const [one, two] = [new Stage(SEEN, 3, {}), new Stage(SEEN, 3, {})];
  assert.deepEqual(one.sensors, ["camera", "imu", "lidar"]);
  assert.deepEqual(one.faults.spans, two.faults.spans);
  const draw = (stage: Stage) => stage.setupOf("lidar").rng.at("range").next();
  assert.equal(draw(one), draw(two));
  assert.notEqual(draw(one), draw(new Stage(SEEN, 4, {})));
  const { name, frame, start, mount } = one.setupOf("lidar");
  assert.deepEqual([name, frame, start, mount.translation], ["lidar", "lidar_link", 0, [0, 0, 1]]);
  assert.equal(one.setupOf("lidar").world, one.world);
  assert.deepEqual(one.world.scene.glares.length, 1);
});

Deno.test("each robot of a stage begins at the start, and goes the same way", () => {
  const stage = new Stage(SEEN, 3, {}), [first, second] = [stage.robot(), stage.robot()];
  first.advance(1e9);
  assert.equal(second.end, 0);
  second.advance(5e8);
  const [a, b] = [truthState(), truthState()];
  first.at(4.5e8, a);
  second.at(4.5e8, b);
  assert.deepEqual(a, b);
});

Deno.test("what does not fit is refused as the simulation is", () => {
  const faults = { gap: { ...SEEN.faults.stuck!, stream: "radar" } };
  assert.throws(() => new Stage({ ...SEEN, faults }, 1, {}), /no sensor or topic "radar"/);
});
