#!/usr/bin/env bash
# What `./dev` does on a machine that has nothing but a minimal Debian: matrix.sh [--other] [RELEASE…].
# For each release: the program is built, its unit tests run, its package is made, from this tree, in a root of its own that is
# kept in build/roots with what was built there. --other: only on releases other than this machine's, and no package.
# A release that cannot be tried counts as a failure. Needs root and debootstrap. Last line: "N passed, N failed".
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(cd "$here/../.." && pwd)
source "$here/clean_root.sh"
trap 'rm -f "$root_log"' EXIT

readonly RELEASES=(12 13)
passed=0
failed=0

fail() {
  printf 'matrix: %s\n' "$*"
  failed=$((failed + 1))
}

# inside RELEASE COMMAND…: in the release's root, which sees this tree with a build folder of its own. All of its processes end
# with it.
inside() {
  local release=$1
  shift
  mkdir -p "$kept/$release-build" "$tree/build"
  # shellcheck disable=SC2016  # the inner shell expands it
  unshare --mount --propagation private --pid --fork --kill-child bash -c '
    set -e
    root=$1 tree=$2 build=$3
    shift 3
    mkdir -p "$root/noticed"
    mount --rbind /dev "$root/dev"
    mount -t proc proc "$root/proc"
    mount -t tmpfs tmpfs "$root/tmp"
    mount --bind "$tree" "$root/noticed"
    mount --bind "$build" "$root/noticed/build"
    exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb LC_ALL=C.UTF-8 \
      bash -c "cd /noticed && exec \"\$@\"" inside "$@"' inside "$kept/$release" "$tree" "$kept/$release-build" "$@" </dev/null
}

# one RELEASE NAME COMMAND…: counts as one.
one() {
  local release=$1 name=$2 begin=$SECONDS
  shift 2
  if inside "$release" "$@"; then
    passed=$((passed + 1))
    printf 'matrix: Debian %s: %s: %s s\n' "$release" "$name" "$((SECONDS - begin))"
  else
    fail "Debian $release: $name failed"
    return 1
  fi
}

# Its counts are the tests'.
unit_tests() {
  local release=$1 begin=$SECONDS counts
  counts=$(mktemp)
  inside "$release" ./dev test --unit | awk -v counts="$counts" '/^[0-9]+ passed, [0-9]+ failed$/ { print $1, $3 > counts; next } { print; fflush() }' || true
  local more_passed=0 more_failed=1
  [[ ! -s $counts ]] || read -r more_passed more_failed <"$counts"
  rm -f "$counts"
  passed=$((passed + more_passed))
  failed=$((failed + more_failed))
  printf 'matrix: Debian %s: unit tests: %s passed, %s failed, %s s\n' "$release" "$more_passed" "$more_failed" "$((SECONDS - begin))"
}

try() {
  local release=$1 with_package=$2 begin=$SECONDS
  printf 'matrix: Debian %s: a clean root\n' "$release"
  if ! base_root "$release" || ! made_whole "$kept/$release" cp -a "$kept/$release-base"; then
    fail "Debian $release cannot be tried: no root could be made from this machine's package archive"
    return 0
  fi
  printf 'matrix: Debian %s: a clean root: %s s\n' "$release" "$((SECONDS - begin))"
  one "$release" "packages" ./dev deps || return 0
  one "$release" "build" ./dev build || return 0
  unit_tests "$release"
  if [[ $with_package == yes ]]; then one "$release" "package" ./dev package || return 0; fi
}

# The release that this machine runs; empty if it is no Debian.
own_release() { (. /etc/os-release && [[ $ID == debian ]] && echo "$VERSION_ID") || true; }

main() {
  local release other='' wanted=()
  if [[ ${1:-} == --other ]]; then
    other=yes
    shift
  fi
  wanted=("$@")
  (($# > 0)) || wanted=("${RELEASES[@]}")
  for release in "${wanted[@]}"; do
    codename "$release" >/dev/null || { printf 'matrix: there is no release "%s"; there are: %s\n' "$release" "${RELEASES[*]}" >&2; exit 64; }
  done
  if ((EUID != 0)); then
    fail 'a clean root needs root'
  elif ! command -v debootstrap >/dev/null; then
    fail 'debootstrap is not here'
  else
    for release in "${wanted[@]}"; do
      [[ -z $other || $release != "$(own_release)" ]] || continue
      if [[ -n $other ]]; then try "$release" no; else try "$release" yes; fi
    done
  fi
  printf '%s passed, %s failed\n' "$passed" "$failed"
  ((failed == 0))
}

main "$@"
