# shellcheck shell=bash
# Clean Debian systems in folders, made by debootstrap: for `./dev service` and `./dev matrix`. To be sourced.
# They are kept in build/roots. Whatever is mounted, is mounted in a private namespace, and so gone when its command ends.

root_patience=900  # seconds for a root; usually one or two minutes
kept=$(realpath -m "$(dirname "${BASH_SOURCE[0]}")/../../build/roots")

# The name of a release by which its archive goes.
codename() {
  case $1 in
    12) echo bookworm ;;
    13) echo trixie ;;
    *) return 1 ;;
  esac
}

# The archive that this machine itself uses.
archive() {
  # shellcheck disable=SC2016  # apt-get expands it
  apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(SITE)' 'Identifier: Packages' 2>/dev/null |
    awk '$1 == "Debian" && $2 !~ /-/ { print $3; exit }'
}

# made_whole NAME COMMAND…: creates the folder NAME by a command that gets a temporary path as its last argument; leaves
# nothing half made. If it exists, there is nothing to do. What the command printed is in $root_log.
root_log=$(mktemp)
made_whole() {
  local name=$1 status=0
  shift
  [[ ! -d $name ]] || return 0
  rm -rf --one-file-system "$name.new"
  mkdir -p "$kept"
  timeout "$root_patience" unshare --mount --propagation private "$@" "$name.new" >"$root_log" 2>&1 </dev/null || status=$?
  if ((status == 0)); then
    mv "$name.new" "$name"
    return 0
  fi
  tail -n 5 "$root_log" >&2
  rm -rf --one-file-system "$name.new"
  return "$status"
}

# base_root RELEASE: a minimal system, in $kept/RELEASE-base. Its packages are unpacked without waiting for the disk: what a power
# cut leaves of it is thrown away.
base_root() {
  local site
  site=$(archive)
  # shellcheck disable=SC2016  # the inner shell expands it
  made_whole "$kept/$1-base" bash -c '
    debootstrap --variant=minbase "$1" "$3" ${2:+"$2"} && echo force-unsafe-io >"$3/etc/dpkg/dpkg.cfg.d/unsafe-io"' \
    debootstrap "$(codename "$1")" "$site"
}
