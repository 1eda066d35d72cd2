#!/usr/bin/env bash
# The conformance suite where no live account can be reached: that it finds differences, that the
# recorded exchanges have none, and that the simulator of a build has none.
#   tests/contract/conformance/run.sh BUILD_FOLDER
# The report of the simulator is left in BUILD_FOLDER/conformance.json.
set -euo pipefail
[[ $# -eq 1 ]] || { sed -n '2,5s/^# //p' "$0"; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)

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

"$here/conformance.py" --self-test
"$here/conformance.py" --recorded "$here/recorded"

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

# "advertiser token  5642b186…" of what --demo printed.
told() { sed -nE "s/^$1 {2,}(\S+)$/\1/p" "$run/demo.txt"; }
port=$(sed -nE 's/.*"http":([0-9]+).*/\1/p' "$run/ports.json")
umask 077
cat >"$run/profile.json" <<END
{"base_url": "http://127.0.0.1:$port",
 "app_id": "$(told 'app id')", "app_secret": "$(told 'app secret')",
 "ad_account": "$(told 'ad account')", "advertiser_token": "$(told 'advertiser token')",
 "creator": "$(told creator)", "creator_token": "$(told 'creator token')",
 "post": "$(told post)"}
END
# What was redeemed shows in the library.
code=$(told 'unused code')
curl -sf --noproxy '*' -o /dev/null -H "Access-Token: $(told 'advertiser token')" \
  -H 'Content-Type: application/json' \
  -d "{\"advertiser_id\": \"$(told 'ad account')\", \"auth_code\": \"$code\"}" \
  "http://127.0.0.1:$port/open_api/v1.3/tt_video/authorize/"
NO_PROXY=127.0.0.1 no_proxy=127.0.0.1 \
  "$here/conformance.py" --profile "$run/profile.json" --report "$build/conformance.json"
