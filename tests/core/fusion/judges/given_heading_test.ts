import assert from "#assert";
import {
  type GivenJudgement,
  givenRejected,
  judgeGiven,
} from "../../../../core/fusion/judges/given_heading.ts";
import { C, createState } from "../../../../core/fusion/kernel/layout.ts";
import { RandomTree } from "../../../../core/math/random.ts";
import { DEG } from "../fixtures.ts";

const BY: Omit<GivenJudgement, "excess"> = {
  window: 30,
  bound: 3.84,
  sd: 3 * DEG,
  correlation: 10,
  biasSd: 0.005 * DEG,
};

/** Times (s) at which a source with this excess over the gyro was rejected. */
function rejections(seconds: number, excess: (t: number) => number): number[] {
  const s = createState({ accelBias: false, wheelScale: false });
  const times = [];
  for (let k = 0; k < seconds * 10; k++) {
    s.clock[C.now] = k * 1e8;
    const accepted = judgeGiven(s, { ...BY, excess: excess(k / 10) });
    assert.equal(accepted, !givenRejected(s));
    if (!accepted) times.push(k / 10);
  }
  return times;
}

Deno.test("judgeGiven() accepts what stays with the gyro, at any constant offset", () => {
  assert.deepEqual(rejections(120, (t) => 2 + 2 * DEG * Math.sin(t / 5)), []);
});

Deno.test("judgeGiven() rejects a wander of tens of degrees, and soon", () => {
  const times = rejections(120, (t) => t < 40 ? 0 : 0.6 * DEG * (t - 40));
  assert.ok(times[0]! > 40 && times[0]! < 60, `${times[0]}`);
  assert.equal(times.at(-1), 119.9);
});

Deno.test("judgeGiven() rejects a step at once and takes 30 s of agreement to trust again", () => {
  const times = rejections(150, (t) => t > 50 && t < 60 ? 40 * DEG : 0);
  assert.ok(times[0]! >= 50 && times[0]! < 51.5);
  // The step back at 60 s disagrees with bins until 90 s; then it takes 30 s of agreement.
  assert.ok(times.at(-1)! > 89 && times.at(-1)! < 125);
});

Deno.test("a source that comes to rest at another offset may be asked again, not before 30 s", () => {
  const times = rejections(150, (t) => t < 40 ? 0 : Math.min(30 * DEG, 3 * DEG * (t - 40)));
  assert.ok(times.at(-1)! >= 79 && times.at(-1)! < 149);
});

Deno.test("corrections of the filter's own yaw are not the source's motion", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  for (let k = 0; k < 1000; k++) {
    s.clock[C.now] = k * 1e8;
    // The filter is turned towards the source bit by bit: excess falls, the sum stays.
    s.clock[C.yawCorrection] = Math.min(0.5, k * 1e-3);
    assert.ok(judgeGiven(s, { ...BY, excess: 0.5 - s.clock[C.yawCorrection]! }));
  }
});

Deno.test("differences are followed through turns of 2π", () => {
  const s = createState({ accelBias: false, wheelScale: false });
  for (let k = 0; k < 600; k++) {
    s.clock[C.now] = k * 1e8;
    const wrapped = k % 2 === 0 ? 3.13 : 3.15 - 2 * Math.PI;
    assert.ok(judgeGiven(s, { ...BY, excess: wrapped }), `${k}`);
  }
});

Deno.test("white noise of 1° is no disagreement; the same as a wander is", () => {
  const random = RandomTree.root(1).at("yaw");
  assert.deepEqual(rejections(300, () => 1 * DEG * random.gaussian()), []);
  let walk = 0;
  assert.ok(rejections(300, () => walk += 0.5 * DEG * random.gaussian()).length > 100);
});
