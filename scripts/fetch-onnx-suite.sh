#!/usr/bin/env bash
# Unpacks the standard's suite from the wheel onnx 1.22.0 (the last one that carries it) into the user's cache, and prints
# where it is.
set -euo pipefail
target="${XDG_CACHE_HOME:-$HOME/.cache}/fovea/onnx-suite"
if [ ! -d "$target/onnx/backend/test/data/node" ]; then
  mkdir -p "$target"
  python3 -m pip download --quiet --no-deps --only-binary :all: --dest "$target" onnx==1.22.0 >&2
  unzip -q -o "$target"/onnx-1.22.0-*.whl 'onnx/backend/test/data/*' -d "$target"
  rm -f "$target"/*.whl
fi
echo "$target/onnx/backend/test/data"
