#!/usr/bin/env bash
# numbers.sh [TREE]: figures of a tree (this one by default): what must be zero, with each case listed, and how much code
# there is. Exit status 1 if a zero is not zero.
set -uo pipefail
lint=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "${1:-$lint/../..}" || exit 1
source "$lint/tree.sh"

readonly program=(daemon storage pollers)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
wrong=0

# zero WHAT COUNT: must be 0; the cases are read from standard input, one a line.
zero() {
  printf '%-46s %8s\n' "$1" "$2"
  sed 's/^/    /'
  ((${2} == 0)) || wrong=1
}
figure() { printf '%-46s %8s%s\n' "$1" "$2" "${3:+  $3}"; }

# rule WHAT RULE: the violations that a rule of lint finds.
rule() {
  bash "$lint/rules/$2.sh" >"$scratch/said" 2>&1 || true
  zero "$1" "$(wc -l <"$scratch/said")" <"$scratch/said"
}

# loose_files: what lies in daemon/ itself besides the two parts that may, and documents.
loose_files() {
  tree_files | grep -E '^daemon/[^/]+$' | grep -vE '^daemon/(main\.cpp|daemon\.(h|cpp)|CMakeLists\.txt|[^/]+\.md)$' || true
}

# type_pairs: names of types with more than one definition: pairs, name, where.
type_pairs() {
  perl "$lint/numbers.pl" types <"$scratch/code" | sort | awk '
    function flush() { if (count > 1) print count * (count - 1) / 2, name, places }
    $1 != name { flush(); name = $1; count = 0; places = "" }
    { ++count; places = places " " $2 }
    END { flush() }'
}

# longest FILES…: lines and name of the longest file of a list on standard input.
longest() { xargs -r -d '\n' wc -l | grep -v ' total$' | sort -k1,1nr -k2 | head -n 1; }

main() {
  local lines place
  cpp_files "${program[@]}" >"$scratch/files"
  code --strings <"$scratch/files" >"$scratch/text"
  code <"$scratch/files" >"$scratch/code"
  rule 'includes from a folder above' layers
  loose_files >"$scratch/loose"
  zero 'loose files in daemon/' "$(wc -l <"$scratch/loose")" <"$scratch/loose"
  rule 'source files of one name' one_name
  type_pairs >"$scratch/pairs"
  zero 'pairs of types of one name' "$(awk '{ sum += $1 } END { print sum + 0 }' "$scratch/pairs")" \
    < <(cut -d' ' -f2- "$scratch/pairs")
  figure 'program: files' "$(wc -l <"$scratch/files")"
  figure 'program: lines' "$(xargs -r -d '\n' cat <"$scratch/files" | wc -l)"
  figure 'program: lines of code, no comments, not blank' "$(cut -d: -f3- "$scratch/text" | grep -c '[^[:space:]]')"
  read -r lines place < <(longest <"$scratch/files")
  figure 'program: longest file' "${lines:-0}" "${place:-}"
  read -r lines place < <(perl "$lint/numbers.pl" functions <"$scratch/code" | sort -k1,1nr -k2 | head -n 1)
  figure 'program: longest function' "${lines:-0}" "${place:-}"
  read -r lines place < <(cpp_files tests | longest)
  figure 'tests: longest file' "${lines:-0}" "${place:-}"
  return "$wrong"
}

main
