import assert from "#assert";
import { simSchema } from "../../../../sim/schema.ts";
import { createSimulation } from "../../../../sim/simulation.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";
import { PoseStream } from "../../../../sim/robots/followed/pose_stream.ts";
import { followedBody, halfWindow } from "../../../../sim/robots/followed/robot.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import type { Imu } from "../../../../msgs/types.ts";

const MS = 1_000_000;

/** A body that turns and rolls on a circle: poses of it every 10 ms, from −0.5 s on. */
function circle(until: number): PoseStream {
  const poses = new PoseStream();
  for (let at = -500 * MS; at <= until; at += 10 * MS) poses.add(at, poseAt(at * 1e-9));
  return poses;
}

function poseAt(t: number): Float64Array {
  const yaw = 3 * t; // beyond 2π, so that quaternions change their sign
  return Float64Array.of(
    2 * Math.cos(t),
    2 * Math.sin(t),
    0.1 * t,
    ...[Math.cos(yaw / 2), 0, 0],
    Math.sin(yaw / 2),
  );
}

Deno.test("truth is the motion that the poses are samples of, its derivatives too", () => {
  const body = followedBody(circle(5000 * MS), 0.2, undefined);
  body.truth.advance(body.known());
  const state = truthState();
  for (let at = 0; at <= body.known(); at += 7 * MS) {
    body.truth.at(at, state);
    const t = at * 1e-9;
    const wanted = [
      ...[2 * Math.cos(t), 2 * Math.sin(t), 0.1 * t],
      ...[-2 * Math.sin(t), 2 * Math.cos(t), 0.1],
    ];
    [...state.position, ...state.velocity].forEach((value, i) =>
      assert.ok(Math.abs(value - wanted[i]!) < 1e-3, `${i} at ${t} s: ${value}`)
    );
    assert.ok(Math.abs(state.acceleration[0]! + 2 * Math.cos(t)) < 0.02, `${state.acceleration}`);
    assert.ok(Math.abs(state.angularVelocity[2]! - 3) < 1e-3, `${state.angularVelocity}`);
    const q = poseAt(t).subarray(3);
    const along = q.reduce((sum, value, i) => sum + value * state.orientation[i]!, 0);
    assert.ok(Math.abs(Math.abs(along) - 1) < 1e-6, `${along}`);
  }
});

Deno.test("truth is known up to half a window before the newest pose, and grows with them", () => {
  const poses = circle(300 * MS);
  const body = followedBody(poses, 0.2, undefined);
  assert.equal(halfWindow(0.2), 100 * MS);
  assert.equal(body.known(), 200 * MS);
  poses.add(407 * MS, poseAt(0.407));
  assert.equal(body.known(), 300 * MS, "a whole number of knots");
});

Deno.test("poses must reach around the start", () => {
  const late = new PoseStream();
  late.add(1, poseAt(0));
  assert.throws(() => followedBody(late, 0.2, undefined), /from the start of the run/);
  assert.throws(() => followedBody(circle(99 * MS), 0.2, undefined), /half a window after it/);
});

Deno.test("a simulation beside hardware waits for the truth of each capture, and stamps by its epoch", () => {
  const poses = circle(300 * MS);
  const body = followedBody(poses, 0.2, undefined);
  const config = simSchema.parse({
    duration_s: 2,
    robot: { type: "free" },
    sensors: {
      imu: { type: "imu", preset: "ideal", rate_hz: 100 },
      other: { type: "imu", preset: "ideal", frame_id: "elsewhere", position_m: [1, 0, 0] },
    },
  });
  const simulation = createSimulation(config, 1, {
    beside: {
      epoch: { sec: 1_700_000_000, nanosec: 500_000_000 },
      real: new Set(["other"]),
      body: body.truth,
      known: body.known,
      hasTruth: true,
    },
  });
  assert.deepEqual(
    Object.keys(simulation.topics).sort(),
    ["/ground_truth/odom", "/imu/data", "/tf_static"],
  );
  const seen: { topic: string; message: unknown }[] = [];
  const pull = () => {
    while (simulation.next() < Infinity) {
      simulation.step((topic, message) => seen.push({ topic, message }));
    }
  };
  pull();
  const imus = () => seen.filter(({ topic }) => topic === "/imu/data");
  assert.equal(imus().length, 20, "0.2 s are known");
  const { header, angular_velocity } = imus()[0]!.message as Imu;
  assert.deepEqual(header.stamp, { sec: 1_700_000_000, nanosec: 510_000_000 });
  assert.ok(Math.abs(angular_velocity.z - 3) < 1e-3);
  const frames = JSON.stringify(seen.find(({ topic }) => topic === "/tf_static")!.message);
  assert.match(frames, /elsewhere/, "a real sensor's frame is told");
  for (let at = 310 * MS; at <= 600 * MS; at += 10 * MS) poses.add(at, poseAt(at * 1e-9));
  pull();
  assert.equal(imus().length, 50);
});

Deno.test("without a truth there is none to be told, and static transforms wait for nothing", () => {
  const config = simSchema.parse({ duration_s: 1, robot: { type: "free" } });
  const simulation = createSimulation(config, 1, {
    beside: {
      epoch: { sec: 5, nanosec: 0 },
      ...{ real: new Set<string>(), known: () => -1, hasTruth: false },
    },
  });
  assert.deepEqual(Object.keys(simulation.topics), ["/tf_static"]);
  assert.equal(simulation.next(), 0);
  simulation.step(() => {});
  assert.equal(simulation.next(), Infinity);
});

Deno.test("noise of the poses becomes bounded noise of the acceleration, and no jumps of it", () => {
  const poses = new PoseStream(), random = RandomTree.root(7).at("poses");
  for (let at = -500 * MS; at <= 20_500 * MS; at += 10 * MS) {
    poses.add(at, Float64Array.of(1e-3 * random.gaussian(), 0, 0, 1, 0, 0, 0)); // 1 mm at 100 Hz
  }
  const body = followedBody(poses, 0.2, undefined);
  body.truth.advance(body.known());
  const state = truthState();
  let square = 0, count = 0;
  for (let at = 0; at <= 20_000 * MS; at += MS, count++) {
    body.truth.at(at, state);
    square += state.acceleration[0]! * state.acceleration[0]!;
  }
  const rms = Math.sqrt(square / count);
  // The fit at a knot has 0.262 m/s² (weighted least squares, numpy); what is between them adds to it.
  assert.ok(rms > 0.131 && rms < 4 * 0.262, `${rms} m/s²`);
});
