import assert from "#assert";
import { inverseRotate, toEuler } from "../../../../core/math/quaternion.ts";
import type { KnotTruth } from "../../../../sim/robots/knot_truth.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";
import { wheel } from "../../../../sim/sensors/wheel/wheel.ts";
import { emissionsOf, type Emitted, ofPort, robotOf, settingsOf, stampOf, steady } from "../rig.ts";

const ROUND = [[0, 0], [4, 0], [4, 3], [1, 4], [-1, 1]];
const differential = () => robotOf({ type: "differential", waypoints: ROUND, loop: true });
const car = () =>
  robotOf({ type: "ackermann", waypoints: ROUND.map((p) => p.map((x) => 6 * x)), loop: true });

const yawOf = (q: { z: number; w: number }) => 2 * Math.atan2(q.z, q.w);
const turned = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/** Forward speed and yaw rate in the body, position and yaw. */
function truthAt(robot: KnotTruth, at: number) {
  const state = truthState(), v = [0, 0, 0], euler = [0, 0, 0];
  robot.at(at, state);
  inverseRotate(v, state.orientation, state.velocity);
  toEuler(euler, state.orientation);
  const [x, y] = state.position;
  return { x: x!, y: y!, yaw: euler[2]!, speed: v[0]!, rate: state.angularVelocity[2]! };
}

/** ∫ speed and ∫ yaw rate by a fine trapezoidal rule: nothing of the sensor's own. */
function travelOf(robot: KnotTruth, from: number, to: number): { way: number; turn: number } {
  const n = Math.ceil((to - from) / 1e6);
  let way = 0, turn = 0;
  for (let i = 0; i <= n; i++) {
    const { speed, rate } = truthAt(robot, from + i * (to - from) / n);
    const weight = (i === 0 || i === n ? 0.5 : 1) * (to - from) * 1e-9 / n;
    way += weight * speed;
    turn += weight * rate;
  }
  return { way, turn };
}

Deno.test("ideal wheels give the mean speed and yaw rate of each interval at any rate", () => {
  for (const rate_hz of [1, 3, 10, 47.3, 200]) {
    for (const robot of [differential(), car()]) {
      const rig = { truth: robot, seconds: 12 };
      const emitted = emissionsOf({ type: "wheel", rate_hz, clock_skew_ppm: 80 }, rig);
      let sum = 0, want = 0;
      for (const { message, from, at } of ofPort(emitted, "wheel_velocity")) {
        const { way, turn } = travelOf(robot, from, at);
        assert.ok(Math.abs(message.linear.x / rate_hz - way) < 2e-6, `way at ${rate_hz} Hz`);
        assert.ok(Math.abs(message.angular.z / rate_hz - turn) < 2e-5, `turn at ${rate_hz} Hz`);
        const { linear: { y, z }, angular } = message;
        assert.deepEqual([y, z, angular.x, angular.y], [0, 0, 0, 0]);
        sum += message.linear.x / rate_hz;
        want += way;
      }
      assert.ok(want > 5 && Math.abs(sum - want) < 5e-6, `${sum} m of ${want} at ${rate_hz} Hz`);
    }
  }
});

Deno.test("ideal odometry goes where the robot goes, closer by the square of the rate", () => {
  const off = [20, 40].map((rate_hz) => {
    const robot = differential();
    const emitted = emissionsOf({ type: "wheel", rate_hz }, { truth: robot, seconds: 20 });
    const start = truthAt(robot, 0);
    let worst = 0;
    for (const { message, at } of ofPort(emitted, "odom")) {
      const { x, y, yaw } = truthAt(robot, at), { pose } = message.pose;
      const c = Math.cos(start.yaw), s = Math.sin(start.yaw);
      const dx = x - start.x, dy = y - start.y;
      const error = Math.hypot(
        pose.position.x - c * dx - s * dy,
        pose.position.y + s * dx - c * dy,
      );
      worst = Math.max(worst, error);
      assert.ok(Math.abs(turned(yawOf(pose.orientation) - yaw + start.yaw)) < 1e-6);
      assert.deepEqual([pose.orientation.x, pose.orientation.y, pose.position.z], [0, 0, 0]);
    }
    return worst;
  });
  assert.ok(off[1]! < 1e-3 && off[0]! / off[1]! > 3 && off[0]! / off[1]! < 5, `${off}`);
});

