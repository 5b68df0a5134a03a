"""Precision, recall and average precision of boxes, as the detection node publishes them."""
import numpy as np


def overlaps(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:], others[:, 2:])
    both = np.prod(np.clip(high - low, 0, None), axis=1)
    area = np.prod(box[2:] - box[:2]) + np.prod(others[:, 2:] - others[:, :2], axis=1)
    return both / np.maximum(area - both, 1e-12)


def published(boxes: np.ndarray, logits: np.ndarray, threshold: float, limit: float = 0.5):
    """What core/vision/decode.ts makes of one image's outputs: rows of class, score, x1 y1 x2 y2."""
    shares = np.exp(logits - logits.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    labels = shares[:, 1:].argmax(1) + 1
    scores = shares[np.arange(len(shares)), labels]
    kept: list[tuple[int, float, np.ndarray]] = []
    boxes = np.clip(boxes, 0, 1)
    for i in np.argsort(-scores, kind="stable"):
        if scores[i] < threshold:
            break
        same = [box for label, _, box in kept if label == labels[i]]
        if not same or (overlaps(boxes[i], np.array(same)) <= limit).all():
            kept.append((int(labels[i]), float(scores[i]), boxes[i]))
    return kept


def matched(found, truth, excused):
    """Rows of class, score and whether the box is right: of its class, with an overlap of at least
    0.5 with a true box that no surer one took. A box on an excused object counts neither way."""
    rows, taken = [], set()
    for label, score, box in found:
        candidates = [i for i, (c, _) in enumerate(truth) if c == label and i not in taken]
        best = overlaps(box, np.array([truth[i][1] for i in candidates])) if candidates else np.zeros(0)
        if len(best) and best.max() >= 0.5:
            taken.add(candidates[int(best.argmax())])
            rows.append((label, score, True))
            continue
        near = [b for c, b in excused if c == label]
        if near and overlaps(box, np.array(near)).max() >= 0.5:
            continue
        rows.append((label, score, False))
    return rows


def average_precision(rows, total: int) -> float:
    """Area under precision's envelope over recall, every point (PASCAL VOC 2010 and later)."""
    if total == 0:
        return float("nan")
    ordered = sorted(rows, key=lambda row: -row[1])
    right = np.cumsum([row[2] for row in ordered])
    precision = right / np.arange(1, len(ordered) + 1) if ordered else np.zeros(0)
    recall = right / total
    envelope = np.maximum.accumulate(precision[::-1])[::-1] if len(precision) else precision
    steps = np.diff(np.concatenate(([0.0], recall)))
    return float((steps * envelope).sum())


def summary(rows, totals: dict[int, int], threshold: float, names) -> dict:
    """Of each class and all: true boxes, AP, and precision and recall at a threshold."""
    out = {}
    sure = [row for row in rows if row[1] >= threshold]
    for label, name in enumerate(names):
        if label == 0:
            continue
        mine = [row for row in sure if row[0] == label]
        right = sum(row[2] for row in mine)
        out[name] = {
            "true": totals.get(label, 0),
            "ap50": average_precision([row for row in rows if row[0] == label], totals.get(label, 0)),
            "ap50_published": average_precision(mine, totals.get(label, 0)),
            "precision": right / len(mine) if mine else None,
            "recall": right / max(totals.get(label, 0), 1),
        }
    right = sum(row[2] for row in sure)
    classes = list(out.values())
    out["all"] = {
        "true": sum(totals.values()),
        "ap50": float(np.nanmean([c["ap50"] for c in classes])),
        "ap50_published": float(np.nanmean([c["ap50_published"] for c in classes])),
        "precision": right / len(sure) if sure else None,
        "recall": right / max(sum(totals.values()), 1),
    }
    return out
