#!/usr/bin/env bash
# Usage: run.sh [FOLDER]
# Makes the Debian package, installs it in a system made by debootstrap, runs it there by hand and under systemd, upgrades and purges it, and
# runs what the container file would make. Prints a line for each thing that holds, and ends at the first that does not.
# Needs root on Debian, debootstrap, debhelper, lintian, systemd-container, man-db and openssl; starts nothing that outlives it.
#   FOLDER      what is made is kept there, and used again the next time; else it is thrown away
#   DEB_MIRROR  the archive; this system's when left out
set -euo pipefail
export LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../.."
[ "$(id -u)" = 0 ] || { echo "run.sh: needs root" >&2; exit 1; }
kept=
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  work=$(realpath "$1")
  kept=1
else
  work=$(mktemp -d -t packages.XXXXXX)
fi
cleanup() { if [ -z "$kept" ]; then rm -rf --one-file-system "$work"; fi; }
trap cleanup EXIT
trap 'exit 1' INT TERM HUP
# The tree's users enter it.
chmod 755 "$work"

here_arch=$(dpkg --print-architecture)
case $here_arch in
  amd64) rid=linux-x64 other=linux-arm64 machine='ARM aarch64' ;;
  arm64) rid=linux-arm64 other=linux-x64 machine='x86-64' ;;
  *) echo "run.sh: there is no package for $here_arch" >&2; exit 1 ;;
esac

bash "$here/tree.sh" "$work/tree" &
making_tree=$!
# From no more than the container file copies, so that its first stage is tried as well.
bash "$here/source.sh" "$work/source"
[ -d "$work/program" ] || "$work/source/deploy/build/publish.sh" "$rid" "$work/program" > /dev/null
[ -d "$work/other" ] || deploy/build/publish.sh "$other" "$work/other" > /dev/null
file -b "$work/other/aws-auth-fast-proxy" | grep -q "ELF 64-bit LSB.*$machine"
echo "ok    published for $rid and for $other"
wait "$making_tree"

export DEB_COMPRESSION='-Zgzip -z1'
rm -rf "$work/out"
package=$(deploy/build/deb.sh --program "$work/program" "$work/out")
bash "$here/package.sh" "$package" "$work/tree"
next=$(bash "$here/next.sh" "$package" "$work/out")

# What the kernel or a container around this one does not give cannot be shown here; that is said, and is no failure of the package.
mkdir -p "$work/probe"/{lower,upper,work,root}
if ! unshare --mount --net --pid --fork --kill-child \
  mount -t overlay overlay -o "lowerdir=$work/probe/lower,upperdir=$work/probe/upper,workdir=$work/probe/work" "$work/probe/root"; then
  echo "skip  chroot, container, boot: no namespaces or no overlay file system here"
  echo "packages: what can be shown here holds"
  exit 0
fi

# Namespaces of their own: mounts, processes and addresses end with the shell.
for one in chroot container; do
  unshare --mount --net --pid --fork --kill-child bash "$here/$one.sh" "$work" "$package" "$next"
done
status=0
bash "$here/boot.sh" "$work" "$package" "$next" || status=$?
case $status in
  0) echo "packages: all of it holds" ;;
  77) echo "packages: what can be shown here holds" ;;
  *) exit "$status" ;;
esac
