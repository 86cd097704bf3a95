#!/usr/bin/env bash
# Time comes from an injected Clock; nothing else asks for it or sleeps. The exceptions are the clock itself, libcurl's own
# deadline, the benchmark, and lines of tests that say why they need real time.
source "$(dirname "${BASH_SOURCE[0]}")/../tree.sh"
cpp_files | grep -vE '^(storage/model/clock\.cpp|pollers/http_client\.cpp|tests/bench/.*)$' | code |
  grep -E '\b(system|steady|high_resolution)_clock::now\b|\bsleep_(for|until)\b|(^|[^.>A-Za-z0-9_])((nano|u)?sleep|gettimeofday|clock_gettime)\(|::time\(|[^.>A-Za-z0-9_]time\((nullptr|NULL|0)\)' |
  excused clock | report "time outside the clock"
