#!/usr/bin/env bash
# Tier 3: the benchmarks, one after another. Results are ratios from one run; docs/performance.md
# keeps them.
#   tests/bench/run.sh [--quick] [--build FOLDER] [--only REGEX]
# --quick is for correctness only: a tenth of a second per measurement, no number means anything.
set -euo pipefail
cd "$(dirname "$0")/../.."

seconds=()
build=build/bench
only=.
while [[ $# -gt 0 ]]; do
  case "$1" in
    --quick) seconds=(0.1); shift ;;
    --build) build=${2:?}; shift 2 ;;
    --only) only=${2:?}; shift 2 ;;
    *) sed -n '4,5s/^# //p' "$0"; exit 2 ;;
  esac
done

deploy/install-packages.sh build test bench
cmake --preset bench -B "$build" -DSPARKGATE_BENCH=ON >/dev/null
# Every program in tests/bench that is named x_bench; its argument is seconds per measurement. And every
# script that is named x_bench.py, which measures our programs beside others.
mapfile -t programs < <(cmake --build "$build" --target help |
  sed -n 's/^\([a-z_]*_bench\): phony$/\1/p' | grep -E "$only" | sort)
mapfile -t scripts < <(find tests/bench -name '*_bench.py' | grep -E "$only" | sort)
[[ ${#programs[@]} -gt 0 || ${#scripts[@]} -gt 0 ]] || { echo "no benchmark matches $only" >&2; exit 1; }
targets=("${programs[@]}")
[[ ${#scripts[@]} -eq 0 ]] || targets+=(sparkgate-simulator json_server)
cmake --build "$build" --target "${targets[@]}"

echo "machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
echo "commit:  $(git rev-parse --short HEAD 2>/dev/null || echo none)"
for program in "${programs[@]}"; do
  printf '\n=== %s\n' "$program"
  "$build/tests/bench/$program" "${seconds[@]}"
done
for script in "${scripts[@]}"; do
  printf '\n=== %s\n' "$script"
  "$script" "$build" "${seconds[@]}"
done
