#!/usr/bin/env bash
# Usage: install.sh PACKAGE...
# Installs those of the Debian packages that are missing; with all in place it does nothing and needs neither root nor a network.
# No package may start a service by itself: the tests start their own servers on loopback.
set -euo pipefail
export LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive

missing=()
for package in "$@"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

echo "install: ${missing[*]}" >&2
as_root=()
if [ "$(id -u)" != 0 ]; then
  sudo -n true 2>/dev/null || { echo "install: not root, and no sudo without a password: apt-get install ${missing[*]}" >&2; exit 1; }
  as_root=(sudo -n DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8)
fi
log=$(mktemp -t install.XXXXXX)
apt_get() {
  "${as_root[@]}" apt-get -qq -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@" < /dev/null >> "$log" 2>&1 \
    || { tail -n 20 "$log" >&2; echo "install: apt-get $1 failed" >&2; exit 1; }
}

policy=/usr/sbin/policy-rc.d
made=
cleanup() {
  rm -f "$log"
  if [ -n "$made" ]; then "${as_root[@]}" rm -f "$policy"; fi
}
trap cleanup EXIT
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" > /dev/null
  made=1
  "${as_root[@]}" chmod 755 "$policy"
fi

apt_get update
apt_get install -y --no-install-recommends "${missing[@]}"
