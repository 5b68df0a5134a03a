"""Corners of a checkerboard in a picture, found sub-pixel by OpenCV, and the same undistorted.

    python checkerboard_oracle.py GREY WIDTH HEIGHT COLUMNS ROWS FX FY CX CY K1 K2 P1 P2 K3

GREY is a file of one byte a pixel. Prints JSON: {"raw": [[u, v], …], "straight": [[u, v], …]}, row by
row; both empty where no board is found.
"""
import json
import sys

import cv2
import numpy as np


def main(path: str, *numbers: str) -> None:
    width, height, columns, rows = map(int, numbers[:4])
    fx, fy, cx, cy, *distortion = map(float, numbers[4:])
    grey = np.fromfile(path, np.uint8).reshape(height, width)
    found, corners = cv2.findChessboardCorners(grey, (columns, rows))
    if not found:
        print(json.dumps({"raw": [], "straight": []}))
        return
    criteria = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 100, 1e-5)
    corners = cv2.cornerSubPix(grey, corners.astype(np.float32), (9, 9), (-1, -1), criteria)
    k = np.array([[fx, 0, cx], [0, fy, cy], [0, 0, 1]])
    straight = cv2.undistortPoints(corners, k, np.array(distortion), P=k)
    # N × 1 × 2 or N × 2, by OpenCV's version.
    pairs = [points.reshape(-1, 2).tolist() for points in (corners, straight)]
    print(json.dumps(dict(zip(("raw", "straight"), pairs))))


if __name__ == "__main__":
    main(*sys.argv[1:])
