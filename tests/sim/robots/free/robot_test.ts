import assert from "#assert";
import { toEuler } from "../../../../core/math/quaternion.ts";
import { freeRobot, freeSchema } from "../../../../sim/robots/free/robot.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";

const issues = (config: object) =>
  freeSchema.safeParse({ type: "free", ...config }).error?.issues.map((issue) =>
    `${issue.path.join(".")}: ${issue.message}`
  );

Deno.test("a free body goes through its poses at their times", () => {
  const config = freeSchema.parse({
    type: "free",
    poses: [
      { at_s: 0, position_m: [0, 0, 1] },
      { at_s: 1, position_m: [1, 0, 1.5], rotation_deg: [20, 0, 40] },
      { at_s: 3, position_m: [2, 2, 1], rotation_deg: [-10, 30, 120] },
      { at_s: 4, position_m: [0, 2, 1], rotation_deg: [0, 0, 200] },
    ],
  });
  const robot = freeRobot(config, {}, 4), state = truthState(), euler = [0, 0, 0];
  robot.advance(4e9);
  for (const { at_s, position_m, rotation_deg: [roll, pitch, yaw] } of config.poses!) {
    robot.at(at_s * 1e9, state);
    toEuler(euler, state.orientation);
    position_m.forEach((x, i) => assert.ok(Math.abs(x - state.position[i]!) < 1e-9));
    const expected = [roll, pitch, yaw > 180 ? yaw - 360 : yaw].map((deg) => deg * Math.PI / 180);
    expected.forEach((x, i) => assert.ok(Math.abs(x - euler[i]!) < 1e-9, `${euler} at ${at_s}`));
  }
});

Deno.test("a free body without a motion stays where it is", () => {
  const config = freeSchema.parse({
    type: "free",
    position_m: [1, 2, 3],
    rotation_deg: [0, 0, 90],
  });
  const robot = freeRobot(config, {}, 1), state = truthState();
  robot.advance(1e9);
  robot.at(0.3333e9, state);
  assert.deepEqual([...state.position, ...state.velocity], [1, 2, 3, 0, 0, 0]);
  assert.deepEqual([...state.angularVelocity, ...state.acceleration].map(Math.abs), [
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
});

Deno.test("a free body's settings are checked", () => {
  assert.match(issues({ poses: [], waves: [] })![0]!, /^poses/);
  const wave = { axis: "x", amplitude_m: 1, frequency_hz: 1 };
  const pose = (at_s: number) => ({ at_s, position_m: [0, 0, 0] });
  assert.deepEqual(issues({ waves: [wave], poses: [pose(0), pose(1)] }), [
    "waves: a body moves by one of them, and poses is there already",
  ]);
  assert.deepEqual(issues({ poses: [pose(1), pose(1)] }), [
    "poses.0.at_s: 0: the run begins here",
    "poses.1.at_s: above 1",
  ]);
  assert.deepEqual(issues({ waves: [{ ...wave, axis: "yaw" }] }), [
    "waves.0.amplitude_m: along yaw a wave has amplitude_deg",
  ]);
  assert.match(
    issues({ waves: [{ axis: "pitch", amplitude_deg: 90, frequency_hz: 1 }] })![0]!,
    /90° is over 85°/,
  );
});

Deno.test("a recorded motion that ends too early or isn't there is an error", () => {
  const poses = freeSchema.parse({
    type: "free",
    poses: [{ at_s: 0, position_m: [0, 0, 0] }, { at_s: 2, position_m: [1, 0, 0] }],
  });
  assert.throws(() => freeRobot(poses, {}, 3), /robot.poses ends after 2 s, the run lasts 3 s/);
  const recorded = freeSchema.parse({ type: "free", trajectory: { file: "a.tum" } });
  assert.throws(() => freeRobot(recorded, {}, 3), /there is no file a.tum/);
  const files = { "a.tum": "0 0 0 0 0 0 0 1\n5 1 0 0 0 0 0 1\n" };
  const robot = freeRobot(recorded, files, 5), state = truthState();
  robot.advance(5e9);
  robot.at(2.5e9, state);
  assert.ok(Math.abs(state.position[0]! - 0.5) < 1e-12);
});