Deno.test("errors of radius and track give the drift that they must", () => {
  // A circle of 0.5 m/s and 0.25 rad/s for 40 s: 10 rad.
  const truth = steady({ velocity: [0.5, 0, 0], rate: [0, 0, 0.25], wheels: true });
  const track = truth.wheels!.track;
  const errors = { radius_error: [0.02, -0.01], track_error: 0.03 };
  const [left, right] = [(0.5 - 0.125 * track) * 1.02, (0.5 + 0.125 * track) * 0.99];
  const speed = (left + right) / 2, rate = (right - left) / (track * 1.03);
  // The body keeps its velocity in the world, so that its forward speed is that throughout.
  for (const rate_hz of [10, 200]) {
    const emitted = ofPort(
      emissionsOf({ type: "wheel", rate_hz, ...errors }, {
        truth,
        seconds: 40,
      }),
      "odom",
    );
    const { message } = emitted[emitted.length - 1]!;
    const yaw = rate * 40, radius = speed / rate, { position, orientation } = message.pose.pose;
    assert.ok(Math.abs(turned(yawOf(orientation) - yaw)) < 1e-9);
    // Chords instead of arcs: short by (turn of a step)² / 24.
    const chord = Math.sin(rate / rate_hz / 2) / (rate / rate_hz / 2);
    assert.ok(Math.abs(position.x * chord - radius * Math.sin(yaw)) < 1e-9);
    assert.ok(Math.abs(position.y * chord - radius * (1 - Math.cos(yaw))) < 1e-9);
    assert.ok(Math.abs(message.twist.twist.linear.x - speed) < 1e-12);
  }
});

Deno.test("on a ramp wheels measure along the ground", () => {
  const ramp = { position_m: [1, 0], rise_m: 1, length_m: 4, width_m: 6 };
  const robot = robotOf({ type: "differential", waypoints: [[0, 0], [12, 0]] }, [ramp]);
  const emitted = emissionsOf({ type: "wheel" }, { truth: robot, seconds: 20 });
  const last = emitted[emitted.length - 2]!.message, state = truthState();
  let length = 0, before = [0, 0];
  for (let at = 0; at <= 20e9; at += 1e6) {
    robot.at(at, state);
    const here = [state.position[0]!, state.position[2]!];
    length += Math.hypot(here[0]! - before[0]!, here[1]! - before[1]!);
    before = here;
  }
  assert.ok(length > 12.2 && Math.abs(last.pose.pose.position.x - length) < 1e-6, `${length}`);
});

/** Everything that can be wrong with wheels, at once. */
const WRONG = {
  type: "wheel",
  rate_hz: 30,
  clock_skew_ppm: 500,
  stamp_jitter_ms: 0,
  ticks_per_revolution: 500,
  radius_error: [0.01, -0.02],
  radius_error_sd: 0.01,
  track_error: 0.05,
  slip_ratio: 0.03,
  slip_noise_m_sqrt_m: 0.01,
  forward_noise_density_m_s_sqrt_hz: 0.02,
  yaw_noise_density_rad_s_sqrt_hz: 0.02,
};

Deno.test("the four streams say the same, whatever is wrong with the wheels", () => {
  for (const robot of [differential(), car()]) {
    const { radius, track } = robot.wheels!;
    const emitted = emissionsOf(WRONG, { truth: robot, seconds: 15 });
    const [plain, stamped, odom, joints] = [
      "wheel_velocity",
      "wheel_velocity_stamped",
      "odom",
      "joint_states",
    ].map((port) => ofPort(emitted, port)) as [Emitted[], Emitted[], Emitted[], Emitted[]];
    assert.ok(plain.length === 450 && odom.length === 450 && joints.length === 450);
    // What the joints' reader believes of each wheel, from the first whole message on.
    let way = 0, yaw = 0, believed: number[] = [];
    plain.forEach(({ message: twist, deliverAt }, n) => {
      assert.deepEqual(stamped[n]!.message.twist.twist, twist);
      assert.deepEqual(odom[n]!.message.twist, stamped[n]!.message.twist);
      for (const stream of [stamped, odom, joints]) {
        assert.equal(stream[n]!.deliverAt, deliverAt);
        assert.equal(stampOf(stream[n]!), stampOf(odom[n]!));
      }
      // Rate times difference of stamps is the step of the pose.
      const seconds = (stampOf(odom[n]!) - (n === 0 ? 0 : stampOf(odom[n - 1]!))) * 1e-9;
      way += twist.linear.x * seconds;
      yaw += twist.angular.z * seconds;
      assert.ok(Math.abs(turned(yawOf(odom[n]!.message.pose.pose.orientation) - yaw)) < 1e-6);
      const { position, velocity } = joints[n]!.message;
      const before = n === 0 ? [0, 0, 0, 0] : joints[n - 1]!.message.position;
      for (let i = 0; i < position.length; i++) {
        assert.ok(Math.abs((position[i] - before[i]) / seconds - velocity[i]) < 1e-5);
      }
      if (believed.length === 0 && velocity[0] > 1 && velocity[1] > 1) {
        const left = twist.linear.x - twist.angular.z * track * 1.05 / 2;
        const right = twist.linear.x + twist.angular.z * track * 1.05 / 2;
        believed = [left / velocity[0], right / velocity[1]];
      }
      if (believed.length === 0) return;
      const left = velocity[0] * believed[0]!, right = velocity[1] * believed[1]!;
      assert.ok(Math.abs((left + right) / 2 - twist.linear.x) < 1e-9);
      assert.ok(Math.abs((right - left) / (track * 1.05) - twist.angular.z) < 1e-9);
    });
    assert.ok(way > 5 && Math.abs(believed[0]! / radius - 1.01) < 0.05);
    // Dead reckoning of the twists alone ends where odom does, but for what a stamp rounds.
    const { position } = odom[449]!.message.pose.pose;
    let x = 0, y = 0, heading = 0;
    for (const { message: { linear, angular } } of plain) {
      x += linear.x / 30 * Math.cos(heading + angular.z / 60);
      y += linear.x / 30 * Math.sin(heading + angular.z / 60);
      heading += angular.z / 30;
    }
    assert.ok(Math.hypot(x - position.x, y - position.y) < 1e-9);
  }
});

