#!/usr/bin/env bash
# Usage: deb.sh [--arch amd64|arm64] [--revision N] [--program FOLDER] OUT
# Makes the Debian package in the folder OUT and prints its path. Needs dpkg-dev and debhelper, and what publish.sh needs.
#   --arch       the machine it is for; this one when left out
#   --revision   Debian's revision behind the version; 1 when left out
#   --program    what publish.sh made; made here when left out
#   DEBFULLNAME, DEBEMAIL   the maintainer, as for Debian's own tools
#   SOURCE_DATE_EPOCH       the date in the package; that of the commit when left out
#   DEB_COMPRESSION         options of dpkg-deb, such as "-Zgzip -z1" for a package in a hurry
set -euo pipefail
export LC_ALL=C.UTF-8
usage() { sed -n 's/^# //p' "$0" >&2; exit 2; }
arch=$(dpkg --print-architecture)
revision=1
program=
while [ $# -gt 1 ]; do
  case $1 in
    --arch) arch=$2 ;;
    --revision) revision=$2 ;;
    --program) program=$(realpath -e "$2") ;;
    *) usage ;;
  esac
  shift 2
done
[ $# = 1 ] || usage
mkdir -p "$1"
out=$(realpath "$1")
case $arch in
  amd64) rid=linux-x64 ;;
  arm64) rid=linux-arm64 ;;
  *) usage ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
version=$(sed -nE 's#.*<Version>(.*)</Version>.*#\1#p' Directory.Build.props)-$revision
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
maintainer="${DEBFULLNAME:-The AwsAuthFastProxy authors} <${DEBEMAIL:-aws-auth-fast-proxy@users.noreply.github.com}>"

work=$(mktemp -d -t deb.XXXXXX)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
mkdir "$tree"
if [ -z "$program" ]; then
  deploy/build/publish.sh "$rid" "$tree/program" >&2
else
  cp -a "$program" "$tree/program"
fi
cp -r deploy/debian "$tree/debian"
cp -r deploy/*.service deploy/*.socket deploy/*.timer deploy/lay-out-keys deploy/keys.conf deploy/proxy.json deploy/environment \
  deploy/aws-auth-fast-proxy.1 deploy/alerts.yml deploy/grafana.json README.md CHANGELOG.md docs "$tree"
cp deploy/aws-auth-fast-proxy.logrotate "$tree/debian/"
sed -i "s/@MAINTAINER@/$maintainer/" "$tree/debian/control"
cat > "$tree/debian/changelog" <<END
aws-auth-fast-proxy ($version) unstable; urgency=medium

  * Version ${version%-*}; see /usr/share/doc/aws-auth-fast-proxy/changelog.gz.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END

# The build needs neither a compiler nor libraries of the machine the package is for, which dpkg-buildpackage would ask for.
(
  cd "$tree"
  dpkg-buildpackage --build=binary --unsigned-changes --unsigned-buildinfo --no-check-builddeps --host-arch "$arch" > "$work/log" 2>&1
) || { tail -n 40 "$work/log" >&2; exit 1; }
cp "$work"/aws-auth-fast-proxy_*.deb "$work"/aws-auth-fast-proxy_*.changes "$work"/aws-auth-fast-proxy_*.buildinfo "$out/"
echo "$out/aws-auth-fast-proxy_${version}_$arch.deb"
