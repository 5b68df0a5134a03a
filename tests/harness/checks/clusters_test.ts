import assert from "#assert";
import { clusters } from "../../../harness/checks/clusters.ts";
import type { Seen, Verdict } from "../../../harness/contract.ts";
import { MILLISECOND, type Nanos, SECOND } from "../../../msgs/time.ts";
import { setupOf } from "../../laws/check_testimony.ts";
import { boundsOf, markers, seen, sweep, type Thing, transforms } from "./labelled_sweeps.ts";

const CONE = 5, BARREL = 6, SHELF = 3, OWN = 12;

const THINGS: readonly Thing[] = [
  { at: [3, 0], label: CONE, object: 1 },
  { at: [5, 2], label: BARREL, object: 2 },
  { at: [-4, -3], label: OWN, object: 3 }, // a class of the scenario's own
  { at: [2, 4], label: SHELF, object: 4 },
];
const BOUNDS = THINGS.map((thing) => boundsOf(thing));

/** Judges as many clouds as there are answers; each is what the node says of the same things. */
function judge(
  answers: readonly (readonly number[][] | undefined)[],
  config: object = {},
  things: readonly Thing[] = THINGS,
): Verdict {
  const all: Seen[] = [seen("/tf_static", 0, transforms())];
  answers.forEach((bounds, i) => {
    const at: Nanos = (i + 1) * 100 * MILLISECOND, { cloud, labels } = sweep(at, things);
    all.push(seen("/points", at, cloud), seen("/ground_truth/point_labels", at, labels));
    if (bounds) all.push(seen("/clusters", at + 5 * MILLISECOND, markers(at, bounds)));
  });
  const state = clusters.init(clusters.config.parse({ min: 0.95, ...config }), setupOf());
  for (const message of all) clusters.see(state, message);
  return clusters.verdict(state);
}

const shifted = (by: number) =>
  BOUNDS.map(([x, ...rest]) => [x! + by, ...rest.with(2, rest[2]! + by)]);

Deno.test("clusters: an honest node passes with all that there is", () => {
  for (const measure of ["both", "precision", "recall"]) {
    const found = judge([BOUNDS, BOUNDS], { measure });
    assert.deepEqual([found.verdict, found.value], ["pass", 1], measure);
  }
});

const FAULTS: Record<string, { bounds: number[][]; precision: number; recall: number }> = {
  "drops one": { bounds: BOUNDS.slice(1), precision: 1, recall: 2 / 3 },
  "merges two": {
    bounds: [boundsOf(THINGS[0]!, THINGS[1]!), ...BOUNDS.slice(2)],
    precision: 1 / 2,
    recall: 1 / 3,
  },
  "shifts by 0.5 m": { bounds: shifted(0.5), precision: 0, recall: 0 },
  "leaves one in halves": {
    bounds: [BOUNDS[0]!.with(4, 0.01), BOUNDS[0]!.with(1, 0.01), ...BOUNDS.slice(1)],
    precision: 3 / 4,
    recall: 1,
  },
  "says one twice": { bounds: [BOUNDS[0]!, ...BOUNDS], precision: 3 / 4, recall: 1 },
  "takes the ground for one": {
    bounds: [...BOUNDS, [-5, -5, -0.01, 0, 0, 0.01]],
    precision: 3 / 4,
    recall: 1,
  },
  "sees what is not there": {
    bounds: [...BOUNDS, [7, 7, 0.5, 8, 8, 1]],
    precision: 3 / 4,
    recall: 1,
  },
};

for (const [name, { bounds, ...expected }] of Object.entries(FAULTS)) {
  Deno.test(`clusters: a node that ${name} fails`, () => {
    for (const [measure, value] of Object.entries(expected)) {
      assert.ok(Math.abs(judge([bounds], { measure }).value! - value) < 1e-12, measure);
    }
    const found = judge([bounds]);
    assert.equal(found.verdict, "fail");
    assert.match(found.reason!, /\d of 3 objects were found, \d clusters are wrong/);
  });
}

