#!/usr/bin/env bash
# From nothing to nodes/detection/warehouse.onnx and training/report.json; all it makes besides lies
# in .train/. An argument `cuda` trains on a GPU.
set -euo pipefail
cd "$(dirname "$0")/.."

python3 -m venv .train
.train/bin/pip install --quiet -r training/requirements.txt
images() { # folder, first seed, worlds: six views of each
  deno run --allow-read --allow-write --allow-env training/images.ts ".train/data/$1" "$2" "$3" 6
}
images train 10000 912
images validation 20000 80
images test 30000 120
.train/bin/python training/train.py .train/data/train \
  nodes/detection/warehouse.onnx training/report.json --epochs 72 --device "${1:-cpu}"
.train/bin/python training/calibrate.py .train/data/validation .train/data/test \
  nodes/detection/warehouse.onnx training/report.json
