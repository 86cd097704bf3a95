#!/usr/bin/env bash
# lint.sh [TREE]: every rule in rules/ over a tree (this one by default). Each violation is a line "FILE:LINE: what".
# Exit status 0 only if there are none.
set -uo pipefail
lint=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "${1:-$lint/../..}" || exit 1

rules=0
broken=0
for rule in "$lint"/rules/*.sh; do
  rules=$((rules + 1))
  name=$(basename "$rule" .sh)
  status=0
  said=$(bash "$rule" 2>&1) || status=$?
  # A rule that prints or fails has found a violation, or does not work: neither may pass.
  if ((status == 0)) && [[ -z "$said" ]]; then continue; fi
  broken=$((broken + 1))
  printf '%s\n' "${said:-it failed without a word (status $status)}" | sed "s/^/[$name] /"
done
printf 'lint: %s rules, %s broken\n' "$rules" "$broken"
((rules > 0 && broken == 0))
