#!/usr/bin/env bash
# look.sh PAGES-PROGRAM FOLDER: has PAGES-PROGRAM write reports, and a browser look at them; pictures go to FOLDER.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=$PWD/$1
folder=$(realpath -m "$2")
mkdir -p build/look
cp tests/report/look.mjs tests/report/package.json tests/report/package-lock.json build/look/
cd build/look
# Installed packages are not fetched again, without asking the registry.
if ! cmp -s package-lock.json installed; then
  npm ci --no-audit --no-fund --ignore-scripts --loglevel=error
  cp package-lock.json installed
fi
rm -rf pages
"$program" pages
node look.mjs pages "$folder"
printf '==> pictures are in %s\n' "$folder"