Deno.test("an Ackermann robot's joints are those of its geometry", () => {
  const robot = car(), { wheelbase, track, radius } = robot.wheels!;
  const emitted = emissionsOf({ type: "wheel" }, { truth: robot, seconds: 30 });
  let most = 0, moving = 0;
  for (const { message, at, from } of ofPort(emitted, "joint_states")) {
    assert.deepEqual(message.name, [
      "rear_left_wheel_joint",
      "rear_right_wheel_joint",
      "front_left_steering_joint",
      "front_right_steering_joint",
    ]);
    const { speed, rate } = truthAt(robot, at);
    if (speed < 0.05) continue;
    moving++;
    // Each front wheel points where its own contact point goes.
    const left = Math.atan2(rate * wheelbase, speed - rate * track / 2);
    const right = Math.atan2(rate * wheelbase, speed + rate * track / 2);
    assert.ok(Math.abs(message.position[2] - left) < 1e-9, `left at ${at}`);
    assert.ok(Math.abs(message.position[3] - right) < 1e-9, `right at ${at}`);
    most = Math.max(most, left - right);
    const { way, turn } = travelOf(robot, from, at), seconds = (at - from) * 1e-9;
    const rear = (way - turn * track / 2) / radius / seconds;
    assert.ok(Math.abs(message.velocity[0] - rear) < 1e-4, `rear left at ${at}`);
  }
  assert.ok(moving > 1000 && most > 0.02, `wheels apart by up to ${most} rad`);
});

Deno.test("front wheels stay as they are while the robot stands", () => {
  const robot = robotOf({ type: "ackermann" });
  for (let at = 0; at < 8e9; at += 1e8) {
    robot.advance(at);
    robot.command(at < 5e9 ? 2 : 0, at < 5e9 ? 0.5 : 0, at);
  }
  const joints = ofPort(
    emissionsOf({ type: "wheel" }, { truth: robot, seconds: 8 }),
    "joint_states",
  );
  const standing = joints.filter(({ at }) => Math.abs(truthAt(robot, at).speed) < 1e-4);
  const last = standing[standing.length - 1]!.message;
  assert.ok(standing.length > 20 && last.velocity[2] === 0 && last.velocity[0] === 0);
  assert.ok(Math.abs(last.position[2]) > 0.3, `${last.position[2]}`);
});

Deno.test("streams, topics and frames are as stated; a robot without wheels has no joints", () => {
  const topics = (entry: object, name: string) => {
    const outputs = wheel.outputs(settingsOf({ type: "wheel", ...entry }) as never, name);
    return Object.values(outputs).map(({ topic, frame }) => `${topic} ${frame}`);
  };
  assert.deepEqual(topics({}, "wheel"), [
    "/wheel_velocity base_link",
    "/wheel_velocity_stamped base_link",
    "/wheel/odom odom",
    "/joint_states ",
  ]);
  assert.deepEqual(topics({ outputs: ["odom"] }, "rear"), ["/rear/odom odom"]);
  assert.deepEqual(topics({ outputs: { wheel_velocity: "/v" }, frame_id: "base" }, "a"), [
    "/v base",
  ]);
  const run = (entry: object) =>
    emissionsOf({ type: "wheel", ...entry }, {
      truth: steady({ velocity: [2, 0, 0] }),
      seconds: 1,
    });
  const [first] = run({ outputs: ["odom"], frame_id: "base" });
  assert.equal(first!.message.child_frame_id, "base");
  assert.ok(Math.abs(first!.message.twist.twist.linear.x - 2) < 1e-12);
  assert.throws(() => run({}), /sensors\.wheel\.outputs: joint_states needs a robot with wheels/);
  const bad = { outputs: ["odom"], slip_noise_m_sqrt_m: 0.1 };
  assert.throws(
    () => run(bad),
    /sensors\.wheel\.slip_noise_m_sqrt_m: it needs a robot with wheels/,
  );
});

Deno.test("a lost message leaves the pose whole", () => {
  const rig = { truth: differential(), seconds: 10 };
  const whole = ofPort(emissionsOf(WRONG, rig), "odom");
  const lossy = { ...WRONG, dropout: { probability: 0.3, mean_length: 4 } };
  const some = ofPort(emissionsOf(lossy, rig), "odom");
  assert.ok(some.length < 0.7 * whole.length && some.length > 0.2 * whole.length);
  for (const one of some) {
    assert.deepEqual(one, whole.find(({ at }) => at === one.at));
  }
});
