#!/usr/bin/env bash
# buf lint on our protos, and buf breaking against the last tag, by the rules in proto/buf.yaml.
#   tests/checks/buf.sh BUILD_FOLDER     BUILD_FOLDER is configured; the descriptor set is made there
#   tests/checks/buf.sh --self-test      proves that a bad proto is found, and a broken promise
#
# Where tags weren't fetched, the commit in proto/released stands for the last one: a tag's commit is
# written there too.
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

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [[ "${1:-}" == "--self-test" ]]; then
  mkdir -p "$folder/sparkgate/v1"
  printf '%s\n' 'syntax = "proto3";' 'package sparkgate.v1;' 'message bad_name { string BadField = 1; }' \
    >"$folder/sparkgate/v1/bad.proto"
  protoc -I "$folder" --include_source_info --descriptor_set_out="$folder/set" sparkgate/v1/bad.proto
  if "$buf" lint "$folder/set#format=binpb" --config proto/buf.yaml >/dev/null; then
    echo "buf: a bad proto passed" >&2
    exit 1
  fi
  printf '%s\n' 'syntax = "proto3";' 'package sparkgate.v1;' 'message Good { string name = 1; }' \
    >"$folder/sparkgate/v1/bad.proto"
  protoc -I "$folder" --include_source_info --descriptor_set_out="$folder/new" sparkgate/v1/bad.proto
  if "$buf" breaking "$folder/new#format=binpb" --against "$folder/set#format=binpb" \
    --config proto/buf.yaml >/dev/null; then
    echo "buf: a removed message passed" >&2
    exit 1
  fi
  echo "buf: bad samples are found"
  exit 0
fi

build=${1:?which build folder?}
cmake --build "$build" --target sparkgate_protoset >/dev/null
"$buf" lint "$build/sparkgate.protoset#format=binpb" --config proto/buf.yaml

released=$(git describe --tags --abbrev=0 2>/dev/null || cat proto/released)
if [[ $(git rev-parse --is-shallow-repository) == true ]] && ! git cat-file -e "$released^{commit}"; then
  echo "buf: lint is clean; NOT compared with $released, which this shallow clone doesn't have"
  exit 0
fi
git archive "$released" proto | tar -x -C "$folder"
mapfile -t files < <(cd "$folder/proto" && find sparkgate -name '*.proto' | sort)
protoc -I "$folder/proto" -I "$build/google_protos" --include_imports --include_source_info \
  --descriptor_set_out="$folder/released" "${files[@]}"
"$buf" breaking "$build/sparkgate.protoset#format=binpb" --against "$folder/released#format=binpb" \
  --config proto/buf.yaml
echo "buf: clean, and nothing of $released is broken"
