#!/usr/bin/env bash
# Usage: boot.sh FOLDER PACKAGE NEXT
# Boots the system with the package in it (systemd-nspawn) and lets systemd run the units: the hardening fits what the program does, an upgrade
# behind the socket refuses nothing, the key service and its timer do what they say, and purge leaves nothing.
# Exit status 77: systemd cannot be booted here, whatever is in the package.
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"
if [ -z "${IN_NAMESPACE:-}" ]; then IN_NAMESPACE=1 exec unshare --mount bash "$0" "$@"; fi
work=$1 package=$2 next=$3
overlay "$work/tree" "$work/boot"
root=$work/boot/root
mkdir "$root/packages"

systemd-nspawn --quiet --register=no --keep-unit --private-network --machine=packages --directory "$root" --bind-ro "$work/out:/packages" --boot --console=pipe \
  < /dev/null > "$work/boot.log" 2>&1 &
nspawn=$!
halt() { kill -TERM "$nspawn" 2> /dev/null && wait "$nspawn" || true; }
trap halt EXIT
cannot() { echo "skip  boot: systemd does not boot here: $(tail -n 5 "$work/boot.log")"; exit 77; }
leader=
until [ -n "$leader" ]; do
  kill -0 "$nspawn" 2> /dev/null || cannot
  leader=$(pgrep -P "$nspawn" || true)
done
enter=(nsenter --target "$leader" --all env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive SYSTEMD_PAGER=)
inside() { "${enter[@]}" "$@"; }
state=
until [ "$state" = running ] || [ "$state" = degraded ]; do
  if ! kill -0 "$nspawn" 2> /dev/null || [ "$SECONDS" -gt 180 ]; then cannot; fi
  state=$(timeout 120 "${enter[@]}" systemctl is-system-running --wait 2> /dev/null || true)
done
ok "systemd $(inside systemctl --version | sed -nE '1s/systemd ([0-9]+).*/\1/p') runs ($state)"
# What a first start leaves in any system.
everything "$root" > "$work/boot.before"
service=aws-auth-fast-proxy.service
property() { inside systemctl show --value -p "$1" "${2:-$service}"; }
journal() { inside journalctl --no-pager -n 40 -u "${1:-$service}" 2>&1; }
started() { inside systemctl start "$1" 2> /dev/null || die "$1 does not start: $(journal "$1")"; ok "$1 starts"; }

holds 'installs' inside dpkg -i "/packages/$(basename "$package")"
fails 'nothing runs before it is configured' inside systemctl is-active "$service"

etc=$root/etc/aws-auth-fast-proxy
everything "$etc" > "$work/boot.etc"
cat > "$etc/proxy.json" <<'END'
{
  "listen": [ { "address": "127.0.0.1:8000" },
              { "address": "127.0.0.1:8443", "tls": { "certificate": "edge.pem", "key": "${env:CREDENTIALS_DIRECTORY}/edge.key" } } ],
  "admin": { "address": "127.0.0.1:9901" },
  "accessLog": { "path": "/var/log/aws-auth-fast-proxy/access.log" },
  "credentials": { "photos": { "accessKey": "AKIDEXAMPLE", "signingKeys": "/var/lib/aws-auth-fast-proxy/keys/photos" },
                   "machine": { "provider": "chain" } },
  "upstreams": { "photos": { "endpoint": "http://localhost:9000", "region": "eu-west-1", "credentials": "photos", "payload": "streaming-trailer" },
                 "nobody": { "endpoint": "http://localhost:9000", "credentials": "machine" } },
  "routes": [ { "path": "/", "upstream": "photos" },
              { "path": "/upload/", "upstream": "photos", "methods": [ "GET", "PUT" ], "allow": [ "127.0.0.1" ] },
              { "path": "/nobody/", "upstream": "nobody" } ]
}
END
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2 \
  -keyout "$etc/edge.key" -out "$etc/edge.pem" 2> /dev/null
