#!/usr/bin/env bash
# Usage: ceph-stop.sh [DIR] [--purge]      ends what ceph-start.sh started in DIR; --purge removes DIR too
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/servers/processes.sh
. "$here/processes.sh"
dir=$here/.run/ceph
purge=
for argument in "$@"; do
  if [ "$argument" = --purge ]; then purge=1; else dir=$argument; fi
done
[ -e "$dir/ceph.conf" ] || { echo "ceph-stop: nothing in $dir"; exit 0; }
dir=$(cd "$dir" && pwd)
stop "$dir" rgw "$dir/ceph.conf" TERM
# At a SIGTERM the daemon would write all its memory to the disk.
stop "$dir" osd "$dir/ceph.conf" KILL
stop "$dir" mon "$dir/ceph.conf" TERM
if grep -qsxF "AAFP_CEPH_DIR=$dir" "$here/.run/ceph.env"; then rm -f "$here/.run/ceph.env"; fi
if [ -n "$purge" ]; then rm -rf "$dir"; fi
echo "ceph-stop: stopped"
