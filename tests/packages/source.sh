#!/usr/bin/env bash
# Usage: source.sh FOLDER
# Puts into FOLDER what the first stage of the container file copies, and nothing else: what is built there is what that stage builds.
set -euo pipefail
folder=${1:?usage: source.sh FOLDER}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
mkdir -p "$folder"
mapfile -t copied < <(sed -nE '/^FROM .* AS build$/,/^RUN /s/^COPY (.*) [^ ]+$/\1/p' deploy/Containerfile | tr ' ' '\n')
[ ${#copied[@]} -gt 0 ] || { echo "source.sh: the container file copies nothing" >&2; exit 1; }
tar -c --exclude=bin --exclude=obj "${copied[@]}" | tar -x -C "$folder"
