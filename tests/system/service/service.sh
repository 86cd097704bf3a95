#!/usr/bin/env bash
# The service as it is installed: a clean Debian of the package's release boots systemd, installs it, and play.sh runs inside.
#   service.sh BUILD_DIR PACKAGE [OLDER_PACKAGE]
# BUILD_DIR contains the test programs. With OLDER_PACKAGE, of an earlier version, the play begins with that
# one and an upgrade from it. Needs root, debootstrap and systemd-nspawn. The clean root is kept in build/roots. Last line:
# "N passed, N failed", or "service skipped: WHY". Nothing is left mounted or running: all mounts are in a private namespace,
# and everything inside ends with the container.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../matrix/clean_root.sh"

readonly kBootPatience=180  # seconds until play.sh has begun; a machine that boots needs two
readonly kPlayPatience=600  # seconds until it has ended; usually one or two minutes

build=$(cd "${1:?usage: service.sh BUILD_DIR PACKAGE [OLDER_PACKAGE]}" && pwd)
package=$(realpath "${2:?usage: service.sh BUILD_DIR PACKAGE [OLDER_PACKAGE]}")
older=${3:+$(realpath -e "$3")}
work=$(mktemp -d "${TMPDIR:-/tmp}/noticed-service.XXXXXX")
machine=noticed-service-$$
container='' # the container's process: nspawn

skip() {
  printf 'service skipped: %s\n' "$*"
  exit 0
}

cgroup_folders() { printf '%s\n' "/sys/fs/cgroup/$machine" "/sys/fs/cgroup/systemd/$machine" "/sys/fs/cgroup/unified/$machine"; }

clean_up() {
  local folder
  if [[ -n $container ]] && kill -0 "$container" 2>/dev/null; then
    kill -KILL "$container" 2>/dev/null || true # its processes and mounts go with it
    wait "$container" 2>/dev/null || true
  fi
  while IFS= read -r folder; do
    if [[ -d $folder ]]; then find "$folder" -depth -type d -exec rmdir {} + 2>/dev/null || true; fi
  done < <(cgroup_folders)
  rm -rf --one-file-system "$work" "$root_log"
}
trap clean_up EXIT

need() {
  local tool
  ((EUID == 0)) || skip 'booting a system needs root'
  for tool in debootstrap systemd-nspawn unshare dpkg-deb; do
    command -v "$tool" >/dev/null || skip "$tool is not here"
  done
}

# The Debian release that the package is for, by its version.
release_of_package() {
  local version
  version=$(dpkg-deb -f "$package" Version)
  [[ $version =~ ~deb([0-9]+)u ]] && echo "${BASH_REMATCH[1]}"
}

# Sets `root`: a clean Debian with systemd, and what the package depends on and recommends. Status 2: no packages can be
# had; 1: that release does not have those.
make_root() {
  local wanted
  wanted="systemd, systemd-sysv, $(dpkg-deb -f "$package" Depends Recommends | sed -E 's/^[A-Z][a-z]+: //' | paste -sd,)"
  root=$kept/$release-service-$(sha256sum <<<"$wanted" | cut -c 1-12)
  base_root "$release" || return 2
  [[ -d $root ]] || rm -rf --one-file-system "$kept/$release"-service-* # of an older package
  # shellcheck disable=SC2016  # the inner shell expands it
  made_whole "$root" bash -c 'set -e
    cp -a "$2" "$3" && mount -t proc proc "$3/proc"
    chroot "$3" env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends satisfy "$1"
    chroot "$3" apt-get clean && umount "$3/proc"' satisfy "$wanted" "$kept/$release-base" && return 0
  if grep -q 'unmet dependencies' "$root_log"; then return 1; fi
  return 2
}

# The same package under a higher version.
repack() {
  local tree=$work/repacked
  dpkg-deb -R "$package" "$tree"
  sed -i 's/^Version: .*/Version: 99.0-1/' "$tree/DEBIAN/control"
  dpkg-deb --root-owner-group -Znone -b "$tree" "$work/stage/upgrade.deb" >/dev/null
  rm -rf "$tree"
}

# The files for the container, below /opt/service.
stage() {
  mkdir -p "$work/stage" "$work/out"
  cp "$build/tests/codearts/codearts-cloud" "$build/tests/bin/codearts-control" "$build/tests/bin/webhook-receiver" \
    "$here/play.sh" "$here/world.sh" "$work/stage/"
  cp "$package" "$work/stage/first.deb"
  if [[ -n $older ]]; then cp "$older" "$work/stage/older.deb"; fi
  repack
}

