#!/usr/bin/env bash
# One Ceph node (a monitor, a storage daemon, a radosgw as S3 endpoint) on loopback, ready in about two seconds.
# Usage: ceph-start.sh [DIR [PORT]]      DIR: its files, default .run/ceph beside this script; PORT: the first free from 7480
#   CEPH_MEM_BYTES   size of the store, which is in memory and gone at the stop; default 4 GiB
#   CEPH_DNS_NAME    domain of virtual-host-style buckets, default localhost
#   CEPH_DEBUG_RGW   20 writes each canonical request and string to sign into DIR/log/rgw.out
# Installs Debian's packages where they are missing. Prints `ready URL access=… secret=…` and writes .run/ceph.env beside this
# script, where the tests find it. Where it runs already it only prints and writes. Its processes are known by DIR/*.pid alone.
# Usage: ceph-start.sh --restart-gateway DIR      ends the radosgw of DIR and starts it again; the data stay
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
restart=
if [ "${1:-}" = --restart-gateway ]; then
  restart=1
  shift
  [ -s "${1:?usage: ceph-start.sh --restart-gateway DIR}/ceph.conf" ] || { echo "ceph-start: nothing runs in $1" >&2; exit 1; }
fi
dir=${1:-$here/.run/ceph}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
conf=$dir/ceph.conf
access=AKIDPROXYTESTMAIN0001
secret=proxyTestSecret/Main+0001abcdefghijklmnop
# Debian's tools are written for Debian's own Python, and some live in sbin.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
# shellcheck source=tests/servers/processes.sh
. "$here/processes.sh"

logs() {
  for name in mon osd rgw; do
    if [ -s "$dir/log/$name.out" ]; then echo "--- $name.out (end)"; tail -n 15 "$dir/log/$name.out"; fi
  done
}
die() { { echo "ceph-start: $*"; logs; } >&2; exit 1; }
answers() { [ "$(curl --noproxy '*' -s -o /dev/null -m 2 -w '%{http_code}' "http://127.0.0.1:$port/" || true)" = 200 ]; }
tell() {
  mkdir -p "$here/.run"
  printf 'AAFP_CEPH_%s\n' "URL=http://127.0.0.1:$port" "ACCESS=$access" "SECRET=$secret" "DIR=$dir" > "$here/.run/ceph.env.new"
  mv "$here/.run/ceph.env.new" "$here/.run/ceph.env"
  echo "ready http://127.0.0.1:$port access=$access secret=$secret"
}
start_gateway() {
  spawn "$dir" rgw radosgw -f -n client.rgw -c "$conf"
  for _ in $(seq 300); do
    runs "$dir" rgw "$conf" || die "radosgw died"
    if answers; then return 0; fi
    sleep 0.2
  done
  die "radosgw does not answer on port $port"
}

if [ -n "$restart" ]; then
  port=$(cat "$dir/port")
  stop "$dir" rgw "$conf" TERM
  start_gateway
  tell
  exit 0
fi

if [ -s "$dir/port" ]; then
  port=$(cat "$dir/port")
  if runs "$dir" rgw "$conf" && answers; then tell; exit 0; fi
fi
"$here/install.sh" ceph-mon ceph-osd radosgw ceph-common curl

# What is left of an earlier start goes first; the store was in memory, so nothing is worth keeping.
for name in rgw osd mon; do stop "$dir" "$name" "$conf" KILL; done
rm -rf "$dir/mon" "$dir/osd" "$dir/log" "$dir/run"
mkdir -p "$dir/mon" "$dir/osd" "$dir/log" "$dir/run"
port=${2:-$("$here/ports.sh" 7480 10000 10001)}
echo "$port" > "$dir/port"
fsid=$(cat /proc/sys/kernel/random/uuid)
osd_uuid=$(cat /proc/sys/kernel/random/uuid)
monitors="[v2:127.0.0.1:$((port + 10000)),v1:127.0.0.1:$((port + 10001))]"

cat > "$conf" <<C
[global]
fsid = $fsid
mon initial members = a
mon host = $monitors
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
ms bind port min = $((port + 10010))
ms bind port max = $((port + 10200))
auth cluster required = none
auth service required = none
auth client required = none
auth allow insecure global id reclaim = true
keyring = /dev/null
run dir = $dir/run
admin socket =
crash dir = $dir/run
log file =
log to stderr = true
err to stderr = true
log to syslog = false
mon cluster log to syslog = false
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
rgw rados pool pg num min = 4
rgw rados pool autoscale bias = 1
mon allow pool size one = true
mon max pg per osd = 2000
mon warn on pool no redundancy = false

[mon]
mon data = $dir/mon
mon cluster log file = /dev/null
# The store is in memory: how full the disk is says nothing.
mon data avail crit = 1
mon data avail warn = 2
paxos propose interval = 0.05
mon tick interval = 1

[osd]
osd data = $dir/osd
osd objectstore = memstore
memstore device bytes = ${CEPH_MEM_BYTES:-4294967296}
osd memory target = 1073741824
osd class load list = *
osd class default list = *
osd max object name len = 4096

[client]
keyring = /dev/null

[client.rgw]
rgw data = $dir/run
# Without tcp_nodelay each GET with a body takes 44 ms on a kept connection: Nagle's algorithm against the delayed ACK.
rgw frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw dns name = ${CEPH_DNS_NAME:-localhost}
rgw thread pool size = 128
rgw s3 auth use sts = true
# Not in the built-in order: with STS first, every bad signature is a plain AccessDenied.
rgw s3 auth order = local, sts
rgw sts key = abcdefghijklmnop
# Deleted data are only marked, and by default go after two hours: too long for a store in memory.
rgw gc obj min wait = 30
rgw gc processor period = 60
rgw gc processor max time = 60
rgw enable usage log = false
rgw enable ops log = false
# radosgw asks for 'secure' first, which needs authentication inside the cluster.
ms mon client mode = crc secure
debug rgw = ${CEPH_DEBUG_RGW:-1}
C
ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
ceph_() { timeout -k 2 30 ceph -c "$conf" --connect-timeout 15 "$@"; }

monmaptool --create --clobber --fsid "$fsid" --addv a "$monitors" "$dir/monmap" > "$dir/log/mon.out" 2>&1 || die "no monitor map"
ceph-mon --mkfs -i a -c "$conf" --monmap "$dir/monmap" >> "$dir/log/mon.out" 2>&1 || die "the monitor's store could not be made"
spawn "$dir" mon ceph-mon -f -i a -c "$conf"
ceph_ osd new "$osd_uuid" > "$dir/log/osd.out" 2>&1 || die "the monitor takes no storage daemon"
ceph-osd -i 0 --mkfs --osd-uuid "$osd_uuid" -c "$conf" >> "$dir/log/osd.out" 2>&1 || die "the store could not be made"
spawn "$dir" osd ceph-osd -f -i 0 -c "$conf"
up=
for _ in $(seq 150); do
  runs "$dir" mon "$conf" || die "ceph-mon died"
  runs "$dir" osd "$conf" || die "ceph-osd died"
  if ceph_ osd stat 2>/dev/null | grep -q '1 up'; then up=1; break; fi
  sleep 0.2
done
[ -n "$up" ] || die "the storage daemon is not up"
start_gateway
timeout -k 2 60 radosgw-admin -n client.rgw -c "$conf" user create --uid=proxytest --display-name='Proxy Test' \
  --access-key="$access" --secret="$secret" --caps='user-policy=*;roles=*' > "$dir/log/users.out" 2>&1 || die "no user: $(tail -n 3 "$dir/log/users.out")"
tell
