#!/usr/bin/env bash
# TikTok's own JavaScript SDK, as npm has it and unmodified but for its base URL, against the
# simulator of a build:
#   tests/contract/tiktok_sdk_js/run.sh BUILD_FOLDER
# Needs Node 18 or later with npm, and npm's registry the first time: what it installs is kept in
# BUILD_FOLDER/tiktok_sdk_js. All calls go to a simulator of its own on 127.0.0.1.
set -euo pipefail
[[ $# -eq 1 ]] || { sed -n '2,6s/^# //p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
suite=$build/tiktok_sdk_js

mkdir -p "$suite"
rm -f "$suite"/*.js
cp "$here"/*.js "$here"/package.json "$here"/.npmrc "$suite"
# npm ci removes what is there: only when the lock file is another one, or it didn't get so far.
if ! cmp -s "$here/package-lock.json" "$suite/installed-lock.json"; then
  cp "$here/package-lock.json" "$suite"
  (cd "$suite" && npm ci)
  cp "$here/package-lock.json" "$suite/installed-lock.json"
fi

run=$(mktemp -d)
simulator=
stop() {
  if [[ -n $simulator ]]; then
    kill "$simulator" 2>/dev/null || true
    wait "$simulator" || true
  fi
  rm -rf "$run"
}
trap stop EXIT

"$build/simulator/sparkgate-simulator" --demo --http-port 0 --grpc-port 0 \
  --ports-file "$run/ports.json" --log-level error >"$run/demo.txt" &
simulator=$!
# Written last, when it serves and has told who lives in its world.
tries=0
until [[ -s $run/ports.json ]]; do
  kill -0 "$simulator" 2>/dev/null && ((++tries <= 300)) ||
    { echo "the simulator doesn't serve" >&2; exit 1; }
  sleep 0.1
done

export SPARKGATE_PORTS="$run/ports.json" SPARKGATE_DEMO="$run/demo.txt"
export SPARKCTL="$build/client/cli/sparkctl"
export NO_PROXY=127.0.0.1 no_proxy=127.0.0.1
cd "$suite"
node --test
