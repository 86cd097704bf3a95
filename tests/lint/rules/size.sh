#!/usr/bin/env bash
# A file is one subject: 500 lines at most. Data (fixtures) and the licence may be longer.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
tree_files | grep -E '(\.(cpp|h|in|sql|cmake|sh|pl|md|toml)|CMakeLists\.txt|^dev|^\.ci/run)$' | xargs -r -d '\n' awk '
  FNR == 501 { print FILENAME ":501: longer than 500 lines; it holds more than one subject"; found = 1 }
  END { exit found }'
