#!/usr/bin/env bash
# run.sh [--quick] [--only NAME]: bad weather around the program in build/release. The last line is "N passed, N failed".
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/../../../build/release/tests/bin/noticed-weather-attack" "$@"
