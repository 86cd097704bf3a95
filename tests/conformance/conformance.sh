#!/usr/bin/env bash
# conformance.sh SAMPLES-PROGRAM: checks its output by other programs. Works in build/conformance, into which
# this folder's scripts are copied, because node searches for packages beside them. The last line is "N passed, N failed".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/conformance/packages.sh

program=$PWD/$1
get_packages conformance || { status=$?; ((status == 75)) && exit 0; printf '0 passed, 1 failed\n'; exit 1; }
cd build/conformance
rm -rf samples
"$program" samples || { printf '0 passed, 1 failed\n'; exit 1; }

passed=0
failed=0
for verifier in check_*.mjs; do
  status=0
  node "$verifier" samples >verdicts.txt 2>errors.txt || status=$?
  passes=$(grep -c '^PASS ' verdicts.txt || true)
  fails=$(grep -c '^FAIL ' verdicts.txt || true)
  grep '^FAIL ' verdicts.txt || true
  if ((status != 0 || passes + fails == 0)); then
    printf 'FAIL %s: ended early (status %s)\n' "$verifier" "$status"
    tail -n 15 errors.txt >&2
    fails=$((fails + 1))
  fi
  printf '%s: %s passed, %s failed\n' "$verifier" "$passes" "$fails" >&2
  passed=$((passed + passes))
  failed=$((failed + fails))
done
printf '%s passed, %s failed\n' "$passed" "$failed"
((failed == 0))
