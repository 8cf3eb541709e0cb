#!/usr/bin/env bash
# Asks two servers the same and says where they answer differently: status, headers that clients go by, and content.
# Usage: compare.sh OLD NEW [CURL-OPTION]... < PATHS
#   OLD, NEW     such as http://127.0.0.1:80 and http://127.0.0.1:8081
#   CURL-OPTION  is given to curl for both, such as -H 'Host: img.example.com', -I (HEAD) or -r 0-99 (a range)
#   PATHS        one target per line, as it stands in a request; out of an access log in combined format:
#                awk '$6 == "\"GET" { print $7 }' access.log | sort -u | shuf -n 1000
# One line for each path that differs, and the count at the end. Exit status 0 where nothing differs, 1 where something does, 2 for bad usage.
set -euo pipefail
export LC_ALL=C
if [ $# -lt 2 ]; then
  sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0" >&2
  exit 2
fi
old=${1%/}
new=${2%/}
shift 2
work=$(mktemp -d -t compare.XXXXXX)
trap 'rm -rf "$work"' EXIT

# ask BASE TARGET CURL-OPTION...: what counts of the answer, a line for each.
ask() {
  local base=$1 target=$2
  shift 2
  rm -f "$work/head" "$work/body"
  # --globoff, --path-as-is: brackets and dots are sent as they are.
  if ! curl --silent --globoff --path-as-is --max-time 60 -D "$work/head" -o "$work/body" "$@" -- "$base$target"; then
    echo 'no answer'
    return
  fi
  awk 'NR == 1 { print "status", $2 }' "$work/head"
  tr -d '\r' < "$work/head" \
    | awk 'tolower($1) ~ /^(content-type|content-length|content-range|content-encoding|etag|last-modified|cache-control|location|www-authenticate|accept-ranges):$/ { $1 = tolower($1); print }' \
    | sort
  # With -I curl writes the head there as well.
  if [ -e "$work/body" ] && ! cmp -s "$work/head" "$work/body"; then echo "content $(sha256sum < "$work/body" | cut -c1-16)"; fi
}

asked=0
differ=0
while IFS= read -r target; do
  [ -n "$target" ] || continue
  asked=$((asked + 1))
  ask "$old" "$target" "$@" > "$work/old" < /dev/null
  ask "$new" "$target" "$@" > "$work/new" < /dev/null
  if ! cmp -s "$work/old" "$work/new"; then
    differ=$((differ + 1))
    # "<" is the old one's, ">" the new one's.
    echo "$target: $(diff "$work/old" "$work/new" | grep '^[<>]' | paste -sd ';' | sed 's/;/; /g')"
  fi
done
echo "$asked asked, $differ differ"
[ "$differ" = 0 ]
