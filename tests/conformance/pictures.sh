#!/usr/bin/env bash
# pictures.sh SAMPLES-PROGRAM FOLDER: pictures of what SAMPLES-PROGRAM writes, as PNG files in FOLDER.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/conformance/packages.sh

program=$PWD/$1
folder=$(realpath -m "$2")
get_packages pictures || exit 1
cd build/conformance
rm -rf samples
"$program" samples
node pictures.mjs samples "$folder"
printf '==> pictures are in %s\n' "$folder"
