#!/usr/bin/env bash
# Installs what tests need, builds, and runs them; CTest's summary comes last.
#   tests/run.sh [--preset dev|tsan|release] [--label LABEL] [--match REGEX]
set -euo pipefail
cd "$(dirname "$0")/.."

preset=dev
selection=()
while [[ $# -gt 0 ]]; do
  case "$1" in
    --preset) preset=${2:?}; shift 2 ;;
    --label) selection+=(-L "${2:?}"); shift 2 ;;
    --match) selection+=(-R "${2:?}"); shift 2 ;;
    *) sed -n '2,3s/^# //p' "$0"; exit 2 ;;
  esac
done

deploy/install-packages.sh build test
build=build/$preset
mkdir -p "$build"
cmake --preset "$preset" >"$build/configure.log" 2>&1 || { cat "$build/configure.log"; exit 1; }
if [[ ${#selection[@]} -gt 0 ]]; then
  # A test's target has the test's name: only the selected ones are built.
  mapfile -t targets < <(ctest --test-dir "$build" -N "${selection[@]}" |
    sed -n 's/^ *Test *#[0-9]*: *//p')
  [[ ${#targets[@]} -gt 0 ]] || { echo "no test matches ${selection[*]}" >&2; exit 1; }
  mapfile -t known < <(ninja -C "$build" -t targets all | sed -n 's/: phony$//p')
  mapfile -t targets < <(comm -12 <(printf '%s\n' "${targets[@]}" | sort -u) \
    <(printf '%s\n' "${known[@]}" | sort -u))
  cmake --build "$build" --target "${targets[@]}"
else
  cmake --build "$build"
fi
ctest --test-dir "$build" --output-on-failure --no-tests=error -j "$(nproc)" "${selection[@]}"
