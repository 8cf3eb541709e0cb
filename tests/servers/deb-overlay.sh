#!/usr/bin/env bash
# Usage: deb-overlay.sh TARGET SUITE PACKAGE...
# Downloads Debian packages of another suite with apt (signatures checked, lists kept apart from the system's) and unpacks them under
# TARGET; installs nothing. For packages of pure Python, to be put on PYTHONPATH. Does nothing where TARGET holds the same already.
#   DEB_MIRROR   the archive, default the one this system uses
set -euo pipefail
target=${1:?usage: deb-overlay.sh TARGET SUITE PACKAGE...}
suite=${2:?usage: deb-overlay.sh TARGET SUITE PACKAGE...}
shift 2
wanted="$suite $*"
if [ -e "$target/.done" ] && [ "$(cat "$target/.done")" = "$wanted" ]; then exit 0; fi

mkdir -p "$target"
target=$(cd "$target" && pwd)
work=$(mktemp -d -t deb-overlay.XXXXXX)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/debs"
# apt downloads as its own user where it can.
chown -R _apt "$work" 2>/dev/null || true
mirror=${DEB_MIRROR:-$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f -exec cat {} + 2>/dev/null |
  sed -nE 's#^(URIs:|deb) *(\[[^]]*\] *)?(https?://[^ ]*/debian)/?( .*)?$#\3#p' | sed -n 1p)} || true
[ -n "$mirror" ] || { echo "deb-overlay: set DEB_MIRROR to a Debian archive" >&2; exit 1; }
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$work/sources.list"

apt_() {
  local command=$1
  shift
  "apt-$command" -q -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::lists="$work/lists" \
    -o Dir::Cache="$work/cache" -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
}
apt_ get update
cd "$work/debs"
apt_ get download "${@/%//$suite}"
for deb in ./*.deb; do dpkg-deb -x "$deb" "$target"; done
echo "$wanted" > "$target/.done"
