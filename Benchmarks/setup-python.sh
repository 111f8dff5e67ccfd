#!/usr/bin/env bash
# Prepares a Python environment, outside of the tree, with what Fovea is measured against. Does nothing when all is there.
set -euo pipefail
venv=$1
if "$venv/bin/python" -c '
import importlib.util, matplotlib, numpy, safetensors, torch, torchattacks
assert importlib.util.find_spec("torchvision")
assert torch.__version__.startswith("2.13.0")' 2>/dev/null; then
  echo "bench: PyTorch and matplotlib are there ($venv)"
  exit 0
fi
echo "bench: installing PyTorch and matplotlib into $venv"
[ -x "$venv/bin/python" ] || python3 -m venv "$venv"
others=(numpy safetensors matplotlib pillow requests scipy tqdm)
"$venv/bin/pip" install --quiet torch==2.13.0+cpu "${others[@]}" ||
  "$venv/bin/pip" install --quiet torch==2.13.0 "${others[@]}"
# Of torchvision its data sets alone are wanted: its compiled part need not fit.
"$venv/bin/pip" install --quiet --no-deps torchvision==0.28.0
# It pins old versions of what it needs; the new ones serve it as well.
"$venv/bin/pip" install --quiet --no-deps torchattacks
