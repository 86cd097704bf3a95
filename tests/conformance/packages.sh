# Sourced: the packages of package-lock.json, in build/conformance and nowhere else.

# get_packages PURPOSE: 0 if they are installed; 75 with a message if this machine cannot get them; else npm's status.
get_packages() {
  local purpose=$1 kind=() log=build/conformance/npm.log stamp=build/conformance/installed.$1 status=0
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    printf '%s skipped: there is no node and npm (Debian: apt-get install nodejs npm)\n' "$purpose"
    return 75
  fi
  mkdir -p build/conformance
  rm -f build/conformance/*.mjs
  cp tests/conformance/*.mjs tests/conformance/package.json tests/conformance/package-lock.json build/conformance/
  # Installed packages are not fetched again, without asking the registry. Pictures also need the optional ones.
  if cmp -s tests/conformance/package-lock.json build/conformance/installed.pictures; then return 0; fi
  if cmp -s tests/conformance/package-lock.json "$stamp"; then return 0; fi
  rm -f build/conformance/installed.*
  if [[ "$purpose" == conformance ]]; then kind=(--omit=optional); fi
  printf '==> packages of npm, into build/conformance\n' >&2
  (cd build/conformance && npm ci --no-audit --no-fund --ignore-scripts --loglevel=error "${kind[@]}") >"$log" 2>&1 || status=$?
  if ((status == 0)); then
    cp tests/conformance/package-lock.json "$stamp"
    return 0
  fi
  tail -n 15 "$log" >&2
  if grep -qE 'ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|network' "$log"; then
    printf '%s skipped: npm cannot reach its registry\n' "$purpose"
    return 75
  fi
  return "$status"
}
