#!/usr/bin/env bash
# A statement with co_await holds no braces, no lambda, no ?: and no throw: g++ 12 miscompiles those.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
status=0
while IFS= read -r file; do
  grep -q co_await "$file" || continue
  perl "$here/code.pl" --whole "$file" | perl "$here/co_await.pl" "$file" || status=1
done < <(cpp_files)
exit "$status"
