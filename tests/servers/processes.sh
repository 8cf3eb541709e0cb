# Processes known by a pid file DIR/NAME.pid and by a text of their command line, so that a pid taken over by another process is
# never mistaken. To be sourced.
# shellcheck shell=bash

# runs DIR NAME TEXT: DIR/NAME.pid is the pid of a process whose command line holds TEXT.
runs() {
  local pid
  [ -s "$1/$2.pid" ] || return 1
  pid=$(cat "$1/$2.pid")
  [ -r "/proc/$pid/cmdline" ] && tr '\0' ' ' < "/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "$3"
}

# spawn DIR NAME COMMAND...: starts COMMAND in a session of its own, output to DIR/log/NAME.out, pid in DIR/NAME.pid.
spawn() {
  local dir=$1 name=$2
  shift 2
  rm -f "$dir/$name.pid"
  # shellcheck disable=SC2016 # the inner shell expands
  setsid -f bash -c 'echo $$ > "$0"; exec "$@"' "$dir/$name.pid" "$@" >> "$dir/log/$name.out" 2>&1 < /dev/null
  for _ in $(seq 100); do
    if [ -s "$dir/$name.pid" ]; then return 0; fi
    sleep 0.02
  done
  echo "$name did not start" >&2
  return 1
}

# stop DIR NAME TEXT SIGNAL: ends what runs tells of, by SIGNAL, and after ten seconds by KILL; nothing where nothing runs.
stop() {
  local pid
  if runs "$1" "$2" "$3"; then
    pid=$(cat "$1/$2.pid")
    kill "-$4" "$pid" 2>/dev/null || true
    for _ in $(seq 100); do
      runs "$1" "$2" "$3" || break
      sleep 0.1
    done
    if runs "$1" "$2" "$3"; then
      kill -KILL "$pid" 2>/dev/null || true
      sleep 0.5
    fi
  fi
  rm -f "$1/$2.pid"
}
