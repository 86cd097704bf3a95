#!/usr/bin/env bash
# What each room may include; tests/lint/README.md has the same as a table.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"

readonly STD='<[a-z_]+>'
readonly POSIX='<((sys|net|netinet|arpa|linux)/)?[a-z0-9_]+\.h>'  # curl/ and the like stand in folders of their own

# room ALLOWED: reports every other #include in the files named on standard input.
room() {
  local include='^[^:]+:[0-9]+:[ \t]*#[ \t]*include[ \t]*'
  code | grep -P "$include" | grep -vP "$include($1)" | report "not to be included here"
}

status=0
cpp_files storage/model |
  room "\"storage/model/|$STD|<nlohmann/|<openssl/|<utf8cpp/" || status=1
cpp_files storage | grep -v '^storage/model/' |
  room "\"storage/|$STD|$POSIX|<SQLiteCpp/|<nlohmann/" || status=1  # sqlite3.h is among $POSIX by its form
cpp_files pollers |
  room "\"pollers/|\"storage/model/|$STD|(?!<sqlite3)$POSIX|<boost/(asio|system)/|<curl/|<openssl/|<nlohmann/" || status=1
cpp_files daemon |
  room "\"(daemon|pollers|storage)/|$STD|(?!<sqlite3)$POSIX|<(boost|curl|openssl|nlohmann|spdlog|toml\+\+|CLI|systemd|prometheus)/" || status=1
exit "$status"