chmod 600 "$etc/edge.key"
echo 'REGION=eu-west-1' > "$etc/keys/photos.conf"
install -m 600 /dev/null "$etc/keys/photos.secret"
echo 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' > "$etc/keys/photos.secret"
# A call that the filter refuses ends the process here, so that none goes unseen.
mkdir -p "$root/etc/systemd/system/$service.d" "$root/etc/systemd/system/aws-auth-fast-proxy-keys@.service.d" "$root/etc/systemd/system/aws-auth-fast-proxy.socket.d"
printf '[Service]\nSystemCallErrorNumber=kill\nLoadCredential=edge.key:/etc/aws-auth-fast-proxy/edge.key\n' > "$root/etc/systemd/system/$service.d/test.conf"
printf '[Service]\nSystemCallErrorNumber=kill\n' > "$root/etc/systemd/system/aws-auth-fast-proxy-keys@.service.d/test.conf"
printf '[Socket]\nListenStream=\nListenStream=127.0.0.1:8000\n' > "$root/etc/systemd/system/aws-auth-fast-proxy.socket.d/test.conf"
inside systemctl daemon-reload
inside systemd-run --quiet --unit=store aws-auth-fast-proxy demo --port 9000

# Keys first, while the proxy has never run and has no user.
started aws-auth-fast-proxy-keys@photos.service
keys=$root/var/lib/private/aws-auth-fast-proxy/keys/photos
[ "$(find "$keys" -name '*.key' | wc -l)" = 7 ] || die "keys: $(ls -lA "$keys")"
started "$service"
pid=$(property MainPID)
status=$(inside cat "/proc/$pid/status")
user=$(sed -nE 's/^Uid:\s+([0-9]+).*/\1/p' <<< "$status")
[ "$user" != 0 ] || die 'runs as root'
grep -qE '^Seccomp:\s+2$' <<< "$status" || die 'no filter is in force'
grep -qE '^NoNewPrivs:\s+1$' <<< "$status" || die 'may gain privileges'
grep -qE '^CapEff:\s+0000000000000400$' <<< "$status" || die "capabilities: $(grep Cap <<< "$status")"
ok 'runs as a user of its own, filtered, with CAP_NET_BIND_SERVICE alone'
[ "$(stat -c '%u %a' "$keys"/*.key | sort -u)" = "$user 400" ] || die "keys: $(ls -lnA "$keys")"
ok 'the keys belong to the user of the proxy'
fails 'who is not root does not read the secret' inside setpriv --reuid "$user" --regid "$user" --clear-groups cat /etc/aws-auth-fast-proxy/keys/photos.secret

# Everything the program does, under the filter.
fetch() { inside curl -s --fail --max-time 20 -o /dev/null "$@"; }
holds 'a request' fetch http://127.0.0.1:8000/hello.txt
holds 'a request over TLS' fetch --cacert /etc/aws-auth-fast-proxy/edge.pem https://localhost:8443/hello.txt
inside sh -c 'head -c 3000000 /dev/urandom > /tmp/body'
holds 'an upload' fetch -T /tmp/body http://127.0.0.1:8000/upload/mine
holds 'two hundred requests, sixteen at once' fetch --parallel --parallel-max 16 "http://127.0.0.1:8000/hello.txt?x-id=[1-200]"
[ "$(inside curl -s --max-time 20 -o /dev/null -w '%{http_code}' http://127.0.0.1:8000/nobody/x)" = 503 ] || die 'a provider that has no keys'
ok 'a provider is asked'
holds 'is alive' fetch http://127.0.0.1:9901/livez
holds 'its metrics' fetch http://127.0.0.1:9901/metrics
sed -i 's/AKIDEXAMPLE/AKIDANOTHER/' "$etc/proxy.json"
holds 'reloads' inside systemctl reload "$service"
holds 'a request after it' fetch http://127.0.0.1:8000/hello.txt
inside curl -s --max-time 20 http://127.0.0.1:9901/config | grep -q AKIDANOTHER || die 'the reload is not in force'
log=$root/var/log/private/aws-auth-fast-proxy/access.log
lines() { if [ -e "$1" ]; then wc -l < "$1"; else echo 0; fi; }
until [ "$(lines "$log")" -gt 200 ]; do fetch http://127.0.0.1:8000/hello.txt; done
holds 'logs are rotated' inside logrotate --force /etc/logrotate.d/aws-auth-fast-proxy
until [ "$(lines "$log")" -gt 0 ]; do fetch http://127.0.0.1:8000/hello.txt; done
[ "$(lines "$log.1")" -gt 200 ] || die 'lines are lost'
ok 'the access log goes on in a new file'
[ "$(property MainPID) $(property NRestarts)" = "$pid 0" ] || die "ended and was started anew: $(journal)"
ok 'no call that the filter refuses was made in all this'

