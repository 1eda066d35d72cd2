#!/usr/bin/env bash
# buf lint on our protos, by the rules in proto/buf.yaml.
#   tests/checks/buf.sh BUILD_FOLDER     BUILD_FOLDER is configured; the descriptor set is made there
#   tests/checks/buf.sh --self-test      proves that a bad proto is found
#
# It lints the descriptor set that protoc writes and not the files, since buf's own compiler would
# fetch google/api and google/rpc from a registry: ours come from Debian packages. google's own
# files are in the set too, and are left out by buf.yaml.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=1.75.0
tools=build/tools
buf=$tools/node_modules/.bin/buf
if [[ ! -x $buf ]] || [[ "$($buf --version 2>&1)" != "$version" ]]; then
  mkdir -p "$tools"
  npm install --prefix "$tools" --no-fund --no-audit --loglevel=error "@bufbuild/buf@$version"
fi

if [[ "${1:-}" == "--self-test" ]]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  mkdir -p "$folder/sparkgate/v1"
  printf '%s\n' 'syntax = "proto3";' 'package sparkgate.v1;' 'message bad_name { string BadField = 1; }' \
    >"$folder/sparkgate/v1/bad.proto"
  protoc -I "$folder" --include_source_info --descriptor_set_out="$folder/set" sparkgate/v1/bad.proto
  if "$buf" lint "$folder/set#format=binpb" --config proto/buf.yaml >/dev/null; then
    echo "buf: a bad proto passed" >&2
    exit 1
  fi
  echo "buf: a bad sample is found"
  exit 0
fi

build=${1:?which build folder?}
cmake --build "$build" --target sparkgate_protoset >/dev/null
"$buf" lint "$build/sparkgate.protoset#format=binpb" --config proto/buf.yaml
echo "buf: clean"
