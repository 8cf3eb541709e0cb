#!/usr/bin/env bash
# Usage: ports.sh WANTED OFFSET...
# Prints WANTED, or the next port after it, such that it and it + each OFFSET are free on loopback.
set -euo pipefail
wanted=${1:?usage: ports.sh WANTED OFFSET...}
shift

is_free() { ! (exec 3<> "/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

for ((port = wanted; port < wanted + 1000; port += 5)); do
  free=1
  for offset in 0 "$@"; do
    is_free $((port + offset)) || { free=; break; }
  done
  if [ -n "$free" ]; then
    echo "$port"
    exit 0
  fi
done
echo "ports: none free from $wanted" >&2
exit 1
