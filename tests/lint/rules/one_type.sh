#!/usr/bin/env bash
# No two headers of the rooms define a type of the same full name: the linker would quietly keep one's functions for both.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
cpp_files daemon storage pollers | grep '\.h$' | code | awk -F: '
  { text = substr($0, length($1) + length($2) + 3) }
  $1 != file { file = $1; space = "" }
  match(text, /^namespace [a-z_:]+ \{/) { space = substr(text, 11, RLENGTH - 12) }
  match(text, /^(class|struct|enum class|union) [A-Za-z_0-9]+/) && text !~ /;[ ]*$/ {
    count = split(substr(text, RSTART, RLENGTH), words, " ")
    name = space "::" words[count]
    if (name in first) { print $1 ":" $2 ": " name " is defined in " first[name] ", too"; found = 1 }
    else first[name] = $1
  }
  END { exit found }'