Deno.test("clusters: surroundings are excused as long as the scenario says so", () => {
  assert.equal(judge([BOUNDS.slice(0, 3)]).value, 1);
  const strict = { surroundings: ["structure"] };
  assert.equal(judge([BOUNDS.slice(0, 3)], strict).value, 3 / 4);
  assert.equal(judge([BOUNDS], strict).value, 1);
});

Deno.test("clusters: what is far or shows little is excused; low points are not counted", () => {
  assert.equal(judge([BOUNDS.slice(1)], { max_range_m: 6, min_points: 21 }).verdict, "fail");
  const near = judge([BOUNDS.slice(0, 1)], { max_range_m: 4.5 });
  assert.equal(near.value, 1);
  const foot = judge([[...BOUNDS.slice(1), BOUNDS[0]!.with(5, 0.06)]]);
  assert.match(foot.reason!, /2 of 3 objects were found, 0 clusters are wrong/);
});

Deno.test("clusters: things that touch are one, and a shelf takes what leans on it", () => {
  const stack: Thing[] = [...THINGS, { at: [3.2, 0.3], label: BARREL, object: 5 }];
  const whole = [boundsOf(stack[0]!, stack[4]!), ...BOUNDS.slice(1)];
  assert.equal(judge([whole], {}, stack).value, 1);
  assert.equal(judge([whole], { gap_m: 0.1 }, stack).verdict, "fail");
  const leaning: Thing[] = [...THINGS, { at: [2.1, 4], label: CONE, object: 5 }];
  assert.equal(judge([BOUNDS.slice(0, 3)], {}, leaning).value, 1);
});

Deno.test("clusters: a cloud without an answer is one without clusters, but for the last moment", () => {
  const late = judge([BOUNDS, ...new Array(30).fill(undefined), BOUNDS], { measure: "recall" });
  assert.equal(late.value, 2 / 32);
  const last = judge([...new Array(97).fill(BOUNDS), undefined, undefined], { measure: "recall" });
  assert.equal(last.value, 1);
});

Deno.test("clusters: what can't be judged fails with the reason", () => {
  const reason = (change: (all: Seen[]) => Seen[]) => {
    const { cloud, labels } = sweep(SECOND, THINGS);
    const state = clusters.init(clusters.config.parse({ min: 0.95 }), setupOf());
    const all = [
      ...[seen("/tf_static", 0, transforms()), seen("/points", SECOND, cloud)],
      ...[seen("/ground_truth/point_labels", SECOND, labels)],
      seen("/clusters", SECOND, markers(SECOND, BOUNDS)),
    ];
    for (const message of change(all)) clusters.see(state, message);
    const found = clusters.verdict(state);
    assert.equal(found.verdict, "fail");
    return found.reason!;
  };
  assert.match(reason((all) => all.slice(1)), /no transform to "base_link"/);
  assert.match(reason((all) => all.toSpliced(2, 1)), /no cloud shows an object/);
  assert.match(
    reason((all) => all.with(2, { ...all[1]!, topic: "/ground_truth/point_labels" })),
    /its labels are not 200 uint32/,
  );
  const cut = sweep(SECOND, THINGS).cloud;
  assert.match(
    reason((all) => all.with(1, seen("/points", SECOND, { ...cut, row_step: 7 }))),
    /row_step is 7, expected/,
  );
});

Deno.test("clusters: clouds are forgotten once they are judged, answered or not", () => {
  const state = clusters.init(clusters.config.parse({ min: 0.95 }), setupOf());
  clusters.see(state, seen("/tf_static", 0, transforms()));
  for (let k = 0; k < 60; k++) {
    const at: Nanos = k * 100 * MILLISECOND, { cloud, labels } = sweep(at, THINGS);
    clusters.see(state, seen("/points", at, cloud));
    clusters.see(state, seen("/ground_truth/point_labels", at, labels));
    if (k % 2 === 0) clusters.see(state, seen("/clusters", at, markers(at, BOUNDS)));
    // Those of the last second may still be answered.
    assert.ok(state.open.size <= 6, `${state.open.size} clouds`);
  }
});
