#!/usr/bin/env bash
# deploy/quickstart.sh as a newcomer uses it: plays, plays again, types the commands that it
# suggests, stops, starts, types them again, looks, and cleans up. In a folder of its own, so that a
# quickstart that runs in this checkout is left alone.
#   tests/integration/quickstart_test.sh BUILD_FOLDER
set -euo pipefail
cd "$(dirname "$0")/../.."

[[ -d ${1:-} ]] || { sed -n '2,5s/^# //p' "$0"; exit 2; }
folder=$(mktemp -d)
cp -r deploy "$folder"
mkdir "$folder/build"
ln -s "$(realpath "$1")" "$folder/build/programs"
cd "$folder"

quickstart() { deploy/quickstart.sh "$@" --build build/programs </dev/null; }
clean_up() {
  quickstart clean >/dev/null || true
  rm -rf "$folder"
}
trap clean_up EXIT

fail() {
  printf 'quickstart_test: %s\n' "$*" >&2
  exit 1
}
pids() { cat .quickstart/simulator.pid .quickstart/server.pid; }
mode() { stat -c %a "$1"; }

# run_suggested TEXT: the commands at the end of what play says, typed into a shell. Each must succeed
# and say something; what they say goes to the file answers.
run_suggested() {
  local commands
  commands=$(sed -n '/^ *export SPARKGATE_PROFILE=/,$p' <<<"$1" | grep -E '^ +(export|sparkctl) ') ||
    fail "no commands in: $1"
  [[ $(grep -c '^ *sparkctl ' <<<"$commands") -eq 3 ]] || fail "not three commands: $commands"
  rm -f answers
  bash -euc "$(sed 's/^ *sparkctl .*/& >answer\n[[ -s answer ]]\ncat answer >>answers/' \
    <<<"$commands")" </dev/null || fail "one of these failed or was silent: $commands"
}

said=$(quickstart play) || fail "play: $said"
grep -q "The story took" <<<"$said" || fail "the story didn't end: $said"
running=$(pids)
for file in .quickstart/profile.json .quickstart/admin.json .quickstart/secrets/*; do
  [[ $(mode "$file") == 600 ]] || fail "$file has mode $(mode "$file")"
done

said=$(quickstart play) || fail "second play: $said"
[[ $(pids) == "$running" ]] || fail "a second play started other programs"
run_suggested "$said"
ad=$(grep -om1 '\bads/[^ ]*' answers) || fail "the suggested commands show no ad"

quickstart stop >/dev/null
[[ $(quickstart status | grep -c "not running") -eq 2 ]] || fail "status after stop"
for pid in $running; do
  [[ ! -e /proc/$pid/exe ]] || fail "process $pid is still there"
done
# Programs that were built elsewhere are enough: it doesn't even ask which packages are there.
for program in simulator/sparkgate-simulator server/sparkgate-server client/cli/sparkctl; do
  mkdir -p "build/prebuilt/$(dirname "$program")"
  ln -s "$folder/build/programs/$program" "build/prebuilt/$program"
done
mkdir shims
printf '#!/bin/sh\ntouch "%s/asked"\nexit 1\n' "$folder" | tee shims/dpkg-query >shims/apt-get
chmod +x shims/*
PATH=$folder/shims:$PATH deploy/quickstart.sh start --build build/prebuilt </dev/null >/dev/null ||
  fail "start with programs that were built elsewhere"
[[ ! -e asked ]] || fail "start with programs that were built elsewhere looks for packages"
[[ $(quickstart status | grep -c "process") -eq 2 ]] || fail "status after start"
[[ $(pids) != "$running" ]] || fail "start started nothing"
run_suggested "$said"
grep -qF "$ad" answers || fail "after a stop and a start $ad is lost"

running=$(pids)
quickstart clean >/dev/null
[[ ! -e .quickstart ]] || fail "clean left .quickstart"
for pid in $running; do
  [[ ! -e /proc/$pid/exe ]] || fail "clean left process $pid"
done
echo "quickstart: plays twice, its suggestions work, it stops, starts and cleans up"
