import assert from "#assert";
import { FollowedTruth, POSE_TYPES } from "../../../../harness/hil/truth/followed.ts";
import type { Message } from "../../../../msgs/message.ts";
import { toTime } from "../../../../msgs/time.ts";
import { zeroOf } from "../../../../msgs/zero.ts";
import type { Odometry, PoseStamped } from "../../../../msgs/types.ts";
import { MS } from "../scenes.ts";

const BASE = { sec: 100, nanosec: 0 };

function poseStamped(at: number, x = 0): PoseStamped {
  return {
    header: { stamp: toTime(at, BASE), frame_id: "map" },
    pose: { position: { x, y: 0, z: 0 }, orientation: { x: 0, y: 0, z: 0, w: 2 } },
  };
}

Deno.test("poses of each type are taken, bad ones are counted", () => {
  const truth = new FollowedTruth(BASE, 0.2);
  assert.equal(truth.last, -Infinity);
  const odometry = zeroOf("nav_msgs/msg/Odometry") as Odometry;
  const { pose } = poseStamped(0, 1);
  truth.add({ ...odometry, header: poseStamped(5 * MS).header, pose: { ...odometry.pose, pose } });
  assert.equal(truth.last, 5 * MS);
  truth.add(poseStamped(10 * MS));
  const bad = [
    poseStamped(10 * MS),
    poseStamped(20 * MS, NaN),
    { ...poseStamped(0), header: { stamp: { sec: 2e9, nanosec: 0 }, frame_id: "" } },
    { data: "no pose" } as Message,
  ];
  for (const message of bad) truth.add(message);
  assert.deepEqual([truth.refused, truth.last], [4, 10 * MS]);
  assert.equal(POSE_TYPES.length, 2);
});

Deno.test("a run can start where poses reach around it, again and again", () => {
  const truth = new FollowedTruth(BASE, 0.2);
  for (let at = 0; at <= 90 * MS; at += 10 * MS) truth.add(poseStamped(at, at * 1e-9));
  assert.equal(truth.startable, undefined, "half a window is 100 ms");
  for (let at = 100 * MS; at <= 20_000 * MS; at += 10 * MS) truth.add(poseStamped(at, at * 1e-9));
  assert.equal(truth.startable, 19_900 * MS);
  for (let round = 0; round < 2; round++) {
    const start = truth.startable!;
    const body = truth.begin(start, undefined);
    const state = { ...STATE(), position: new Float64Array(3) };
    body.truth.at(0, state);
    assert.ok(Math.abs(state.position[0]! - start * 1e-9) < 1e-9, `${state.position[0]}`);
    assert.equal(body.known(), 0);
    const next = truth.last + 25 * MS;
    truth.add(poseStamped(next, next * 1e-9));
    assert.equal(body.known(), 25 * MS);
    truth.end();
    truth.add(poseStamped(next + 25 * MS, (next + 25 * MS) * 1e-9));
    assert.equal(body.known(), 25 * MS, "over is over");
  }
  assert.throws(() => truth.begin(0, undefined), RangeError, "so old poses are forgotten");
});

const STATE = () => ({
  ...{ orientation: new Float64Array(4), velocity: new Float64Array(3) },
  ...{ acceleration: new Float64Array(3), angularVelocity: new Float64Array(3) },
  angularAcceleration: new Float64Array(3),
});