# The key service again: nothing to do; and a folder that leads elsewhere.
[ "$(property Result aws-auth-fast-proxy-keys@photos.service)" = success ] || die "$(journal aws-auth-fast-proxy-keys@photos.service)"
started aws-auth-fast-proxy-keys@photos.service
journal aws-auth-fast-proxy-keys@photos.service | grep -q ': 0 laid out, 0 removed' || die "$(journal aws-auth-fast-proxy-keys@photos.service)"
ok 'keys that are right are left alone'
mv "$keys" "$keys.aside"
ln -s /etc "$keys"
fails 'a link that the proxy might lay leads nowhere' inside systemctl start aws-auth-fast-proxy-keys@photos.service
[ -z "$(find "$root/etc" -maxdepth 1 -name '*s3.key*')" ] || die 'a key was written into /etc'
rm "$keys"
mv "$keys.aside" "$keys"
holds 'its timer is enabled' inside systemctl enable --now aws-auth-fast-proxy-keys@photos.timer
due=$(date -u -d "$(property NextElapseUSecRealtime aws-auth-fast-proxy-keys@photos.timer)" +%H%M)
{ [ "$due" -ge 1200 ] && [ "$due" -le 1600 ]; } || die "the timer is due at $due UTC"
ok "the timer is due at $due UTC, between 12 and 16"

# An upgrade, with the socket in systemd's hands and a client that never stops.
holds 'drains' inside systemctl stop "$service"
[ "$(property Result)" = success ] || die "$(journal)"
holds 'the socket' inside systemctl enable --now aws-auth-fast-proxy.socket
holds 'behind the socket' inside systemctl enable --now "$service"
before=$(property MainPID)
"${enter[@]}" bash -c 'while [ ! -e /run/enough ]; do
  curl -s --fail --max-time 60 -o /dev/null http://127.0.0.1:8000/hello.txt || echo $? >> /run/failed; echo >> /run/done; done' &
client=$!
holds 'upgrades' inside dpkg --force-confold -i "/packages/$(basename "$next")"
inside touch /run/enough
wait "$client"
[ "$(property MainPID)" != "$before" ] || die 'the old program runs on'
[ "$(property ActiveState)" = active ] || die "$(journal)"
fails "none of $(inside sh -c 'wc -l < /run/done') requests failed over it" inside test -e /run/failed

holds 'is purged' inside dpkg -P aws-auth-fast-proxy
[ "$(property ActiveState) $(property ActiveState aws-auth-fast-proxy.socket) $(property ActiveState aws-auth-fast-proxy-keys@photos.timer)" = 'inactive inactive inactive' ] \
  || die 'something runs on'
rm -r "$etc" "$root/etc/systemd/system/"*aws-auth-fast-proxy*.d
everything "$root" > "$work/boot.after"
diff "$work/boot.before" "$work/boot.after" > "$work/boot.left" || die "purge leaves: $(cat "$work/boot.left")"
ok 'purge leaves nothing but what the administrator made'
