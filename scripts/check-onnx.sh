#!/usr/bin/env bash
# Writes every network of the zoo as ONNX and lets others read it: onnx.checker, onnxruntime, and Netron's parsers where
# there is node. Python's packages go to a folder of the user's cache.
set -euo pipefail
cd "$(dirname "$0")/.."

fovea=${1:-.build/release/fovea}
cache="${XDG_CACHE_HOME:-$HOME/.cache}/fovea"
venv="$cache/onnx"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ ! -x "$venv/bin/python" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet onnx==1.22.0 onnxruntime numpy safetensors netron
fi
networks=$("$fovea" --help | tr '\n' ' ' | sed -n 's/.*A network is a name (\([^)]*\)) or .*/\1/p' | tr -d ',')
[ -n "$networks" ] || { echo "'$fovea --help' names no networks" >&2; exit 1; }
# shellcheck disable=SC2086
"$venv/bin/python" scripts/check-onnx.py "$fovea" "$work" $networks

if ! command -v node >/dev/null; then
  echo "netron: not checked, there is no 'node'"
  exit 0
fi
mkdir -p "$work/netron"
cp "$("$venv/bin/python" -c 'import netron, os; print(os.path.dirname(netron.__file__))')"/*.{js,json} "$work/netron/"
echo '{"type":"module"}' > "$work/netron/package.json"
node scripts/netron-host.mjs "$work/netron" "$work"/*.onnx
