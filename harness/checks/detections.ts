/**
 * Boxes found in images beside the true ones of the same stamp: mean average precision, precision
 * or recall. True boxes that are too hidden or too small are excused: not found they are no miss,
 * found no mistake.
 */
import { z } from "zod";
import { DetectionScore, type LabelledBox } from "../../core/evaluation/perception/detection.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Detection2DArray } from "../../msgs/types.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { stampOf } from "./base/message.ts";
import { broken, type Limit, obstacle, skipped, within } from "./base/verdict.ts";

/** An image whose true boxes came in the run's last moment need not be answered any more. */
const GRACE: Nanos = SECOND;

const part = z.number().min(0).max(1);
const config = z.object({
  topic: topicName.default("/detections").describe("boxes that were found"),
  truth: topicName.default("/ground_truth/detections")
    .describe("true boxes; their score is the visibility"),
  measure: z.enum(["map", "precision", "recall"]).default("map")
    .describe("map: mean over classes of average precision, of all that is published"),
  min: part.describe("least value"),
  iou: part.default(0.5).describe("least overlap of a right box with a true one"),
  confidence: part.default(0.7).describe("of boxes that precision and recall are about"),
  min_visibility: part.default(0.4).describe("true boxes less visible are excused"),
  min_area_px: z.number().min(0).default(400).describe("smaller true boxes are excused"),
  fault: z.string().min(1).optional().describe("name of a fault, for `when`"),
  when: z.enum(["before", "during", "after"]).optional()
    .describe("only images whose stamp is before, during or after the fault; absent: all"),
}).refine(({ fault, when }) => (fault === undefined) === (when === undefined), {
  message: "give fault and when, or neither",
  path: ["when"],
}).describe("boxes in images beside the true ones");

/** What {@linkcode detections} is told. */
export type DetectionsConfig = z.output<typeof config>;

/** Boxes of one image. */
interface Pair {
  found?: readonly ScoredLabel[];
  truth?: readonly ScoredLabel[];
  /** When the truth came. */
  at: Nanos;
}

type ScoredLabel = LabelledBox & { readonly score: number };

interface State {
  readonly config: DetectionsConfig;
  readonly setup: CheckSetup;
  readonly score: DetectionScore;
  /** Images that lack one of the two, by stamp. */
  readonly pairs: Map<Nanos, Pair>;
  foreign: string | undefined;
}

/** The check `detections`. */
export const detections: Check<DetectionsConfig, State> = {
  config,
  topics: ({ topic, truth }) => [topic, truth],
  init: (config, setup) => ({
    ...{ config, setup, pairs: new Map(), foreign: undefined },
    score: new DetectionScore(config.iou),
  }),
  see(state, { topic, type, message, at }) {
    if (type !== "vision_msgs/msg/Detection2DArray") {
      state.foreign ??= `${topic} is ${type}, no vision_msgs/msg/Detection2DArray`;
      return;
    }
    const stamp = stampOf(message, state.setup.epoch) ?? NaN;
    const pair = state.pairs.get(stamp) ?? { at };
    state.pairs.set(stamp, pair);
    const boxes = boxesOf(message as Detection2DArray);
    if (topic === state.config.topic) pair.found = boxes;
    else {
      pair.truth = boxes;
      pair.at = at;
    }
    // What is judged is forgotten: a run may be long.
    if (pair.found !== undefined && pair.truth !== undefined) settle(state, stamp, pair);
  },
  verdict(state) {
    const { config, setup, score, pairs, foreign } = state;
    const limit: Limit = { min: config.min, unit: "of 1" };
    const missing = obstacle(setup, { topics: [config.topic, config.truth] });
    if (missing !== undefined) return skipped(limit, missing);
    if (foreign !== undefined) return broken(limit, foreign);
    const span = spanOf(config, setup);
    if (typeof span === "string") return skipped(limit, span);
    for (const [stamp, pair] of pairs) {
      if (pair.at <= setup.durationNs - GRACE) settle(state, stamp, pair);
    }
    if (score.total === 0) return broken(limit, "no image shows a true box that is to be found");
    const { precision, recall } = score.at(config.confidence);
    if (config.measure === "map") return within(score.meanAveragePrecision(), limit);
    if (config.measure === "recall") return within(recall, limit);
    return within(precision, limit, Number.isNaN(precision) ? "no box was found" : undefined);
  },
};

/** Of the images that are judged, or why there are none in this run. */
function spanOf(
  { fault, when }: DetectionsConfig,
  { faults, durationNs }: CheckSetup,
): { readonly from: Nanos; readonly to: Nanos } | string {
  if (when === undefined) return { from: -Infinity, to: Infinity };
  const found = faults?.find(({ name }) => name === fault);
  if (found === undefined) return `no fault ${fault} in this run`;
  const { from, to } = found.span;
  if (when === "before") return { from: -Infinity, to: from };
  if (when === "during") return { from, to };
  return to < durationNs ? { from: to, to: Infinity } : `${fault} does not end in this run`;
}

/** Judges an image; one without an answer has no boxes. */
function settle(state: State, stamp: Nanos, { found, truth }: Pair): void {
  const { config, setup, score, pairs } = state, span = spanOf(config, setup);
  pairs.delete(stamp);
  if (truth === undefined || typeof span === "string") return;
  if (stamp < span.from || stamp >= span.to) return;
  const judged = truth.filter((box) => isJudged(box, config));
  score.add(found ?? [], judged, truth.filter((box) => !judged.includes(box)));
}

function isJudged({ x1, y1, x2, y2, score }: ScoredLabel, config: DetectionsConfig): boolean {
  return score >= config.min_visibility && (x2 - x1) * (y2 - y1) >= config.min_area_px;
}

function boxesOf({ detections }: Detection2DArray): ScoredLabel[] {
  return detections.flatMap(({ bbox, results }) => {
    const best = results[0]?.hypothesis;
    if (best === undefined) return [];
    const { x, y } = bbox.center.position, w = bbox.size_x / 2, h = bbox.size_y / 2;
    const box = { x1: x - w, y1: y - h, x2: x + w, y2: y + h };
    return [{ ...box, label: best.class_id, score: best.score }];
  });
}
