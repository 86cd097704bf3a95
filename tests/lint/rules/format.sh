#!/usr/bin/env bash
# Files are formatted by clang-format. To fix: clang-format -i FILE
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
if ! command -v clang-format >/dev/null; then
  echo "clang-format is not installed; ./dev lint installs it"
  exit 1
fi
# One short line per file, so that the output of parallel runs does not mix.
cpp_files | xargs -r -d '\n' -P "$(nproc)" -n 8 bash -c '
  for file in "$@"; do
    clang-format --dry-run -Werror "$file" 2>&1 |
      awk -F: -v file="$file" "/ error: / { if (!count++) line = \$2 }
        END { if (count) print file \":\" line \": not formatted, in \" count \" places; clang-format -i mends it\"; exit count > 0 }" ||
      status=1
  done
  exit ${status:-0}' bash
