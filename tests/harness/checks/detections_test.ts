import assert from "#assert";
import { detections } from "../../../harness/checks/detections.ts";
import type { Seen, Verdict } from "../../../harness/contract.ts";
import { type Nanos, SECOND, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";
import { setupOf } from "../../laws/check_testimony.ts";

const TYPE = "vision_msgs/msg/Detection2DArray";
type Row = [label: string, x: number, score: number, size?: number];

/** A message of boxes by class, middle, score and side. */
function seen(topic: string, at: Nanos, rows: Row[]): Seen {
  const header = { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "camera" };
  const origin = { x: 0, y: 0, z: 0 };
  const pose = {
    pose: { position: origin, orientation: { ...origin, w: 1 } },
    covariance: new Float64Array(36),
  };
  const boxes = rows.map(([class_id, x, score, size = 40]) => ({
    ...{ header, id: "", results: [{ hypothesis: { class_id, score }, pose }] },
    bbox: { center: { position: { x, y: 100 }, theta: 0 }, size_x: size, size_y: size },
  }));
  return { topic, type: TYPE, at, message: { header, detections: boxes } };
}

const found = (at: Nanos, ...rows: Row[]) => seen("/detections", at, rows);
const truth = (at: Nanos, ...rows: Row[]) => seen("/ground_truth/detections", at, rows);

function judge(config: Record<string, unknown>, messages: Seen[]): Verdict {
  const state = detections.init(detections.config.parse({ min: 0.5, ...config }), setupOf());
  for (const message of messages) detections.see(state, message);
  return detections.verdict(state);
}

const MIXED = [
  truth(SECOND, ["cone", 50, 1], ["cone", 200, 1]),
  found(SECOND, ["cone", 52, 0.9], ["cone", 350, 0.8], ["cone", 203, 0.4]),
];

Deno.test("detections: average precision, precision and recall of a worked example", () => {
  // Right at 0.9, wrong at 0.8, right at 0.4: AP = 1/2 · 1 + 1/2 · 2/3.
  assert.ok(Math.abs(judge({}, MIXED).value! - 5 / 6) < 1e-12);
  assert.equal(judge({ measure: "precision" }, MIXED).value, 0.5);
  assert.equal(judge({ measure: "recall" }, MIXED).value, 0.5);
  assert.equal(judge({ measure: "recall", confidence: 0.3 }, MIXED).value, 1);
  assert.equal(judge({ iou: 0.95 }, MIXED).value, 0);
});

Deno.test("detections: hidden and small true boxes are excused", () => {
  const messages = [
    truth(SECOND, ["cone", 50, 1], ["cone", 200, 0.2], ["cone", 350, 1, 8]),
    found(SECOND, ["cone", 50, 0.9], ["cone", 200, 0.9]),
  ];
  for (const measure of ["precision", "recall", "map"]) {
    assert.equal(judge({ measure }, messages).value, 1, measure);
  }
  assert.equal(judge({ measure: "recall", min_visibility: 0.1 }, messages).value, 1);
  assert.equal(judge({ measure: "recall", min_area_px: 50 }, messages).value, 0.5);
});

Deno.test("detections: an image that is not answered is a miss, but for the last second", () => {
  const answered = [truth(SECOND, ["cone", 50, 1]), found(SECOND, ["cone", 50, 0.9])];
  const early = judge({ measure: "recall" }, [...answered, truth(8 * SECOND, ["cone", 50, 1])]);
  assert.equal(early.value, 0.5);
  const last = judge({ measure: "recall" }, [...answered, truth(9.5 * SECOND, ["cone", 50, 1])]);
  assert.equal(last.value, 1);
});

Deno.test("detections: only before, during or after a fault", () => {
  const right = (at: Nanos) => [truth(at, ["cone", 50, 1]), found(at, ["cone", 50, 0.9])];
  const blind = (at: Nanos) => [truth(at, ["cone", 50, 1]), found(at)];
  // The fault lasts from 2 s to 3 s.
  const messages = [...right(1.9 * SECOND), ...blind(2 * SECOND), ...blind(2.9 * SECOND)];
  messages.push(...right(3 * SECOND), ...blind(4 * SECOND));
  const recall = (when: string) => judge({ measure: "recall", fault: "gap", when }, messages);
  assert.deepEqual([recall("before").value, recall("during").value, recall("after").value], [
    ...[1, 0, 0.5],
  ]);
  assert.equal(judge({ measure: "recall" }, messages).value, 0.4);
  const other = judge({ measure: "recall", fault: "fog", when: "after" }, messages);
  assert.deepEqual([other.verdict, other.reason], ["skipped", "no fault fog in this run"]);
  const config = { min: 0.5, when: "after" };
  assert.match(detections.config.safeParse(config).error!.message, /give fault and when/);
});

Deno.test("detections: nothing true, nothing found, or another type fail with a reason", () => {
  assert.match(judge({}, [truth(SECOND), found(SECOND)]).reason!, /no image shows a true box/);
  const silent = judge({ measure: "precision" }, [truth(SECOND, ["cone", 50, 1]), found(SECOND)]);
  assert.equal(silent.reason, "no box was found");
  const text = { topic: "/detections", type: "std_msgs/msg/String", at: 0, message: { data: "" } };
  assert.match(judge({}, [text as Seen]).reason!, /is std_msgs\/msg\/String/);
});

Deno.test("detections: what is judged is forgotten, whichever of the two comes first", () => {
  const config = detections.config.parse({ min: 0.5, measure: "recall" });
  const state = detections.init(config, setupOf());
  for (let k = 0; k < 100; k++) {
    const pair = [truth(k * 1e7, ["cone", 50, 1]), found(k * 1e7, ["cone", 50, 0.9])];
    for (const message of k % 2 === 0 ? pair : pair.reverse()) detections.see(state, message);
  }
  assert.equal(state.pairs.size, 0);
  assert.equal(detections.verdict(state).value, 1);
});
