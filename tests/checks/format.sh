#!/usr/bin/env bash
# clang-format decides how C++ is laid out: every file that differs is named.
#   tests/checks/format.sh               check everything
#   tests/checks/format.sh --self-test   proves that a badly laid out file is found
set -euo pipefail
cd "$(dirname "$0")/../.."

if [[ "${1:-}" == "--self-test" ]]; then
  sample=$(mktemp --suffix=.cc)
  trap 'rm -f "$sample"' EXIT
  printf 'int  f( ){return 1 ;}\n' >"$sample"
  if clang-format-14 --style=file:.clang-format --dry-run -Werror "$sample" 2>/dev/null; then
    echo "format: a badly laid out file passed" >&2
    exit 1
  fi
  echo "format: a bad sample is found"
  exit 0
fi

listed=$(git ls-files --cached --others --exclude-standard '*.cc' '*.h')
mapfile -t files < <(while read -r file; do [[ -f "$file" ]] && echo "$file"; done <<<"$listed")
[[ ${#files[@]} -gt 0 ]] || { echo "format: there is nothing to check" >&2; exit 1; }
printf '%s\0' "${files[@]}" | xargs -0 -n 40 -P 2 clang-format-14 --dry-run -Werror
echo "format: ${#files[@]} files"
