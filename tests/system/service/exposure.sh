#!/usr/bin/env bash
# Checks that systemd rates the unit's exposure at 1.1 at most. Nothing needs to run.
#   exposure.sh UNIT
# Exit status 77: not available here.
set -euo pipefail

unit=${1:?usage: exposure.sh UNIT}
if ! command -v systemd-analyze >/dev/null || ! systemd-analyze security --help 2>/dev/null | grep -- '--offline' >/dev/null; then
  printf 'skipped: no systemd-analyze that judges units offline (systemd 250) is here\n'
  exit 77
fi
systemd-analyze security --no-pager --offline=true --threshold=11 "$unit" | tail -n 1
