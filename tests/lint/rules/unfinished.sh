#!/usr/bin/env bash
# Nothing unfinished: no TODO marks, no disabled tests. A test that skips says why.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
status=0
tree_files | grep -v '^tests/lint/' | xargs -r -d '\n' grep -nIHE '\b(TODO|FIXME|XXX)\b|\bDISABLED_[A-Za-z]' |
  report "unfinished" || status=1
cpp_files | code | grep -E '\bGTEST_SKIP\b' | excused skip | report "a test that may skip" || status=1
exit "$status"
