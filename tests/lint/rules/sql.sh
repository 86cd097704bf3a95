#!/usr/bin/env bash
# SQL and SQLite's headers live in storage/ only; tests look into the database too.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
status=0
cpp_files daemon pollers storage/model | code --strings |
  grep -E '"[^"]*\b(SELECT|INSERT|UPDATE|DELETE FROM|CREATE (TABLE|VIEW|INDEX)|PRAGMA) |#[ \t]*include[ \t]*<(SQLiteCpp/|sqlite3)' |
  report "SQL outside storage/" || status=1
exit "$status"
