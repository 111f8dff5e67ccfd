#!/usr/bin/env bash
# Runs the tests of the oneDNN shim against oneDNN 3.x, which this system's packages may not have.
#
#   scripts/test-onednn3.sh [FOLDER [FILTER]]
#
# FOLDER (by default fovea-onednn3 in the temporary folder) lies outside of the tree; it is kept and makes the next run quick.
# It gets a Python environment with the packages onednn-devel-cpu-gomp (headers) and onednn-cpu-gomp (library) from PyPI, and
# a build of its own, as the shim is compiled for one major version: that of the headers it finds. Nothing is installed into
# the system. FILTER (by default COneDNNTests) says which tests to run; FoveaEngineTests runs the engine on oneDNN 3.x.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(realpath -m "${1:-${TMPDIR:-/tmp}/fovea-onednn3}")
filter=${2:-COneDNNTests}

if [[ "$folder/" == "$root"/* ]]; then
  echo "test-onednn3: $folder lies in the tree; give a folder outside of it" >&2
  exit 64
fi

environment=$folder/environment
header=$environment/include/oneapi/dnnl/dnnl_version.h
if [ ! -e "$environment/lib/libdnnl.so.3" ] || [ ! -e "$header" ]; then
  echo "== installing oneDNN 3.x into $environment"
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet --disable-pip-version-check \
    onednn-devel-cpu-gomp onednn-cpu-gomp
fi

echo "== testing against oneDNN $(awk '/define DNNL_VERSION_(MAJOR|MINOR|PATCH)/ { printf "%s%s", dot, $3; dot = "." }' "$header")"
cd "$root"
# The compiler looks into the folder of -I before it looks into the system's.
FOVEA_ONEDNN=$environment/lib/libdnnl.so.3 exec swift test -c release --disable-xctest \
  --filter "$filter" --scratch-path "$folder/build" -Xcc "-I$environment/include"
