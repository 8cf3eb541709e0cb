#!/usr/bin/env bash
# Usage: chroot.sh FOLDER PACKAGE NEXT       in mount, network and process namespaces of its own
# Installs the package in a system that is not booted, runs it, upgrades it to NEXT, removes and purges it.
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"
work=$1 package=$2 next=$3
overlay "$work/tree" "$work/chroot"
root=$work/chroot/root
ip link set lo up
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir "$root/packages"
mount --bind -o ro "$work/out" "$root/packages"
printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d"
chmod 755 "$root/usr/sbin/policy-rc.d"
enter=(env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/nonexistent DEBIAN_FRONTEND=noninteractive chroot "$root")
inside() { "${enter[@]}" "$@"; }
etc=$root/etc/aws-auth-fast-proxy
# What is there stays there, so only what is new is looked at.
everything "$root" > "$work/before"

holds 'installs' inside dpkg -i "/packages/$(basename "$package")"
[ -z "$(find "$root/etc/systemd" -name '*aws-auth-fast-proxy*')" ] || die 'a unit is enabled'
ok 'no unit is enabled before somebody does'
[ "$(inside aws-auth-fast-proxy --version)" = "$(dpkg-deb -f "$package" Version | sed 's/-.*//')" ] || die 'the version is another'
ok 'tells its version'
holds 'its files are as packed' inside dpkg --verify aws-auth-fast-proxy

# A request through the proxy that is installed, to an S3 server that verifies its signature; as nobody in particular.
"${enter[@]}" setpriv --reuid 65534 --regid 65534 --clear-groups --no-new-privs --bounding-set=-all \
  aws-auth-fast-proxy demo --port 8000 > "$work/demo" 2>&1 &
demo=$!
get http://127.0.0.1:8000/hello.txt > "$work/hello" || die "demo: $(cat "$work/demo")"
[ -s "$work/hello" ] || die 'the object is empty'
grep -q '^origin  GET /demo/hello.txt  signature valid$' "$work/demo" || die "demo: $(cat "$work/demo")"
kill -TERM "$demo"
wait "$demo" || die "demo ended with status $?"
ok 'a request through the installed program arrives with a valid signature'

# The command line of the key service, as systemd would run it.
state=$root/var/lib/private/aws-auth-fast-proxy
install -d -m 700 -o 61234 -g 61234 "$state"
install -d -m 700 "$root/run/secret"
echo 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' > "$root/run/secret/secret"
line=$(sed -nE 's/^ExecStart=(.*)%i$/\1photos/p' "$root/lib/systemd/system/aws-auth-fast-proxy-keys@.service")
# shellcheck disable=SC2086
lay() { inside env CREDENTIALS_DIRECTORY=/run/secret REGION=eu-west-1 "$@" $line; }
yesterday=$(date -u -d yesterday +%Y%m%d)
[ "$(lay DAYS=7)" = '/var/lib/private/aws-auth-fast-proxy/keys/photos: 7 laid out, 0 removed' ] || die 'seven keys are not laid out'
[ "$(stat -c '%u %g %a' "$state"/keys/photos/*.key | sort -u)" = '61234 61234 400' ] || die 'keys are for others too'
ok 'seven day keys are laid out, for the proxy alone'
today=$(date -u +%Y%m%d)
inside sh -c "aws-auth-fast-proxy signing-key -k - -r eu-west-1 -d $today < /run/secret/secret" | cmp - "$state/keys/photos/$today-eu-west-1-s3.key" || die 'the key is another'
ok 'the key of today is what signing-key tells'
cp -p "$state/keys/photos/$today-eu-west-1-s3.key" "$state/keys/photos/20200229-eu-west-1-s3.key"
cp -p "$state/keys/photos/$today-eu-west-1-s3.key" "$state/keys/photos/$yesterday-eu-west-1-s3.key"
before=$(stat -c '%n %i %z' "$state/keys/photos/$today-eu-west-1-s3.key")
[ "$(lay DAYS=8)" = '/var/lib/private/aws-auth-fast-proxy/keys/photos: 1 laid out, 1 removed' ] || die 'the second run does more or less than it should'
[ "$before" = "$(stat -c '%n %i %z' "$state/keys/photos/$today-eu-west-1-s3.key")" ] || die 'a key that was right was written again'
[ -e "$state/keys/photos/$yesterday-eu-west-1-s3.key" ] || die "yesterday's key is gone"
ok 'another run adds a day, removes what is over, and touches nothing else'
fails 'without a region no key is laid out' lay REGION=
[ -z "$(ls -A "$root/tmp")" ] || die "left in /tmp: $(ls -A "$root/tmp")"
ok 'no key stays behind in a folder of another'

# What an administrator does.
echo '// mine' >> "$etc/proxy.json"
echo 'AWS_SECRET_ACCESS_KEY=mine' >> "$etc/environment"
echo 'REGION=eu-west-1' > "$etc/keys/photos.conf"
cp "$etc/proxy.json" "$work/mine.proxy.json"
cp "$etc/environment" "$work/mine.environment"
holds 'upgrades' inside dpkg --force-confold -i "/packages/$(basename "$next")"
for file in proxy.json environment; do cmp "$etc/$file" "$work/mine.$file" || die "$file was not kept"; done
[ -e "$etc/proxy.json.dpkg-dist" ] || die 'the new default is not laid beside'
grep -q 'A new default' "$root/etc/logrotate.d/aws-auth-fast-proxy" || die 'an unchanged conffile was not replaced'
[ "$(stat -c %a "$etc/environment") $(stat -c %a "$etc/keys")" = '600 700' ] || die 'secrets are for others too'
ok 'an upgrade keeps what the administrator changed, and lays the new default beside'

holds 'is removed' inside dpkg -r aws-auth-fast-proxy
if [ ! -e "$etc/proxy.json" ] || [ ! -e "$state/keys/photos" ]; then die 'removal takes too much'; fi
[ ! -e "$root/usr/lib/aws-auth-fast-proxy" ] || die 'removal takes too little'
ok 'removal leaves configuration and keys'
holds 'is purged' inside dpkg -P aws-auth-fast-proxy
[ "$(cd "$etc" && find . -type f)" = ./keys/photos.conf ] || die 'purge leaves more or less than the file that the administrator made'
rm -r "$etc"
everything "$root" > "$work/after"
diff "$work/before" "$work/after" > "$work/left" || die "purge leaves: $(cat "$work/left")"
ok 'purge leaves nothing but what the administrator made'
