"""What training/images.ts wrote, on one device."""
import json
import pathlib

import numpy as np
import torch

MEAN = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1)
DEVIATION = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)
# A box must show so much of its object, and be so many pixels of the tensor wide and high, to teach.
VISIBLE, SIDES = 0.3, (4.0, 3.0)


class Images:
    """All images of a folder and its folders as bytes, and their boxes, padded: label 0 is none."""

    def __init__(self, folder: str, device: torch.device):
        parts = sorted(path.parent for path in pathlib.Path(folder).rglob("boxes.json"))
        lists = [boxes for part in parts for boxes in json.loads((part / "boxes.json").read_text())]
        bytes_ = [np.fromfile(part / "images.bin", np.uint8) for part in parts]
        pixels = np.concatenate(bytes_).reshape(len(lists), 3, 224, 224)
        most = max(len(boxes) for boxes in lists)
        table = np.zeros((len(lists), most, 6), np.float32)
        for i, boxes in enumerate(lists):
            if boxes:
                table[i, : len(boxes)] = boxes
        rows = torch.from_numpy(table).to(device)
        self.pixels = torch.from_numpy(pixels).to(device)
        self.labels = rows[..., 0].long()
        self.boxes = rows[..., 1:5].contiguous()
        sides = (self.boxes[..., 2:] - self.boxes[..., :2]) * 224
        self.counts = (rows[..., 5] >= VISIBLE) & (sides >= torch.tensor(SIDES, device=device)).all(-1)
        self.visible = rows[..., 5]

    def __len__(self) -> int:
        return len(self.pixels)


def normalised(pixels: torch.Tensor) -> torch.Tensor:
    """Bytes as the node's preprocessing makes them."""
    mean, deviation = MEAN.to(pixels.device), DEVIATION.to(pixels.device)
    return (pixels.float() / 255 - mean) / deviation


def varied(pixels, boxes, generator: torch.Generator):
    """Images with another light, noise and colour balance, half of them mirrored."""
    n, device = len(pixels), pixels.device

    def draw(*shape):
        return torch.rand(shape, generator=generator, device=device)

    x = pixels.float() / 255
    gamma = torch.exp(0.5 * (draw(n, 1, 1, 1) - 0.5))
    x = x.clamp(min=1e-4) ** gamma * (0.75 + 0.5 * draw(n, 1, 1, 1)) * (0.9 + 0.2 * draw(n, 3, 1, 1))
    noise = torch.randn(x.shape, generator=generator, device=device)
    x = (x + noise * 0.03 * draw(n, 1, 1, 1)).clamp(0, 1)
    mirrored = draw(n) < 0.5
    x = torch.where(mirrored[:, None, None, None], x.flip(3), x)
    x1, y1, x2, y2 = boxes.unbind(-1)
    flipped = torch.stack((1 - x2, y1, 1 - x1, y2), -1)
    boxes = torch.where(mirrored[:, None, None], flipped, boxes)
    return (x - MEAN.to(device)) / DEVIATION.to(device), boxes
