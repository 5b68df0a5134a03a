"""What OpenCV's bilinear resize makes of small images: writes resize_oracle.json.

    python -m pip install numpy opencv-python-headless
    python tests/oracles/resize_oracle.py
"""
import json
import pathlib

import cv2
import numpy as np

MEAN = np.array([0.485, 0.456, 0.406])
DEVIATION = np.array([0.229, 0.224, 0.225])
SIZES = [(40, 30, 16, 12), (16, 12, 16, 12), (32, 24, 16, 12), (5, 7, 16, 12), (1, 1, 8, 4)]
SIZES += [(97, 3, 8, 8), (3, 61, 8, 8), (641, 17, 12, 4)]


def noise(width: int, height: int) -> np.ndarray:
    """The numbers of resize_oracle.ts's noise()."""
    index = np.arange(width * height * 3, dtype=np.uint64)
    hashed = (index * np.uint64(2654435761)) & np.uint64(0xFFFFFFFF)
    return (hashed >> np.uint64(13)).astype(np.uint8).reshape(height, width, 3)


def case(width: int, height: int, columns: int, rows: int) -> dict:
    image = noise(width, height)
    size = (columns, rows)
    fixed = cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)
    exact = cv2.resize(image.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)
    normal = ((exact / 255 - MEAN) / DEVIATION).transpose(2, 0, 1)
    return {
        "size": [width, height, columns, rows],
        "fixed": fixed.transpose(2, 0, 1).ravel().tolist(),
        "float": [round(float(v), 7) for v in normal.ravel()],
    }


if __name__ == "__main__":
    out = {"opencv": cv2.__version__, "cases": [case(*size) for size in SIZES]}
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps(out) + "\n")  # deno fmt breaks its lines
