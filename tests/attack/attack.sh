#!/usr/bin/env bash
# attack.sh PROGRAM [ARGUMENT…]: runs PROGRAM with a folder, and removes it with everything mounted below it, however
# the program ends.
set -euo pipefail

program=$1
shift
folder=$(mktemp -d /tmp/noticed-attack-XXXXXX)
child=

clean() {
  local place
  [[ -z "$child" ]] || kill -KILL -- "-$child" 2>/dev/null || true  # and the daemons that it started
  while read -r place; do
    umount "$place" 2>/dev/null || umount -l "$place" || true
  done < <(awk -v below="$folder/" 'index($2, below) == 1 { print $2 }' /proc/mounts | sort -r)
  rm -rf --one-file-system "$folder"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

status=0
setsid "$program" --folder "$folder" "$@" &
child=$!
wait "$child" || status=$?
exit "$status"
