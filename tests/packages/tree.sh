#!/usr/bin/env bash
# Usage: tree.sh FOLDER
# Makes a small Debian in FOLDER, of this system's release, with what the package depends on and what its tests use. Nothing where it is there.
set -euo pipefail
tree=${1:?usage: tree.sh FOLDER}
[ ! -e "$tree/.made" ] || exit 0
mirror=${DEB_MIRROR:-$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f -exec cat {} + 2>/dev/null |
  sed -nE 's#^(URIs:|deb) *(\[[^]]*\] *)?(https?://[^ ]*/debian)/?( .*)?$#\3#p' | sed -n 1p)} || true
[ -n "$mirror" ] || { echo "tree.sh: set DEB_MIRROR to a Debian archive" >&2; exit 1; }
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
rm -rf --one-file-system "$tree"
mkdir -p "$tree"
debootstrap --variant=minbase --include=ca-certificates,curl,dbus,iproute2,libssl3,libstdc++6,logrotate,openssl,procps,systemd,systemd-sysv \
  "$suite" "$tree" "$mirror" > "$tree.log" 2>&1 || { tail -n 20 "$tree.log" >&2; exit 1; }
printf '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost\n' > "$tree/etc/hosts"
# Shared by all stages, and made by the first start of systemd otherwise.
install -d -m 700 "$tree/var/lib/private" "$tree/var/log/private"
touch "$tree/.made"
