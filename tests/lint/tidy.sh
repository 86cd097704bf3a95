#!/usr/bin/env bash
# tidy.sh BUILD: clang-tidy over the program's sources, by .clang-tidy. BUILD holds compile_commands.json. It takes minutes,
# so it is no rule; run it before larger changes.
source "$(dirname "${BASH_SOURCE[0]}")/tree.sh"
cd "$here/../.." || exit 1
# g++'s own warning flags are none of clang's business.
cpp_files daemon pollers storage | grep '\.cpp$' |
  xargs -r -d '\n' -P "$(nproc)" -n 1 bash -c 'echo "tidy $2"; clang-tidy --quiet -p "$1" --extra-arg=-Wno-unknown-warning-option "$2" 2>/dev/null' bash "$1"
