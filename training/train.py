"""From images to an ONNX file and a report of what it can do.

    python training/train.py TRAIN VALIDATION TEST MODEL.onnx REPORT.json [--epochs N] [--device cpu]

TRAIN, VALIDATION and TEST are folders of training/images.ts, of worlds that differ. Validation only
sets where a score of 0.7 lies; test only makes the report.
"""
import argparse
import json
import math
import os
import random
import time

import numpy as np
import onnxruntime
import torch

from data import Images, normalised, varied
from loss import loss
from net import Detector
from score import matched, published, summary

CLASSES = ["background", "pallet", "cone", "barrel", "person"]
SEED = 20260101
BATCH = 48
RATE = 2e-3
THRESHOLD = 0.7
# What calibration aims at, on validation.
PRECISION = 0.965
# Truth as a scenario states it: of the object so much is seen, of the image it takes so much.
VISIBLE, AREA = 0.4, 0.0012


def train(images: Images, epochs: int, device: torch.device) -> Detector:
    torch.manual_seed(SEED)
    random.seed(SEED)
    np.random.seed(SEED)
    net = Detector(len(CLASSES)).to(device)
    smooth = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=0.02)
    steps = epochs * (len(images) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1.0, (step + 1) / 200) * (0.5 + 0.5 * math.cos(math.pi * step / steps)),
    )
    generator = torch.Generator(device).manual_seed(SEED)
    began = time.time()
    for epoch in range(epochs):
        net.train()
        order = torch.randperm(len(images), generator=generator, device=device)
        total = 0.0
        for first in range(0, len(images) - BATCH + 1, BATCH):
            chosen = order[first : first + BATCH]
            pixels, boxes = varied(images.pixels[chosen], images.boxes[chosen], generator)
            value = loss(
                net(pixels), net.centres, boxes, images.labels[chosen], images.counts[chosen]
            )
            optimizer.zero_grad(set_to_none=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            smooth.update_parameters(net)
            total += float(value.detach())
        mean = total / max(1, len(images) // BATCH)
        print(f"epoch {epoch + 1}/{epochs}: loss {mean:.3f}, {time.time() - began:.0f} s", flush=True)
    return smooth.module.eval()


@torch.no_grad()
def outputs(net: Detector, images: Images) -> list[tuple[np.ndarray, np.ndarray]]:
    found = []
    for first in range(0, len(images), 64):
        boxes, logits = net(normalised(images.pixels[first : first + 64]))
        found += list(zip(boxes.cpu().numpy(), logits.cpu().numpy()))
    return found


def judge(found, images: Images, least: float = 0.05):
    """All boxes above `least` with whether they are right, and the true boxes of each class."""
    rows, totals = [], {}
    labels, boxes = images.labels.cpu().numpy(), images.boxes.cpu().numpy()
    visible = images.visible.cpu().numpy()
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


def calibrate(net: Detector, images: Images) -> float:
    """Shifts background's logit so that what scores THRESHOLD or more is right as often as
    PRECISION says."""
    rows, _ = judge(outputs(net, images), images)
    ordered = sorted(rows, key=lambda row: -row[1])
    right = np.cumsum([row[2] for row in ordered]) / np.arange(1, len(ordered) + 1)
    good = [row[1] for row, precision in zip(ordered, right) if precision >= PRECISION]
    raw = min(max(good[-1] if good else THRESHOLD, 0.2), 0.95)
    shift = math.log(raw / (1 - raw)) - math.log(THRESHOLD / (1 - THRESHOLD))
    net.bias[0] += shift
    return shift


def export(net: Detector, path: str) -> float:
    """Writes the ONNX file; returns the largest difference of its outputs from the net's."""
    net = net.cpu()
    image = torch.randn(1, 3, 224, 224, generator=torch.Generator().manual_seed(SEED))
    torch.onnx.export(
        *(net, (image,), path),
        input_names=["image"],
        output_names=["boxes", "logits"],
        opset_version=18,
        external_data=False,
        dynamo=True,
    )
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    ours = session.run(None, {"image": image.numpy()})
    with torch.no_grad():
        return max(float(np.abs(a - b.numpy()).max()) for a, b in zip(ours, net(image)))


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("train", "validation", "test", "model", "report"):
        parser.add_argument(name)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    torch.use_deterministic_algorithms(True, warn_only=True)
    device = torch.device(args.device)
    train_set = Images(args.train, device)
    net = train(train_set, args.epochs, device)
    shift = calibrate(net, Images(args.validation, device))
    test = Images(args.test, device)
    rows, totals = judge(outputs(net, test), test)
    difference = export(net, args.model)
    report = {
        "images": {"train": len(train_set), "test": len(test)},
        "epochs": args.epochs,
        "device": args.device,
        "parameters": sum(p.numel() for p in net.parameters()),
        "bytes": os.path.getsize(args.model),
        "threshold": THRESHOLD,
        "truth": {"min_visibility": VISIBLE, "min_area": AREA},
        "background_shift": shift,
        "onnx_difference": difference,
        "test": summary(rows, totals, THRESHOLD, CLASSES),
    }
    with open(args.report, "w") as file:
        json.dump(report, file, indent=2)
        file.write("\n")
    print(json.dumps(report["test"], indent=2))


if __name__ == "__main__":
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    main()
