#!/usr/bin/env bash
# Usage: container.sh FOLDER       in mount, network and process namespaces of its own
# Runs what the container file makes as a cluster would: its user, variables and command, no capability, every file system read-only. The base image
# is not to be had here: the small Debian is in its place.
. "$(dirname "${BASH_SOURCE[0]}")/checks.sh"
work=$1
file=$(dirname "${BASH_SOURCE[0]}")/../../deploy/Containerfile
overlay "$work/tree" "$work/container"
root=$work/container/root
ip link set lo up
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"

# Of the last stage: where the program goes, its variables, its user, its command.
last=$(sed -n '/^FROM .*runtime-deps/,$p' "$file")
said() { sed -nE "s/^$1 (.*)/\1/p" <<< "$last"; }
words() { said "$1" | tr -d '[]",'; }
place=$(sed -nE 's/^COPY --from=build \/program (.*)/\1/p' <<< "$last")
mkdir -p "$root$place"
cp -a "$work/program/." "$root$place/"
user=$(said USER)

mkdir -p "$root/etc/aws-auth-fast-proxy" "$root/etc/aws-auth-fast-proxy-keys"
# The manifests' configuration, with its upstream on this machine and TLS besides.
sed -n '/^  proxy.json: |$/,$s/^    //p' "$(dirname "$file")/kubernetes/configmap.yaml" |
  sed -e 's#https://s3.eu-west-1.amazonaws.com#http://127.0.0.1:9000#' -e '/"bucket":/d' -e 's/"drainDelay": "10s"/"drainDelay": "0s"/' \
    -e 's#{ "address": "0.0.0.0:8000" }#&, { "address": "0.0.0.0:8443", "tls": { "certificate": "edge.pem", "key": "edge.key" } }#' > "$root/etc/aws-auth-fast-proxy/proxy.json"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 2 \
  -keyout "$root/etc/aws-auth-fast-proxy/edge.key" -out "$root/etc/aws-auth-fast-proxy/edge.pem" 2> /dev/null
chmod 644 "$root/etc/aws-auth-fast-proxy/edge.key"
chroot "$root" "$place/aws-auth-fast-proxy" signing-key -k - -r eu-west-1 --days 2 --out /etc/aws-auth-fast-proxy-keys > /dev/null <<< wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
chown -R "$user" "$root/etc/aws-auth-fast-proxy-keys"
mount -o remount,ro "$root"

enter=(setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all env -i)
chroot "$root" "$place/aws-auth-fast-proxy" demo --port 9000 > "$work/container.demo" 2>&1 &
store=$!
# shellcheck disable=SC2046
chroot "$root" "${enter[@]}" $(said ENV) $(words ENTRYPOINT) $(words CMD) > "$work/container.log" 2>&1 &
proxy=$!
problem() { die "$*: $(cat "$work/container.log")"; }
get -o /dev/null http://127.0.0.1:9901/readyz || problem 'is not ready'
ok 'is ready, as the user of the container file, without capability, on read-only file systems'
grep -qE '^CapEff:\s+0+$' "$root/proc/$proxy/status" || problem 'holds capabilities'
touch "$root/tmp/x" 2> /dev/null && problem 'the file system is not read-only'
get http://127.0.0.1:9000/hello.txt > "$work/container.hello"
get http://127.0.0.1:8000/hello.txt | cmp - "$work/container.hello" || problem 'a request'
ok 'a request'
get --cacert "$root/etc/aws-auth-fast-proxy/edge.pem" https://localhost:8443/hello.txt | cmp - "$work/container.hello" || problem 'a request over TLS'
ok 'a request over TLS, by a user without a home'
kill -TERM "$proxy"
wait "$proxy" || problem "ended with status $?"
ok 'drains and ends with status 0'
kill -TERM "$store"
wait "$store"
