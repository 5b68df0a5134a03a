import assert from "#assert";
import {
  firstNotFinite,
  poseOf,
  readPose,
  stampOf,
} from "../../../../harness/checks/base/message.ts";
import { SIMULATED_EPOCH } from "../../../../msgs/time.ts";
import { odometry } from "../streams.ts";

Deno.test("stampOf() is time since the epoch, undefined without a header, NaN far away", () => {
  assert.equal(stampOf(odometry(5e9).message, SIMULATED_EPOCH), 5e9);
  assert.equal(stampOf({ data: "" }, SIMULATED_EPOCH), undefined);
  assert.ok(Number.isNaN(stampOf(odometry(0, { stamp: 2e18 }).message, SIMULATED_EPOCH)));
});

Deno.test("poseOf() and readPose() take poses, normalised, and tell bad ones", () => {
  const out = new Float64Array(7);
  const pose = poseOf(odometry(0, { position: [1, 2, 3] }))!;
  const doubled = { ...pose, orientation: { w: 0, x: 0, y: 0, z: 2 } };
  assert.equal(readPose(out, doubled), true);
  assert.deepEqual([...out], [1, 2, 3, 0, 0, 0, 1]);
  assert.equal(readPose(out, { ...pose, orientation: { w: 0, x: 0, y: 0, z: 0 } }), false);
  assert.equal(readPose(out, { ...pose, position: { x: 0, y: Infinity, z: 0 } }), false);
  const text = { topic: "/t", type: "std_msgs/msg/String", message: { data: "" }, at: 0 };
  assert.equal(poseOf(text), undefined);
});

Deno.test("firstNotFinite() walks fields and arrays", () => {
  assert.equal(firstNotFinite({ a: 1, b: [{ c: Float64Array.of(1, 2) }], s: "NaN" }), undefined);
  assert.equal(firstNotFinite({ a: 1, b: [{ c: Float64Array.of(1, NaN) }] }), "b[0].c[1]");
  assert.equal(firstNotFinite({ x: -Infinity }), "x");
  assert.equal(firstNotFinite([[0], [NaN]]), "[1][0]");
  assert.equal(firstNotFinite({ bytes: Uint8Array.of(1) }), undefined);
});
