#!/usr/bin/env bash
# Tier 2: long runs, by hand, before an issue is resolved. Plays the stories and the randomized
# suites over and over, each round with a seed of its own, and stops at the first failure.
#   tests/soak/run.sh --minutes N [--seed S] [--preset dev|tsan|release]
# Suites that take part carry the CTest label "soak" and read SPARKGATE_SEED. The summary (seed,
# machine, commit) is printed and written to docs/evidence/.
set -euo pipefail
cd "$(dirname "$0")/../.."

minutes=
seed=$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')
preset=dev
while [[ $# -gt 0 ]]; do
  case "$1" in
    --minutes) minutes=${2:?}; shift 2 ;;
    --seed) seed=${2:?}; shift 2 ;;
    --preset) preset=${2:?}; shift 2 ;;
    *) sed -n '4s/^# *//p' "$0"; exit 2 ;;
  esac
done
[[ $minutes =~ ^[1-9][0-9]*$ ]] || { sed -n '4s/^# *//p' "$0"; exit 2; }

deploy/install-packages.sh build test
build=build/$preset
cmake --preset "$preset" >/dev/null
cmake --build "$build"

mkdir -p docs/evidence
commit=$(git rev-parse --short HEAD)
report=docs/evidence/soak-$(date -u +%Y-%m-%d)-$commit-$seed.md
first_seed=$seed
rounds=0
failure=
started=$SECONDS
while ((SECONDS - started < minutes * 60)); do
  if ! SPARKGATE_SEED=$seed SPARKGATE_YEARS_STEPS=${SPARKGATE_YEARS_STEPS:-150} ctest --test-dir "$build" -L soak --no-tests=error \
    --output-on-failure -j "$(nproc)"; then
    failure="round $((rounds + 1)) with seed $seed"
    break
  fi
  rounds=$((rounds + 1))
  seed=$((seed + 1))
done

{
  echo "# Soak run of $(date -u +%Y-%m-%d)"
  echo
  echo "* commit: $commit$(git diff --quiet HEAD || echo ' with local changes')"
  echo "* machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
  echo "* build: $preset"
  echo "* seeds: from $first_seed, one more each round"
  echo "* rounds: $rounds in $(((SECONDS - started) / 60)) minutes"
  echo "* failures: ${failure:-none}"
} | tee "$report"
[[ -z $failure ]]
