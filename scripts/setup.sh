#!/usr/bin/env bash
# Installs what Fovea builds and runs with, where it is missing. Says what it does; does nothing when all is there.
set -euo pipefail

packages=(libdnnl-dev libcairo2-dev libfreetype-dev libpng-dev libjpeg-dev zlib1g-dev dataset-fashion-mnist libonnx-testdata)
[ "${1:-}" = "--with-python" ] && packages+=(python3 python3-venv python3-pip unzip)

if [ "$(uname)" = "Darwin" ]; then
  echo "setup: on macOS install the libraries yourself: brew install onednn cairo freetype libpng jpeg-turbo zlib"
  exit 0
fi

if ! command -v swift >/dev/null; then
  echo "setup: there is no 'swift' on the PATH; install Swift 6.2 or newer from swift.org first" >&2
  exit 1
fi

missing=()
for package in "${packages[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "setup: all packages are there (${packages[*]})"
  exit 0
fi

become=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "setup: run as root: apt-get install ${missing[*]}" >&2; exit 1; }
  become=(sudo)
fi
echo "setup: installing with apt: ${missing[*]}"
"${become[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${become[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "setup: done"
