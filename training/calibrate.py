"""Sets where a confidence of 0.7 lies in a detector's ONNX file, and reports what it can do.

    python training/calibrate.py VALIDATION TEST MODEL.onnx REPORT.json

VALIDATION and TEST are folders of training/images.ts, of worlds that differ from each other and from
those of training. Validation only moves the threshold; test only makes the report.
"""
import hashlib
import json
import math
import sys

import numpy as np
import onnx
import onnxruntime
import torch

from data import Images, normalised
from score import matched, published, summary

CLASSES = ["background", "pallet", "cone", "barrel", "person"]
THRESHOLD = 0.7
# So many of the boxes at THRESHOLD or above are to be right, on validation.
PRECISION = 0.95
# Truth as a scenario states it: of the object so much is seen, of the image it takes so much.
VISIBLE, AREA = 0.4, 0.0012


def outputs(model: onnx.ModelProto, images: Images) -> list[tuple[np.ndarray, np.ndarray]]:
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    found = []
    for i in range(len(images)):
        tensor = normalised(images.pixels[i : i + 1]).numpy()
        boxes, logits = session.run(["boxes", "logits"], {"image": tensor})
        found.append((boxes[0], logits[0]))
    return found


def judge(found, images: Images, least: float = 0.05):
    """All boxes above `least` with whether they are right, and the true boxes of each class."""
    rows, totals = [], {}
    labels, boxes = images.labels.numpy(), images.boxes.numpy()
    visible = images.visible.numpy()
    for i, (box, logits) in enumerate(found):
        truth, excused = [], []
        for label, corners, seen in zip(labels[i], boxes[i], visible[i]):
            if label == 0:
                continue
            area = float(np.prod(corners[2:] - corners[:2]))
            (truth if seen >= VISIBLE and area >= AREA else excused).append((int(label), corners))
        for label, _ in truth:
            totals[label] = totals.get(label, 0) + 1
        rows += matched(published(box, logits, least), truth, excused)
    return rows, totals


def bias_of(model: onnx.ModelProto) -> onnx.TensorProto:
    """What is added to the logits last: net.py's `bias`."""
    return next(tensor for tensor in model.graph.initializer if tensor.name == "bias")


def set_bias(model: onnx.ModelProto, shift: float) -> None:
    values = np.zeros(len(CLASSES), np.float32)
    values[0] = shift
    bias_of(model).CopyFrom(onnx.numpy_helper.from_array(values, "bias"))


def calibrate(model: onnx.ModelProto, images: Images) -> float:
    """The shift of background's logit with which PRECISION is kept, as small as that allows."""
    set_bias(model, 0)
    rows, _ = judge(outputs(model, images), images)
    ordered = sorted(rows, key=lambda row: -row[1])
    right = np.cumsum([row[2] for row in ordered]) / np.arange(1, len(ordered) + 1)
    good = [row[1] for row, precision in zip(ordered, right) if precision >= PRECISION]
    raw = min(max(good[-1] if good else THRESHOLD, 0.05), 0.99)
    return math.log(raw / (1 - raw)) - math.log(THRESHOLD / (1 - THRESHOLD))


def main(validation: str, test: str, path: str, report: str) -> None:
    model, cpu = onnx.load(path), torch.device("cpu")
    shift = calibrate(model, Images(validation, cpu))
    set_bias(model, shift)
    onnx.save(model, path)
    images = Images(test, cpu)
    rows, totals = judge(outputs(model, images), images)
    with open(report) as file:
        said = json.load(file)
    with open(path, "rb") as file:
        said["sha256"] = hashlib.sha256(file.read()).hexdigest()
    said["calibration"] = {"precision": PRECISION, "threshold": THRESHOLD, "shift": shift}
    said["truth"] = {"min_visibility": VISIBLE, "min_area": AREA, "images": len(images)}
    said["test"] = summary(rows, totals, THRESHOLD, CLASSES)
    with open(report, "w") as file:
        json.dump(said, file, indent=2)
        file.write("\n")
    print(json.dumps(said["test"], indent=2))


if __name__ == "__main__":
    main(*sys.argv[1:])
