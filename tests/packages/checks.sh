# shellcheck shell=bash
# Sourced by the stages: what they check, and what they look at.
set -euo pipefail
stage=$(basename "$0" .sh)

ok() { echo "ok    $stage: $*"; }
die() { echo "FAIL  $stage: $*" >&2; exit 1; }
# holds WHAT COMMAND...: says that WHAT holds where COMMAND succeeds, and ends with its output where it does not.
holds() {
  local what=$1 said
  shift
  said=$("$@" 2>&1) || die "$what: $* said: $said"
  ok "$what"
}
# fails WHAT COMMAND...: the same where COMMAND must not succeed.
fails() {
  local what=$1
  shift
  if "$@" > /dev/null 2>&1; then die "$what: $* succeeded"; fi
  ok "$what"
}
# get URL: its body; waits for a server that is starting.
get() { curl -s --fail --noproxy '*' --max-time 20 --retry 60 --retry-delay 1 --retry-connrefused "$@"; }

# overlay TREE FOLDER: TREE is seen in FOLDER/root, and what is written there is not TREE's.
overlay() {
  rm -rf --one-file-system "$2"
  mkdir -p "$2/upper" "$2/work" "$2/root"
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
}

# everything ROOT: all names in it but those by which apt and dpkg remember, and what a running system makes for itself.
everything() {
  (cd "$1" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o -path ./tmp -o -path ./var/tmp -o -path ./var/log/journal \
    -o -path ./var/lib/dpkg -o -path ./var/lib/systemd/deb-systemd-helper-enabled -o -path ./var/cache -o -path ./var/lib/logrotate -o -path ./packages \) -prune -o -print) | LC_ALL=C sort
}
