#!/usr/bin/env bash
# Usage: publish.sh RID FOLDER
# Makes the program with its runtime in FOLDER, compiled ahead. RID is linux-x64 or linux-arm64; either is made on either.
# Needs the .NET 10 SDK, and a registry (or a folder of packages) with the runtime pack of RID and the compiler pack of this machine.
set -euo pipefail
rid=${1:?usage: publish.sh RID FOLDER}
folder=$(realpath -m "${2:?usage: publish.sh RID FOLDER}")
case $rid in
  linux-x64 | linux-arm64) ;;
  *) echo "publish.sh: $rid is neither linux-x64 nor linux-arm64" >&2; exit 2 ;;
esac
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Intermediate files of their own: a build for one RID must leave nothing behind for the next one, or for the tests.
work=$(mktemp -d -t publish.XXXXXX)
trap 'rm -rf "$work"' EXIT
rm -rf "$folder"
dotnet publish src/AwsAuthFastProxy -c Release -r "$rid" -o "$folder" --artifacts-path "$work" -p:RunAnalyzers=false -v quiet -nologo
# No file is for its owner alone, and only the program is executable.
chmod -R u=rwX,go=rX "$folder"
find "$folder" -type f ! -name aws-auth-fast-proxy -exec chmod a-x {} +
test -s "$folder/THIRD-PARTY-NOTICES.TXT" || { echo "publish.sh: the notices of the runtime are missing" >&2; exit 1; }
du -sh "$folder"
