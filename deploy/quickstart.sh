#!/usr/bin/env bash
# Sparkgate in one command, on a fresh Debian 12 with nothing but git, as root or with sudo: installs
# the Debian packages, builds a release, starts the simulator and the server on loopback, and plays
# the seven steps of a Spark Ads code with sparkctl.
#
#   deploy/quickstart.sh            play; programs keep running. A second time it takes seconds
#   deploy/quickstart.sh --exit     play, then stop everything
#   deploy/quickstart.sh start      only start (again); stop: only stop
#   deploy/quickstart.sh status     what is running
#   deploy/quickstart.sh clean      stop, and remove .quickstart/ with all that it holds
#
# --build FOLDER takes programs from a build folder that is there: CMake's is brought up to date, one
# with nothing but the three programs is taken as it is. From this repository, or an absolute path.
# Everything is in .quickstart/: data, secrets, logs, process ids, the profiles of sparkctl.
set -euo pipefail
cd "$(dirname "$0")/.."

state=.quickstart
build=build/quickstart
verb=
stop_after=
usage() { sed -n '2,14s/^# \{0,1\}//p' deploy/quickstart.sh; }
refuse() {
  printf 'deploy/quickstart.sh: %s\n\n' "$1"
  usage
  exit 2
} >&2
while [[ $# -gt 0 ]]; do
  case "$1" in
    --exit) stop_after=yes ;;
    --build)
      [[ -n ${2:-} ]] || refuse "--build needs a folder"
      build=$2
      shift
      ;;
    play | start | stop | status | clean)
      [[ -z $verb ]] || refuse "'$verb' or '$1', not both"
      verb=$1
      ;;
    -h | --help)
      usage
      exit 0
      ;;
    *) refuse "there is no '$1'" ;;
  esac
  shift
done
sparkctl=$build/client/cli/sparkctl

. deploy/quickstart/programs.sh
. deploy/quickstart/story.sh

case "${verb:-play}" in
  stop) stop_programs ;;
  status) show_status ;;
  clean)
    stop_programs
    rm -rf "$state"
    ;;
  start) # no &&: bash goes on after a failure inside a function that is followed by one
    build_programs
    start_programs
    show_status
    ;;
  play)
    build_programs
    if [[ -n $stop_after ]]; then trap stop_programs EXIT; fi
    start_programs
    play_story
    [[ -n $stop_after ]] || show_what_next
    ;;
esac
