#!/usr/bin/env bash
# A file includes from its own folder and from those below it in the list, never from one above. A folder that is not
# listed is a violation, so that a new folder gets its position in the list.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"

# From top to bottom. A file listed by name is separate from its folder.
readonly LAYERS='
daemon/main.cpp
daemon/cli
daemon
daemon/control
daemon/admin
daemon/monitoring
daemon/discovery
daemon/maintenance
daemon/delivery
daemon/watch
daemon/sinks
daemon/report
daemon/html
daemon/runtime
daemon/config
daemon/message
pollers/codearts
pollers/sign_in
pollers
storage
storage/retention
storage/read
storage/write
storage/file
storage/model/envelope.cpp
storage/model/wording
storage/model'

cpp_files daemon storage pollers | code --strings | awk -F: -v layers="$LAYERS" '
  BEGIN { count = split(layers, names, "\n"); for (i = 1; i <= count; ++i) if (names[i] != "") rank[names[i]] = i }
  function layer(file) {
    if (file in rank) return file
    sub(/\/[^\/]*$/, "", file)
    return file
  }
  {
    text = substr($0, length($1) + length($2) + 3)
    from = layer($1)
    if (!(from in rank) && !($1 in seen)) {
      print $1 ":1: its folder has no place in the list of layers (tests/lint/rules/layers.sh)"
      seen[$1] = found = 1
    }
    if (text !~ /^[ \t]*#[ \t]*include[ \t]*"/) next
    split(text, parts, "\"")
    to = layer(parts[2])
    if (from in rank && to in rank && rank[to] < rank[from]) {
      print $1 ":" $2 ": " from " must not include from " to ", which stands above it: " parts[2]
      found = 1
    }
  }
  END { exit found }'
