#!/usr/bin/env bash
# Usage: swift-stop.sh [DIR] [--purge]      ends what swift-start.sh started in DIR; --purge removes DIR too
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/servers/processes.sh
. "$here/processes.sh"
dir=$here/.run/swift
purge=
for argument in "$@"; do
  if [ "$argument" = --purge ]; then purge=1; else dir=$argument; fi
done
[ -e "$dir/etc/swift.conf" ] || { echo "swift-stop: nothing in $dir"; exit 0; }
dir=$(cd "$dir" && pwd)
stop "$dir" swift "$dir/etc" TERM
if grep -qsxF "AAFP_SWIFT_DIR=$dir" "$here/.run/swift.env"; then rm -f "$here/.run/swift.env"; fi
if [ -n "$purge" ]; then rm -rf "$dir"; fi
echo "swift-stop: stopped"
