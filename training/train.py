"""From images to an ONNX file, which calibrate.py then calibrates and judges.

    python training/train.py TRAIN MODEL.onnx REPORT.json [--epochs N] [--device cpu]

TRAIN is a folder of training/images.ts.
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

from data import Images, varied
from loss import loss
from net import Detector

CLASSES = 5  # background, pallet, cone, barrel, person
SEED = 20260101
BATCH = 48
RATE = 2e-3


def train(images: Images, epochs: int, device: torch.device) -> Detector:
    torch.manual_seed(SEED)
    random.seed(SEED)
    np.random.seed(SEED)
    net = Detector(CLASSES).to(device)
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
    for name in ("train", "model", "report"):
        parser.add_argument(name)
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    torch.use_deterministic_algorithms(True, warn_only=True)
    device = torch.device(args.device)
    images = Images(args.train, device)
    net = train(images, args.epochs, device)
    difference = export(net, args.model)
    report = {
        "images": len(images),
        "epochs": args.epochs,
        "device": args.device,
        "parameters": sum(p.numel() for p in net.parameters()),
        "bytes": os.path.getsize(args.model),
        "onnx_difference": difference,
    }
    with open(args.report, "w") as file:
        json.dump({"training": report}, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    main()
