#!/usr/bin/env bash
# fuzz.sh PROGRAM OUT [--seconds N] [--quick] [TARGET…]: fuzzes every target, or those named, two at a time.
# Inputs that crash or stop a target are kept in OUT/crashes. Exit status 0 only if there are none.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly program=$1 out=$2
shift 2

usage() { printf 'fuzz: %s\nusage: ./dev fuzz [--seconds N] [--quick] [TARGET…]\n' "$1" >&2; exit 64; }

seconds=60
targets=()
mapfile -t known < <("$program")
((${#known[@]} > 0)) || { echo "fuzz: $program names no targets" >&2; exit 1; }
while (($# > 0)); do
  case $1 in
    --quick) seconds=10 ;;
    --seconds)
      [[ "${2:-}" =~ ^[1-9][0-9]*$ ]] || usage "--seconds wants a number"
      seconds=$2
      shift ;;
    -*) usage "there is no option $1" ;;
    *)
      printf '%s\n' "${known[@]}" | grep -qxF -- "$1" || usage "there is no target \"$1\"; there are: ${known[*]}"
      targets+=("$1") ;;
  esac
  shift
done
((${#targets[@]} > 0)) || targets=("${known[@]}")

mkdir -p "$out/crashes" "$out/found" "$out/logs"
# The configuration is read from files, in memory if possible.
TMPDIR=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
symbolizer=$(command -v llvm-symbolizer-14 || command -v llvm-symbolizer || true)
export ASAN_OPTIONS="external_symbolizer_path=$symbolizer:malloc_context_size=8:quarantine_size_mb=64"
export UBSAN_OPTIONS="external_symbolizer_path=$symbolizer:print_stacktrace=1"
unset CREDENTIALS_DIRECTORY
export TZ=Asia/Shanghai

dictionary_of() {
  case $1 in
    build | pipeline | check | repo | listing) echo answers ;;
    refusal | judge) echo replies ;;
    config) echo config ;;
    *) echo texts ;;
  esac
}

# Bytes of the longest input. Names are rendered for eight sinks, which takes long.
longest_of() {
  case $1 in
    words | bodies | events) echo 4096 ;;
    *) echo 65536 ;;
  esac
}

# fuzz TARGET: one run. New inputs stay in OUT/found and help the next run; they are never added to the tree.
fuzz() {
  mkdir -p "$out/found/$1" "$out/crashes/$1"
  NOTICED_TARGET=$1 "$program" -max_total_time="$seconds" -rss_limit_mb=1024 -timeout=10 -max_len="$(longest_of "$1")" \
    -report_slow_units=10 -print_final_stats=1 -dict="$here/dictionaries/$(dictionary_of "$1").dict" \
    -artifact_prefix="$out/crashes/$1/" "$out/found/$1" "$here/corpus/$1" >"$out/logs/$1.log" 2>&1
  printf '%s\n' "$?" >"$out/logs/$1.status"
}

# said TARGET: prints the result of its run, and how to reproduce a crash.
said() {
  local log=$out/logs/$1.log runs edges crashes=0 input
  runs=$(awk '$1 == "stat::number_of_executed_units:" { print $2 }' "$log")
  edges=$(awk '{ for (i = 1; i < NF; i++) if ($i == "cov:") edges = $(i + 1) } END { print edges + 0 }' "$log")
  # Killed or crashed before its summary: the last number that it printed.
  [[ -n "$runs" ]] || runs=$(awk '/^#[0-9]+/ { sub("#", "", $1); runs = $1 } END { print runs + 0 }' "$log")
  [[ "$(cat "$out/logs/$1.status")" == 0 ]] || crashes=1
  printf 'fuzz: %s: %s runs, %s edges, %s crashes\n' "$1" "$runs" "$edges" "$crashes"
  if ((crashes == 0 && runs > 0)); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    grep -E 'ERROR: |runtime error: |what\(\): |SUMMARY: ' "$log" | head -n 5
    input=$(awk '/Test unit written to / { print $NF }' "$log" | tail -n 1)
    printf '  log: %s\n  again: NOTICED_TARGET=%s %s %s\n' "$log" "$1" "$program" "${input:-$here/corpus/$1/*}"
  fi
  printf 'attack: fuzzing %s: %s times, - lost, - duplicated, %s crashed\n' "$1" "$runs" "$crashes"
}

passed=0
failed=0
for ((i = 0; i < ${#targets[@]}; i += 2)); do
  pair=("${targets[@]:i:2}")
  printf 'fuzz: %s: %s s\n' "${pair[*]}" "$seconds"
  for target in "${pair[@]}"; do fuzz "$target" & done
  wait
  for target in "${pair[@]}"; do said "$target"; done
done
printf '%s passed, %s failed\n' "$passed" "$failed"
((failed == 0))
