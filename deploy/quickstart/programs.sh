# shellcheck shell=bash
# Building, starting and stopping the two programs. Sourced by quickstart.sh, which sets: state,
# build, sparkctl.

say() { printf '%s\n' "$*"; }

build_programs() {
  if [[ ! -f $build/build.ninja && -x $build/simulator/sparkgate-simulator &&
    -x $build/server/sparkgate-server && -x $sparkctl ]]; then
    return  # programs that were built elsewhere: nothing is compiled, so nothing is installed
  fi
  deploy/install-packages.sh build
  local log=$build/quickstart-build.log
  mkdir -p "$build"
  if [[ ! -f $build/build.ninja ]]; then
    say "Configuring $build ..."
    cmake --preset release -B "$build" -DSPARKGATE_TESTS=OFF >"$log" 2>&1 || { cat "$log"; return 1; }
  fi
  local targets=(sparkgate-simulator sparkgate-server sparkctl)
  if [[ -t 1 ]]; then
    cmake --build "$build" --target "${targets[@]}"  # ninja's line of progress
  else
    say "Building $build ..."
    cmake --build "$build" --target "${targets[@]}" >"$log" 2>&1 || { tail -n 50 "$log"; return 1; }
  fi
}

# The process of a program, if it runs and is still the program that was built.
pid_of() {
  local file=$state/$1.pid pid
  [[ -f $file ]] || return 1
  pid=$(<"$file")
  [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == */sparkgate-$1 ]] || return 1
  echo "$pid"
}

saved_port() { sed -n "s/^$1=//p" "$state/ports" 2>/dev/null || true; }

# A port that was used before, or the usual one, or any that is free (0).
choose_port() {
  local port
  port=$(saved_port "$1")
  port=${port:-$2}
  if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then port=0; fi
  echo "$port"
}

# start_program NAME HTTP_PORT GRPC_PORT ARGUMENT...: in the background, until it says on which ports
# it listens. The ports are the usual ones.
start_program() {
  local name=$1 http grpc
  if pid_of "$name" >/dev/null; then return; fi
  if [[ -f $state/$name.pid ]]; then stop_program "$name"; fi  # an older build of it
  http=$(choose_port "${name}_http" "$2")
  grpc=$(choose_port "${name}_grpc" "$3")
  shift 3
  if launch "$name" --http-port "$http" --grpc-port "$grpc" "$@"; then return; fi
  # Somebody else, e.g. another clone's quickstart, may have taken a port since we looked.
  if grep -q 'in use' "$state/logs/$name.out" &&
    launch "$name" --http-port 0 --grpc-port 0 "$@"; then return; fi
  say "sparkgate-$name didn't start:"
  tail -n 5 "$state/logs/$name.out" "$state/logs/$name.log" 2>/dev/null || true
  return 1
}

launch() {
  local name=$1 tries=0
  local binary=$build/$name/sparkgate-$name
  shift
  rm -f "$state/$name.ports"
  setsid "$binary" "$@" --ports-file "$state/$name.ports" --log-file "$state/logs/$name.log" \
    </dev/null >"$state/logs/$name.out" 2>&1 &
  echo $! >"$state/$name.pid"
  until [[ -s $state/$name.ports ]]; do
    if ! kill -0 "$(<"$state/$name.pid")" 2>/dev/null || ((++tries > 300)); then
      kill "$(<"$state/$name.pid")" 2>/dev/null || true  # not up after 30 s
      rm -f "$state/$name.pid"
      return 1
    fi
    sleep 0.1
  done
}

# The programs write {"http":7410,"grpc":7411} once they serve.
port_in() { sed -n "s/.*\"$2\":\([0-9]*\).*/\1/p" "$state/$1.ports"; }

# Whether a running server knows other ports of the simulator: somebody else may listen there now.
simulator_moved() {
  [[ $(port_in simulator grpc) != "$(saved_port simulator_grpc)" ||
    $(port_in simulator http) != "$(saved_port simulator_http)" ]]
}

# The key of a workspace. Each has a file of its own: a key is shown once and never overwritten.
key_file() { echo "$state/secrets/$1.key"; }

start_programs() {
  umask 077
  mkdir -p "$state/logs" "$state/simulator" "$state/server" "$state/secrets"
  start_program simulator 7410 7411 --data "$state/simulator"
  if pid_of server >/dev/null && simulator_moved; then stop_program server; fi
  start_program server 7401 7400 --data "$state/server" --secrets "$state/secrets" \
    --simulator-url "http://127.0.0.1:$(port_in simulator http)" \
    --simulator-control "127.0.0.1:$(port_in simulator grpc)"
  {
    echo "simulator_http=$(port_in simulator http)"
    echo "simulator_grpc=$(port_in simulator grpc)"
    echo "server_grpc=$(port_in server grpc)"
    echo "server_http=$(port_in server http)"
  } >"$state/ports"
  write_profile admin.json "" "$state/secrets/admin.key"
  local workspace
  if workspace=$(cat "$state/workspace" 2>/dev/null) && [[ -s $(key_file "$workspace") ]]; then
    write_profile profile.json "$workspace" "$(key_file "$workspace")"
  fi
}

# write_profile FILE WORKSPACE KEY_FILE: ports can have changed since it was written last.
write_profile() {
  "$sparkctl" profile init --profile "$state/$1" --workspace "$2" --key-file "$3" \
    --address "127.0.0.1:$(port_in server grpc)" \
    --simulator-address "127.0.0.1:$(port_in simulator grpc)"
}

stop_program() {
  local name=$1 pid tries=0
  pid=$(cat "$state/$name.pid" 2>/dev/null || true)
  rm -f "$state/$name.pid"
  [[ -n $pid && $(readlink "/proc/$pid/exe" 2>/dev/null) == */sparkgate-$name* ]] || return 0
  kill -TERM "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null; do
    if ((++tries > 200)); then
      say "sparkgate-$name doesn't stop; killing it"
      kill -KILL "$pid" 2>/dev/null || true
      return 0
    fi
    sleep 0.1
  done
  say "sparkgate-$name is stopped."
}

stop_programs() {
  stop_program server
  stop_program simulator
}

show_status() {
  local name pid
  for name in simulator server; do
    if pid=$(pid_of "$name"); then
      printf '%-20s process %-8s gRPC 127.0.0.1:%s  HTTP 127.0.0.1:%s  log %s\n' "sparkgate-$name" \
        "$pid" "$(port_in "$name" grpc)" "$(port_in "$name" http)" "$state/logs/$name.log"
    else
      printf '%-20s not running\n' "sparkgate-$name"
    fi
  done
}
