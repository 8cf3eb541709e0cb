#!/usr/bin/env bash
# Usage: package.sh PACKAGE TREE
# What can be said of the package without installing it.
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"
package=$1 tree=$2
work=$(mktemp -d -t package.XXXXXX)
trap 'rm -rf "$work"' EXIT
dpkg-deb -R "$package" "$work/root"
root=$work/root

holds 'lintian finds nothing' lintian --allow-root --fail-on error,warning "${package%.deb}.changes"

grep -v '^/etc/' "$root/DEBIAN/conffiles" && die 'a conffile is not under /etc'
[ "$(find "$root/etc" -type f | wc -l)" = "$(wc -l < "$root/DEBIAN/conffiles")" ] || die 'a file under /etc is no conffile'
ok 'every file under /etc is a conffile'

# What libraries ask for is what the tree has by the package's dependencies.
missing=$(for library in "$root"/usr/lib/aws-auth-fast-proxy/{*.so,aws-auth-fast-proxy}; do
  cp "$library" "$tree/tmp/asked"
  chroot "$tree" ldd /tmp/asked | grep 'not found' || true
done)
rm -f "$tree/tmp/asked"
[ -z "$missing" ] || die "libraries that no dependency brings: $missing"
ok 'every library that is asked for is there'

# systemd-analyze reads units in the place where they will be; the programs they name must be there.
units=(aws-auth-fast-proxy.service aws-auth-fast-proxy.socket aws-auth-fast-proxy-keys@photos.service aws-auth-fast-proxy-keys@photos.timer)
mkdir "$work/units"
for unit in "${units[@]}"; do
  sed -E "s#/usr/(bin|lib/aws-auth-fast-proxy)/(aws-auth-fast-proxy|lay-out-keys)#$root&#" "$root/lib/systemd/system/${unit/photos/}" > "$work/units/$unit"
done
said=$(systemd-analyze verify --man=no "${units[@]/#/$work/units/}" 2>&1 | grep -F aws-auth-fast-proxy || true)
[ -z "$said" ] || die "systemd-analyze verify: $said"
ok 'systemd-analyze verify has nothing to say of the units'
for unit in aws-auth-fast-proxy.service:25 aws-auth-fast-proxy-keys@photos.service:25; do
  holds "systemd-analyze security puts ${unit%:*} below ${unit#*:}" \
    systemd-analyze security --offline=true --threshold="${unit#*:}" "$work/units/${unit%:*}"
done

holds 'the example configuration is valid' "$root/usr/lib/aws-auth-fast-proxy/aws-auth-fast-proxy" check -c "$root/etc/aws-auth-fast-proxy/proxy.json"

# The manual page tells each option that the program tells.
page=$(man -P cat -E UTF-8 -l "$root/usr/share/man/man1/aws-auth-fast-proxy.1.gz" 2> "$work/warnings")
[ ! -s "$work/warnings" ] || die "the manual page: $(cat "$work/warnings")"
for command in '' run check explain signing-key import demo; do
  # shellcheck disable=SC2086
  for option in $("$root/usr/lib/aws-auth-fast-proxy/aws-auth-fast-proxy" $command --help | grep -oE '^  -[^ ].*' | grep -oE -- '--[a-z0-9-]+'); do
    grep -qF -- "$option" <<< "$page" || die "the manual page does not tell $option of ${command:-the program}"
  done
done
ok 'the manual page tells every option'
