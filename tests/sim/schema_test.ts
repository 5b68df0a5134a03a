import assert from "#assert";
import { z } from "zod";
import { checkSim, simFields, simSchema } from "../../sim/schema.ts";

const ROBOT = { type: "differential", waypoints: [[0, 0], [5, 0]] };

/** Paths and messages of what is wrong. */
function complaints(settings: object): string[] {
  const { error } = simSchema.safeParse({ robot: ROBOT, ...settings });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

Deno.test("a simulation needs a robot, the rest has defaults", () => {
  const config = simSchema.parse({ robot: ROBOT });
  assert.deepEqual([config.duration_s, config.truth_rate_hz, config.clock_rate_hz], [60, 50, 100]);
  assert.deepEqual(config.sensors, {});
  assert.deepEqual(config.world.origin, { lat_deg: 48, lon_deg: 11, alt_m: 500 });
  assert.match(simSchema.safeParse({}).error!.issues[0]!.path.join(), /robot/);
});

Deno.test("waypoints and starts off the world are named, each by its path", () => {
  const robot = {
    type: "ackermann",
    start: { position_m: [-51, 0] },
    waypoints: [[0, 0], [0, 50], { position_m: [0, 50.5] }, [1e9, 0]],
  };
  assert.deepEqual(complaints({ robot }), [
    "robot.start.position_m: (-51, 0) is off the world, which spans (-50,-50) to (50,50)",
    "robot.waypoints.2: (0, 50.5) is off the world, which spans (-50,-50) to (50,50)",
    "robot.waypoints.3: (1000000000, 0) is off the world, which spans (-50,-50) to (50,50)",
  ]);
  const world = { bounds_m: { min: [-60, -60], max: [2e9, 60] } };
  assert.deepEqual(complaints({ robot, world }), []);
  const free = { type: "free", position_m: [1e6, 0, 0] };
  assert.deepEqual(complaints({ robot: free }), [], "a free body flies where it likes");
});

Deno.test("values out of range are refused by name", () => {
  const bad: [object, RegExp][] = [
    [{ duration_s: 0 }, /^duration_s/],
    [{ duration_s: 9e6 }, /^duration_s/],
    [{ truth_rate_hz: 0 }, /^truth_rate_hz/],
    [{ clock_rate_hz: 1001 }, /^clock_rate_hz/],
    [{ robot: { type: "hovercraft" } }, /^robot/],
    [{ sensors: { imu: { type: "imo" } } }, /^sensors.imu.type: expected one of camera, imu, /],
    [{ sensors: { imu: { type: "imu", rate_hz: 0 } } }, /^sensors.imu.rate_hz/],
    [{ sensors: { "Imu 1": { type: "imu" } } }, /^sensors/],
    [{ sensors: { imu: { type: "imu", preset: "best" } } }, /unknown preset "best" of imu; there/],
    [{ world: { date: "tomorrow" } }, /^world.date/],
    [{ gravity: 9.8 }, /Unrecognized key/],
  ];
  for (const [settings, pattern] of bad) {
    const [first] = complaints(settings);
    assert.match(first ?? "", pattern, JSON.stringify(settings));
  }
});

Deno.test("an Ackermann robot can't be steered until it turns about its own wheel", () => {
  const steered = (max_steering_rad: number) =>
    complaints({ robot: { type: "ackermann", max_steering_rad } });
  // Half the track of 1.5 m and a wheelbase of 2.6 m: atan(2.6 / 0.75).
  const [first] = steered(Math.atan(2.6 / 0.75) + 1e-3);
  assert.match(first ?? "", /^robot.max_steering_rad: below 1\.290, at which/);
  assert.match(steered(2)[0] ?? "", /^robot.max_steering_rad/);
  assert.deepEqual(steered(Math.atan(2.6 / 0.75) - 1e-3), []);
});

Deno.test("the fields fit into a larger object, with its own check", () => {
  const larger = z.strictObject({ name: z.string(), ...simFields }).superRefine(checkSim);
  assert.equal(larger.safeParse({ name: "a", robot: ROBOT }).success, true);
  const far = { ...ROBOT, waypoints: [[0, 99]] };
  const issue = larger.safeParse({ name: "a", robot: far }).error!.issues[0]!;
  assert.deepEqual(issue.path, ["robot", "waypoints", 0]);
});
