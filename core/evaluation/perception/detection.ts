/**
 * Judging boxes in images: which are right, average precision, precision and recall at a confidence.
 * A box is right if it overlaps a true one of its class by enough that no surer box took. Average
 * precision is the area under precision's envelope over recall, at every point (PASCAL VOC 2010 and
 * later, and what COCO averages over overlaps).
 */
import { type Box, overlap } from "../../vision/boxes.ts";

/** A box of a class. */
export interface LabelledBox extends Box {
  /** The class. */
  readonly label: string;
}

/** A box that was found. */
export interface FoundBox extends LabelledBox {
  /** 0 to 1; a box whose score or side is NaN is wrong. */
  readonly score: number;
}

/** Judged boxes of a class, side by side: a long run has a million, too many for an object each. */
interface Judged {
  readonly scores: number[];
  /** 1 of those that are right. */
  readonly right: number[];
}

/** Precision and recall; NaN where there is nothing to be a part of. */
export interface PrecisionRecall {
  /** Of the found boxes, the part that is right. */
  readonly precision: number;
  /** Of the true boxes, the part that was found. */
  readonly recall: number;
}

/**
 * Adds up images.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DetectionScore } from "./detection.ts";
 * const score = new DetectionScore(), truth = { x1: 0, y1: 0, x2: 10, y2: 10, label: "cone" };
 * score.add([{ ...truth, score: 0.9 }, { ...truth, score: 0.8 }], [truth]);
 * assert.deepEqual(score.at(0.7), { precision: 0.5, recall: 1 });
 * assert.equal(score.meanAveragePrecision(), 1);
 * ```
 */
export class DetectionScore {
  readonly #overlap: number;
  readonly #judged = new Map<string, Judged>();
  readonly #totals = new Map<string, number>();

  /** `overlap`: of a right box with a true one, at least (IoU). Default 0.5. */
  constructor(overlap = 0.5) {
    this.#overlap = overlap;
  }

  /** True boxes so far. */
  get total(): number {
    return [...this.#totals.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * Adds an image. A box that overlaps an excused one, too hidden or small to be judged, and no true
   * one, counts neither way.
   */
  add(
    found: readonly FoundBox[],
    truth: readonly LabelledBox[],
    excused: readonly LabelledBox[] = [],
  ): void {
    for (const { label } of truth) this.#totals.set(label, (this.#totals.get(label) ?? 0) + 1);
    const free = new Set(truth);
    for (const box of found.toSorted((a, b) => b.score - a.score)) {
      const { label, score } = box;
      const best = nearest(box, free);
      if (best !== undefined && overlap(best, box) >= this.#overlap) {
        free.delete(best);
        this.#push(label, score, 1);
        continue;
      }
      const excuse = nearest(box, excused);
      if (excuse !== undefined && overlap(excuse, box) >= this.#overlap) continue;
      this.#push(label, score, 0);
    }
  }

  #push(label: string, score: number, right: 0 | 1): void {
    let judged = this.#judged.get(label);
    if (judged === undefined) this.#judged.set(label, judged = { scores: [], right: [] });
    judged.scores.push(score);
    judged.right.push(right);
  }

  /** Of a class; NaN of one that has no true box. */
  averagePrecision(label: string): number {
    const total = this.#totals.get(label);
    if (total === undefined) return NaN;
    const { scores, right: isRight } = this.#judged.get(label) ?? { scores: [], right: [] };
    const rows = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
    const precision: number[] = [], recall: number[] = [];
    let right = 0;
    rows.forEach((row, i) => {
      right += isRight[row]!;
      precision.push(right / (i + 1));
      recall.push(right / total);
    });
    let area = 0, envelope = 0;
    for (let i = rows.length - 1; i >= 0; i--) {
      envelope = Math.max(envelope, precision[i]!);
      area += envelope * (recall[i]! - (recall[i - 1] ?? 0));
    }
    return area;
  }

  /** The mean over all classes that have a true box; NaN if none has. */
  meanAveragePrecision(): number {
    const labels = [...this.#totals.keys()];
    return labels.reduce((sum, label) => sum + this.averagePrecision(label), 0) / labels.length;
  }

  /** Of the boxes of a confidence or more, over all classes. */
  at(confidence: number): PrecisionRecall {
    // What is not at least as sure is left out; a score of NaN is, since it must not hide.
    let sure = 0, found = 0;
    for (const { scores, right } of this.#judged.values()) {
      scores.forEach((score, i) => {
        if (score < confidence) return;
        sure++;
        found += right[i]!;
      });
    }
    return { precision: found / sure, recall: found / this.total };
  }
}

/** The box of the same class that overlaps most. */
function nearest(box: LabelledBox, others: Iterable<LabelledBox>): LabelledBox | undefined {
  let best: LabelledBox | undefined, most = 0;
  for (const other of others) {
    if (other.label !== box.label) continue;
    const share = overlap(box, other);
    if (share > most) {
      most = share;
      best = other;
    }
  }
  return best;
}
