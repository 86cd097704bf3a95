#!/usr/bin/env bash
# No two source files have the same name, whatever their folders, so that a search by name finds one file. A header
# and its source share theirs; a CMakeLists.txt and a README.md belong to their folder.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
tree_files | grep -E '\.(cpp|h|sh|pl|mjs)$' | awk '
  {
    name = $0
    sub(/^.*\//, "", name)
    stem = $0
    sub(/\.[a-z]+$/, "", stem)
    short = name
    sub(/\.[a-z]+$/, "", short)
    key = name ~ /\.(cpp|h)$/ ? "c++ " short : name
    if (!(key in first)) first[key] = stem
    else if (first[key] != stem) {
      print $0 ":1: " first[key] " has the same name"
      found = 1
    }
  }
  END { exit found }'
