#!/usr/bin/env bash
# clang-tidy, and clang's own warnings, on the sources that were changed lately, *_test.cc aside: at most
# 12 files of the last 20 commits, the latest first.
#   tests/checks/tidy.sh
# It has a build folder of its own. The dev build compiles a dozen files at once: clang-tidy wants each
# file's own command, and clang finds an unused constant only in a file that isn't included by another.
# Benchmarks aren't looked at.
set -euo pipefail
cd "$(dirname "$0")/../.."

build=build/tidy
commands=$build/compile_commands.json
mkdir -p "$build"
cmake --preset dev -B "$build" -DCMAKE_UNITY_BUILD=OFF >"$build/configure.log" 2>&1 ||
  { cat "$build/configure.log"; exit 1; }
# What is included: generated and precompiled headers, nothing else is built.
mapfile -t headers < <(ninja -C "$build" -t targets all | sed -nE 's/^(gen.*\.pb\.h): .*/\1/p')
ninja -C "$build" "${headers[@]}" sparkgate_precompiled sparkgate_precompiled_tests >"$build/headers.log" 2>&1 ||
  { cat "$build/headers.log"; exit 1; }

changed=$(git log -20 --name-only --pretty=format: --diff-filter=d -- '*.cc' ':!*_test.cc')
mapfile -t files < <(awk 'NF && !seen[$0]++' <<<"$changed" |
  while read -r file; do
    # Only what this build compiles: benchmarks are switched off.
    if [[ -f $file ]] && grep -qF "/$file\"" "$commands"; then echo "$file"; fi
  done | sed -n 1,12p)
if [[ ${#files[@]} -eq 0 ]]; then
  echo "clang-tidy: nothing was changed lately"
  exit 0
fi
output=$(mktemp)
trap 'rm -f "$output"' EXIT
status=0
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy-14 -p "$build" --quiet >"$output" 2>&1 || status=$?
grep -vE '^[0-9]+ warnings?( and [0-9]+ errors?)? generated' "$output" || true
echo "clang-tidy: ${#files[@]} files"
exit "$status"
