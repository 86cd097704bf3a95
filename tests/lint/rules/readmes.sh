#!/usr/bin/env bash
# Every folder at the top, and every folder of the program below it, opens with a README.md, of a screen or two at most; the
# top has one as well.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
status=0
[[ -f README.md ]] || { echo "README.md:1: is missing"; status=1; }
while IFS= read -r folder; do
  if [[ ! -s "$folder/README.md" ]]; then
    echo "$folder/README.md:1: is missing: what lives there, what may be included from there, how to add one more"
    status=1
  elif (($(wc -l <"$folder/README.md") > 100)); then
    echo "$folder/README.md:101: is longer than a reader will read"
    status=1
  fi
done < <(
  tree_files | grep / | cut -d / -f 1 | grep -v '^\.' | sort -u
  cpp_files daemon storage pollers | grep -o '^[^/]*/.*/' | sed 's|/$||' | sort -u
)
exit "$status"