# In a private mount namespace, in cgroups of its own, with loopback for a network. systemd starts play.sh as a unit, which
# powers the machine off at its end.
boot() {
  local root=$1
  # shellcheck disable=SC2016  # the inner shell expands it
  exec unshare --mount --propagation private bash -c '
    set -e
    root=$1 work=$2 machine=$3
    mkdir "$work/over"
    mount -t tmpfs tmpfs "$work/over"
    mkdir "$work/over/upper" "$work/over/work" "$work/over/root"
    mount -t overlay overlay -o "lowerdir=$root,upperdir=$work/over/upper,workdir=$work/over/work" "$work/over/root"
    top=$work/over/root
    : >"$top/etc/machine-id"
    rm -f "$top"/etc/systemd/system/*.wants/*.timer
    cat >"$top/etc/systemd/system/play.service" <<END
[Unit]
Description=The test
After=basic.target
SuccessAction=poweroff-force
FailureAction=poweroff-force
[Service]
Type=oneshot
ExecStart=/bin/bash /opt/service/play.sh /opt/out
StandardOutput=file:/opt/out/said
StandardError=inherit
END
    mkdir -p "$top/etc/systemd/system/multi-user.target.wants" "$top/opt/service" "$top/opt/out"
    ln -s ../play.service "$top/etc/systemd/system/multi-user.target.wants/play.service"
    for folder in $4; do
      if [ -e "${folder%/*}/cgroup.procs" ]; then mkdir -p "$folder" && echo $$ >"$folder/cgroup.procs"; fi
    done
    exec systemd-nspawn --quiet --register=no --keep-unit --directory="$top" --machine="$machine" --private-network \
      --link-journal=no --console=pipe --bind-ro="$work/stage:/opt/service" --bind="$work/out:/opt/out" --boot' \
    boot "$root" "$work" "$machine" "$(cgroup_folders | tr '\n' ' ')" >"$work/console" 2>&1 </dev/null
}

# Checks the package with lintian, if that is installed.
judge() {
  command -v lintian >/dev/null || return 0
  if lintian --fail-on error,warning "$package" >"$work/lintian" 2>&1; then
    printf 'PASS lintian has no complaint\n'
  else
    printf 'FAIL lintian has no complaint\n'
    sed 's/^/     /' "$work/lintian"
  fi
} >>"$work/judged"

# ended SECONDS: whether the container ends in time; prints its output meanwhile.
said=0
show() {
  if [[ -f $work/out/said ]]; then
    tail -c "+$((said + 1))" "$work/out/said" | tee "$work/new"
    said=$((said + $(stat -c %s "$work/new")))
  fi
}
ended() {
  local deadline=$((SECONDS + $1))
  while kill -0 "$container" 2>/dev/null; do
    show
    if ((SECONDS >= deadline)) || { [[ ${2:-} == begun && -s $work/out/said ]]; }; then return 1; fi
    sleep 0.5
  done
}

main() {
  local root='' release status=0 passed failed
  need
  release=$(release_of_package) && codename "$release" >/dev/null ||
    skip "the package is for no Debian that is tried here: $(dpkg-deb -f "$package" Version)"
  make_root || status=$?
  ((status != 2)) || skip 'no Debian packages can be had for a clean root'
  if ((status != 0)); then
    printf 'the package depends on what Debian %s does not have\n0 passed, 1 failed\n' "$release"
    exit 1
  fi
  judge
  cat "$work/judged"
  stage
  boot "$root" &
  container=$!
  if ended "$kBootPatience" begun || [[ ! -s $work/out/said ]]; then
    if [[ ! -s $work/out/said ]]; then
      tail -n 20 "$work/console" >&2
      skip 'systemd did not boot in a container here'
    fi
  fi
  ended "$kPlayPatience" || printf 'FAIL it did not end within %s s\n' "$kPlayPatience" >>"$work/out/said"
  show
  passed=$(cat "$work/judged" "$work/out/said" | grep -c '^PASS ' || true)
  failed=$(cat "$work/judged" "$work/out/said" | grep -c '^FAIL ' || true)
  if [[ ! -f $work/out/finished ]] && ((failed == 0)); then failed=1; fi
  printf '%s passed, %s failed\n' "$passed" "$failed"
  ((failed == 0))
}

main
