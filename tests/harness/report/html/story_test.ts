import assert from "#assert";
import { Health } from "../../../../harness/report/capture/health.ts";
import { Squares } from "../../../../harness/report/capture/squares.ts";
import { Track, type TrackSample } from "../../../../harness/report/capture/track.ts";
import { motionAt, storyOf } from "../../../../harness/report/html/story.ts";
import { odometry, seen, setupOf, standing } from "../setup.ts";

const moment = { at_s: 6, why: "because" };

Deno.test("storyOf(): the first of each sign, by time", () => {
  const track = new Track(setupOf()), squares = new Squares(setupOf()), health = new Health();
  for (const [at_s, x, yaw] of [[1, 0.2, 0], [2, 2, 0.1], [3, -5, 0.1], [4, 0, -3]] as const) {
    track.see(seen(odometry(at_s * 1e9, { x, yaw, sd: 0.5 }), at_s * 1e9));
  }
  const innovation = (at_s: number, taken: number) =>
    squares.innovation(seen({
      layout: { dim: [{ label: "mag", size: 0, stride: 0 }], data_offset: 0 },
      data: Float64Array.of(1, taken, 9, 1),
    }, at_s * 1e9));
  for (const [at_s, taken] of [[1, 1], [2.5, 0], [5, 0]] as const) innovation(at_s, taken);
  const status = (level: number, message: string) => ({
    status: [{ level, name: "fusion: mag", message, hardware_id: "", values: [] }],
  });
  health.see(seen(status(0, "ok"), 1e9));
  health.see(seen(status(1, "rejects"), 7e9));
  health.see(seen(status(2, "rejects all"), 7.5e9)); // its first word counts
  const fault = { name: "ice", type: "wheel_slip", kind: "world", topics: [] } as const;
  const faults = [{ ...fault, from_s: 0.5, to_s: 8 }];
  const story = storyOf({ faults }, { track, squares, health }, moment);
  assert.deepEqual(story.map(({ at_s, text }) => `${at_s} ${text}`), [
    "0.5 the fault ice (wheel_slip) begins",
    "2 the error of east leaves the 3 σ that is claimed: 2 m, 3 σ is 1.5",
    "2.5 the filter rejects mag for the first time, 2 of 3 in all",
    "4 the error of heading leaves the 3 σ that is claimed: -171.9 degrees, 3 σ is 85.94",
    "6 the moment of the red lines: because",
    "7 fusion: mag: rejects",
    "8 the fault ice ends",
  ]);
  assert.deepEqual(storyOf({ faults }, { track, squares, health }, undefined), []);
});

Deno.test("storyOf(): NEES counts from where it stays above its bound", () => {
  const squares = new Squares(setupOf());
  const high = [2, 5, 6, 7, 8];
  for (let at_s = 1; at_s < 9; at_s++) {
    const state = new Float64Array(12 + 144);
    state[0] = high.includes(at_s) ? 50 : 1;
    for (let i = 0; i < 12; i++) state[12 + 13 * i] = 1;
    squares.odometry(seen(odometry(at_s * 1e9), at_s * 1e9));
    squares.state(seen({ data: state }, at_s * 1e9, "/fusion/state"));
  }
  const story = storyOf({}, { track: undefined, squares, health: new Health() }, moment);
  assert.deepEqual(story.map(({ at_s }) => at_s), [5, 6]);
  assert.match(story[0]!.text, /^NEES is above its bound: 2500, bound 3\d\.\d/);
});

/** A robot on a circle: degrees a second, metres a second. */
const circle = (turn: number, speed: number): TrackSample[] =>
  Array.from({ length: 101 }, (_, i) => {
    const at_s = i / 10,
      angle = turn * at_s * Math.PI / 180,
      radius = speed / (turn * Math.PI / 180);
    const truth = [radius * Math.sin(angle), radius * (1 - Math.cos(angle)), 0];
    const heading_deg = (turn * at_s + 180) % 360 - 180;
    return { at_s, estimate: truth, truth, heading_deg, error: [], sd: [] };
  });

Deno.test("motionAt(): speed, and to which side it turns, over the seam of angles too", () => {
  for (const at_s of [3, 5.9, 6, 6.1, 9]) {
    assert.equal(
      motionAt(circle(30, 0.7), at_s),
      "drives at 0.70 m/s and turns left at 30 °/s then",
    );
  }
  assert.equal(motionAt(circle(-45, 0), 5), "turns right at 45 °/s then");
  assert.equal(motionAt(circle(0.1, 1), 5), "drives at 1.00 m/s then");
  assert.equal(motionAt(circle(0.1, 0), 5), "stands still then");
  assert.equal(motionAt([], 5), undefined);
  assert.equal(motionAt(circle(30, 1).slice(0, 5), 9), undefined, "nothing is known of then");
});

Deno.test("motionAt(): the heading is the true one of the track", () => {
  const track = new Track(setupOf({ truth: standing(1) }));
  for (const at of [1e9, 2e9]) track.see(seen(odometry(at, { yaw: 0.5 }), at));
  for (const { heading_deg } of track.samples()) {
    assert.ok(Math.abs(heading_deg! - 180 / Math.PI) < 1e-9, `${heading_deg}`);
  }
});
