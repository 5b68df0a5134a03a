/** Boxes with scores: overlap and non-maximum suppression. */

/** A box in an image: corners in pixels, its class and how sure that is. */
export interface ScoredBox {
  /** Left edge. */
  readonly x1: number;
  /** Upper edge. */
  readonly y1: number;
  /** Right edge. */
  readonly x2: number;
  /** Lower edge. */
  readonly y2: number;
  /** Index of the class. */
  readonly label: number;
  /** 0 to 1. */
  readonly score: number;
}

/** A box without class. */
export type Box = Pick<ScoredBox, "x1" | "y1" | "x2" | "y2">;

/** Intersection over union of two boxes, 0 to 1; 0 where both are empty. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1);
  const height = Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1);
  if (!(width > 0 && height > 0)) return 0;
  const both = width * height;
  return both / ((a.x2 - a.x1) * (a.y2 - a.y1) + (b.x2 - b.x1) * (b.y2 - b.y1) - both);
}

/**
 * Greedy non-maximum suppression, class by class: the surest box stays, and takes out those of its
 * class that overlap it by more than `limit`. Sorted by score; of equal scores the earlier first.
 */
export function suppress(boxes: readonly ScoredBox[], limit: number): ScoredBox[] {
  const kept: ScoredBox[] = [];
  for (const box of boxes.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((one) => one.label !== box.label || overlap(one, box) <= limit)) kept.push(box);
  }
  return kept;
}
