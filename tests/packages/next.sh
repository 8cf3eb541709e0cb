#!/usr/bin/env bash
# Usage: next.sh PACKAGE OUT
# Makes of PACKAGE one with the next revision and other defaults in two of its configuration files; prints its path.
set -euo pipefail
package=$1 out=$2
work=$(mktemp -d -t next.XXXXXX)
trap 'rm -rf "$work"' EXIT
dpkg-deb -R "$package" "$work/root"
version=$(dpkg-deb -f "$package" Version)
next=${version%-*}-$((${version##*-} + 1))
sed -i "s/^Version: .*/Version: $next/" "$work/root/DEBIAN/control"
echo '// A new default.' >> "$work/root/etc/aws-auth-fast-proxy/proxy.json"
echo '# A new default.' >> "$work/root/etc/logrotate.d/aws-auth-fast-proxy"
dpkg-deb --root-owner-group -Zgzip -z1 -b "$work/root" "$out" > /dev/null
echo "$out/aws-auth-fast-proxy_${next}_$(dpkg-deb -f "$package" Architecture).deb"
