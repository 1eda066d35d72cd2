#!/usr/bin/env bash
# clang-tidy on the sources (not tests) that were changed lately: at most 12 files of the last 20
# commits, the latest first.
#   tests/checks/tidy.sh BUILD_FOLDER    built with clang, whose precompiled headers are read
# What that build leaves out, as benchmarks, isn't looked at.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${1:?which build folder?}

commands=$build/compile_commands.json
[[ -f $commands ]] || { echo "clang-tidy: there is no $commands" >&2; exit 1; }

changed=$(git log -20 --name-only --pretty=format: --diff-filter=d -- '*.cc' ':!*_test.cc')
mapfile -t files < <(awk 'NF && !seen[$0]++' <<<"$changed" |
  while read -r file; do
    # Only what this build compiles: benchmarks and fuzzers may be switched off.
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
