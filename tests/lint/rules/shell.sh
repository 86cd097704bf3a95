#!/usr/bin/env bash
# Shell scripts parse; scripts to be run by name are executable.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
status=0
while IFS= read -r file; do
  bash -n "$file" 2>&1 | sed -E 's/^([^:]*): line ([0-9]+): /\1:\2: /' | grep . && status=1
done < <(shell_files)
for file in dev .ci/run; do
  if [[ -f "$file" && ! -x "$file" ]]; then
    echo "$file:1: is not executable"
    status=1
  fi
done
exit "$status"
