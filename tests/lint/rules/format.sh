#!/usr/bin/env bash
# Files are formatted by clang-format. To fix: clang-format -i FILE
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
if ! command -v clang-format >/dev/null; then
  echo "clang-format is not installed; ./dev lint installs it"
  exit 1
fi
# Many files at a time, as its start takes longer than a file. One short line per file, so that the output of parallel runs does
# not mix.
cpp_files | xargs -r -d '\n' -P "$(nproc)" -n 100 bash -c '
  set -o pipefail
  clang-format --dry-run -Werror "$@" 2>&1 |
    awk -F: "/: error: / { if (!count[\$1]++) line[\$1] = \$2 }
      END { for (file in count) print file \":\" line[file] \": not formatted, in \" count[file] \" places; clang-format -i mends it\" }"' bash
