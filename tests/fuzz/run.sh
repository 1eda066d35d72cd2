#!/usr/bin/env bash
# Fuzzes everything that parses, each program for a while; what was interesting is kept for the next
# run, in build/dev/corpus, beside the seeds in tests/fuzz/corpus. A crash leaves its input in build/dev and ends the run.
#   tests/fuzz/run.sh --seconds N [--only REGEX]
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=
only=.
while [[ $# -gt 0 ]]; do
  case "$1" in
    --seconds) seconds=${2:?}; shift 2 ;;
    --only) only=${2:?}; shift 2 ;;
    *) sed -n '4s/^# *//p' "$0"; exit 2 ;;
  esac
done
[[ $seconds =~ ^[0-9]+$ ]] || { sed -n '4s/^# *//p' "$0"; exit 2; }

deploy/install-packages.sh build test
build=build/dev
cmake --preset dev >/dev/null
mapfile -t programs < <(cmake --build "$build" --target help |
  sed -n 's/^\([a-z_]*_fuzz\): phony$/\1/p' | grep -E "$only" | sort)
[[ ${#programs[@]} -gt 0 ]] || { echo "no fuzzer matches $only" >&2; exit 1; }
cmake --build "$build" --target "${programs[@]}"

for program in "${programs[@]}"; do
  mkdir -p "$build/corpus/$program"
  printf '\n=== %s\n' "$program"
  seeds=()
  [[ ! -d tests/fuzz/corpus/$program ]] || seeds=("tests/fuzz/corpus/$program")
  "$(find "$build" -name "$program" -type f)" "$build/corpus/$program" "${seeds[@]}" -artifact_prefix="$build/" \
    -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_funcs=0 -print_final_stats=1
done
