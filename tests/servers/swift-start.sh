#!/usr/bin/env bash
# OpenStack Swift with its S3 interface (s3api, tempauth), all its servers in one process (swift_one.py) on loopback. Unlike Ceph it checks
# region and service of the scope, and that every x-amz-* field is signed.
# Usage: swift-start.sh [DIR [PORT]]      DIR: its files, default .run/swift beside this script, on a file system with user
#                                         attributes; PORT: the first free from 7590
#   SWIFT_SUITE      trixie (default): 2.35, which verifies aws-chunked bodies and trailers, unpacked over the packages of bookworm;
#                    packaged: the system's own package alone
#   SWIFT_LOCATION   region that the scope must name, default us-east-1
#   SWIFT_DOMAIN     domain of virtual-host-style buckets, default localhost
# Installs Debian's packages where they are missing. Prints `ready URL access=… secret=…` and writes .run/swift.env beside this
# script, where the tests find it. Where it runs already it only prints and writes. Its process is known by DIR/swift.pid alone.
set -euo pipefail
export LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV
here=$(cd "$(dirname "$0")" && pwd)
dir=${1:-$here/.run/swift}
mkdir -p "$dir/etc" "$dir/srv/d1" "$dir/log" "$dir/cache" "$dir/lock"
dir=$(cd "$dir" && pwd)
access=proxytest:main
secret=proxyTestSecret/Main+0001abcdefghijklmnop
region=${SWIFT_LOCATION:-us-east-1}
suite=${SWIFT_SUITE:-trixie}
# shellcheck source=tests/servers/processes.sh
. "$here/processes.sh"

die() {
  { echo "swift-start: $*"; if [ -s "$dir/log/swift.out" ]; then echo '--- swift.out (end)'; tail -n 15 "$dir/log/swift.out"; fi; } >&2
  exit 1
}
answers() { [ "$(curl --noproxy '*' -s -m 2 "http://127.0.0.1:$port/healthcheck" || true)" = OK ]; }
tell() {
  mkdir -p "$here/.run"
  printf 'AAFP_SWIFT_%s\n' "URL=http://127.0.0.1:$port" "ACCESS=$access" "SECRET=$secret" "REGION=$region" "DIR=$dir" > "$here/.run/swift.env.new"
  mv "$here/.run/swift.env.new" "$here/.run/swift.env"
  echo "ready http://127.0.0.1:$port access=$access secret=$secret"
}

if [ -s "$dir/port" ]; then
  port=$(cat "$dir/port")
  if runs "$dir" swift "$dir/etc" && answers; then tell; exit 0; fi
fi
# libisal2 computes CRC32C.
"$here/install.sh" python3-swift libisal2 curl
if [ "$suite" != packaged ]; then
  "$here/deb-overlay.sh" "$here/.run/python3-swift-$suite" "$suite" python3-swift > "$dir/log/overlay.out" 2>&1 \
    || die "no python3-swift of $suite: $(tail -n 3 "$dir/log/overlay.out")"
  export PYTHONPATH=$here/.run/python3-swift-$suite/usr/lib/python3/dist-packages
fi
stop "$dir" swift "$dir/etc" TERM
port=${2:-$("$here/ports.sh" 7590 10000 10001 10002)}
echo "$port" > "$dir/port"
touch "$dir/attributes"
/usr/bin/python3 -c 'import os, sys; os.setxattr(sys.argv[1], "user.t", b"x" * 2048)' "$dir/attributes" 2> /dev/null \
  || die "the file system of $dir has no user attributes, in which Swift keeps its data"

cat > "$dir/etc/swift.conf" <<C
[swift-hash]
swift_hash_path_prefix = proxytest
swift_hash_path_suffix = proxytest
[storage-policy:0]
name = proxytest
default = yes
[swift-constraints]
# The request line of a 1,024-byte key with every byte escaped is longer than the default allows.
max_header_size = 16384
max_meta_value_length = 2048
C
common() {
  cat <<C
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $1
workers = 0
swift_dir = $dir/etc
devices = $dir/srv
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
log_level = ${SWIFT_LOG:-WARNING}
log_address = /nonexistent
recon_cache_path = $dir/cache
lock_path = $dir/lock
C
}
{
  common "$port"
  cat <<C
max_clients = 1024
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats s3api tempauth copy slo dlo versioned_writes symlink proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:cache]
paste.filter_factory = swift_one:cache_factory
[filter:s3api]
use = egg:swift#s3api
location = $region
storage_domain = ${SWIFT_DOMAIN:-localhost}
s3_acl = true
dns_compliant_bucket_names = true
allowable_clock_skew = 900
[filter:tempauth]
use = egg:swift#tempauth
user_proxytest_main = $secret .admin
[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true
C
  for filter in catch_errors gatekeeper healthcheck listing_formats copy slo dlo symlink; do
    printf '[filter:%s]\nuse = egg:swift#%s\n' "$filter" "$filter"
  done
} > "$dir/etc/proxy-server.conf"
offset=10000
for server in object container account; do
  {
    common $((port + offset))
    printf '[pipeline:main]\npipeline = %s-server\n[app:%s-server]\nuse = egg:swift#%s\n' "$server" "$server" "$server"
  } > "$dir/etc/$server-server.conf"
  offset=$((offset + 1))
done
/usr/bin/python3 - "$dir/etc" $((port + 10000)) > "$dir/log/rings.out" 2>&1 <<'P' || die "no rings: $(tail -n 3 "$dir/log/rings.out")"
import sys
from swift.common import utils
etc, port = sys.argv[1], int(sys.argv[2])
utils.SWIFT_CONF_FILE = etc + '/swift.conf'
from swift.common.ring import RingBuilder
for offset, name in enumerate(('object', 'container', 'account')):
    builder = RingBuilder(2, 1, 0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port + offset,
                     'replication_ip': '127.0.0.1', 'replication_port': port + offset, 'device': 'd1', 'weight': 1, 'meta': ''})
    builder.rebalance()
    builder.get_ring().save(f'{etc}/{name}.ring.gz')
P
spawn "$dir" swift /usr/bin/python3 "$here/swift_one.py" "$dir/etc"
for _ in $(seq 600); do
  runs "$dir" swift "$dir/etc" || die "Swift died"
  if answers; then tell; exit 0; fi
  sleep 0.05
done
die "Swift does not answer on port $port"
