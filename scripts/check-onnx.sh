#!/usr/bin/env bash
# Writes networks as ONNX and lets others read the files: onnx.checker, onnxruntime against Fovea's own values, and Netron's
# parsers where there is node.
#
#   scripts/check-onnx.sh [--quick] [FOVEA]
#
# All networks of the zoo; with --quick six small ones, in half a minute, for `make test`. The packages onnx, onnxruntime and
# netron (which carries Netron's own scripts) come from PyPI, once, into a folder of the user's cache. Where they cannot be
# fetched the script says so and ends with 75.
set -euo pipefail
cd "$(dirname "$0")/.."

quick=""
if [ "${1:-}" = "--quick" ]; then quick=1; shift; fi
fovea=${1:-.build/release/fovea}
venv="${XDG_CACHE_HOME:-$HOME/.cache}/fovea/onnx"
packages=(onnx==1.22.0 onnxruntime netron==9.3.3 numpy safetensors)

fetch() {
  rm -rf "$venv"
  mkdir -p "$(dirname "$venv")"
  python3 -m venv "$venv" && timeout 300 "$venv/bin/pip" install --quiet --retries 1 --timeout 15 "${packages[@]}" &&
    echo "${packages[*]}" >"$venv/packages"
}

if [ "$(cat "$venv/packages" 2>/dev/null)" != "${packages[*]}" ]; then
  echo "onnx: fetching ${packages[*]} (70 MB) into $venv"
  if ! log=$(fetch 2>&1); then
    rm -rf "$venv"
    echo "onnx: files are not checked by others: their packages cannot be fetched (${log##*$'\n'})" >&2
    exit 75
  fi
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -n "$quick" ]; then
  fixtures=Tests/FoveaONNXTests/Fixtures
  networks="lenet5 deep-cnn squeezenet1_1 $fixtures/cnn.onnx $fixtures/lstm.onnx $fixtures/vit.onnx"
else
  networks=$("$fovea" --help | tr '\n' ' ' | sed -n 's/.*A network is a name (\([^)]*\)) or .*/\1/p' | tr -d ',')
  [ -n "$networks" ] || { echo "'$fovea --help' names no networks" >&2; exit 1; }
fi
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
