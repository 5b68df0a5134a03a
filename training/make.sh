#!/usr/bin/env bash
# From nothing to nodes/detection/warehouse.onnx and training/report.json; all it makes besides lies
# in .train/. An argument `cuda` trains on a GPU. With `trial FOLDER` every step is tried instead on a
# few images in minutes: model and report go to FOLDER, and say nothing about what training gives.
set -euo pipefail
cd "$(dirname "$0")/.."

device=cpu worlds=(912 80 120) epochs=72 data=.train/data
model=nodes/detection/warehouse.onnx report=training/report.json
case "${1:-}" in
  trial)
    mkdir -p "$2"
    worlds=(16 4 4) epochs=2 data=$2/data model=$2/warehouse.onnx report=$2/report.json
    ;;
  cuda) device=cuda ;;
esac

if [ ! -x .train/bin/python ]; then python3 -m venv .train; fi
.train/bin/python -m pip install --quiet --disable-pip-version-check -r training/requirements.txt
images() { # folder, first seed, worlds: six views of each
  deno run --allow-read --allow-write --allow-env training/images.ts "$data/$1" "$2" "$3" 6
}
images train 10000 "${worlds[0]}"
images validation 20000 "${worlds[1]}"
images test 30000 "${worlds[2]}"
.train/bin/python training/train.py "$data/train" "$model" "$report" \
  --epochs "$epochs" --device "$device"
.train/bin/python training/calibrate.py "$data/validation" "$data/test" "$model" "$report"
