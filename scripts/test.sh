#!/usr/bin/env bash
# Runs every check there is and ends with a plain count. Everything that must hold for a change to land is here.
set -euo pipefail
cd "$(dirname "$0")/.."

echo "== format"
swift format lint --strict --recursive --parallel Package.swift Sources Tests \
  Benchmarks/Package.swift Benchmarks/Sources Benchmarks/Tests

echo "== build and tests"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
status=0
swift test -c release --disable-xctest 2>&1 | tee "$log" | grep -vE ' (Test|Suite) .* (started|passed)|^◇' || true
grep -qE '^✔ Test run with [0-9]+ tests?' "$log" || status=1

echo "== notebooks"
notebooks=0
notebook_failures=0
for file in notebooks-txt/*.swift; do
  notebooks=$((notebooks + 1))
  if ! .build/release/fovea notebook check --fast "$file"; then notebook_failures=$((notebook_failures + 1)); fi
done

echo "== onnx"
onnx=1
onnx_failures=0
scripts/check-onnx.sh --quick || case $? in
  75) onnx=0 ;;  # nobody there to read them
  *) onnx_failures=1 ;;
esac

# The runner's own closing line has the number of tests; failed ones have a line each.
total=$(sed -nE 's/^.* Test run with ([0-9]+) tests? .*/\1/p' "$log" | tail -n 1)
failed=$(grep -E '^✘ Test .* failed after' "$log" | grep -cvE '^✘ Test run with' || true)
passed=$((${total:-0} - failed))
[ "$passed" -gt 0 ] || { echo "no test ran" >&2; status=1; }
[ $((notebook_failures + onnx_failures)) -eq 0 ] || status=1
if [ "$status" -ne 0 ] && [ $((failed + notebook_failures + onnx_failures)) -eq 0 ]; then failed=1; fi
failures=$((notebook_failures + onnx_failures))
echo "$((passed + notebooks + onnx - failures)) passed, $((failed + failures)) failed"
exit "$status"
