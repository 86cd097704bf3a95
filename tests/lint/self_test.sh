#!/usr/bin/env bash
# Plants violations of each rule in a small clean tree, one at a time, and checks that the rule names the file; plants
# code that only resembles one, and checks that the rule reports nothing. A rule without a plant fails, too.
set -uo pipefail
lint=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

checks=0
wrong=0
declare -A planted=()

complain() {
  wrong=$((wrong + 1))
  printf 'lint: own test: %s\n' "$*"
}

clean_tree() {
  rm -rf "$root/tree"
  mkdir -p "$root/tree"/{daemon/cli,storage/model,pollers,migrations,systemd,tests/bench,.ci}
  cd "$root/tree" || exit 1
  cp "$lint/../../.clang-format" .
  printf '# A\n\nSee [b](daemon/README.md#b), `[c](gone.md)`.\n' >README.md
  printf '## B\n\nUp: [a](../README.md), [web](https://example.org/x).\n' >daemon/README.md
  local room
  for room in storage pollers migrations systemd tests; do printf '# %s\n' "$room" >"$room/README.md"; done
  printf '#!/usr/bin/env bash\necho\n' >dev
  chmod +x dev
}

# put FILE: writes standard input there.
put() {
  mkdir -p "$(dirname "$1")"
  cat >"$1"
}

# caught RULE FILE: the rule reports what was just planted in FILE.
caught() {
  local said status=0
  checks=$((checks + 1))
  planted[$1]=1
  said=$(bash "$lint/rules/$1.sh" 2>&1) || status=$?
  if ((status == 0)); then complain "rule $1 passes although $2 breaks it"; fi
  if ! grep -qE "^$2:[0-9]+: " <<<"$said"; then complain "rule $1 does not name $2; it says: ${said:-nothing}"; fi
  clean_tree
}

# quiet RULE: the rule does not report what was just planted.
quiet() {
  local said status=0
  checks=$((checks + 1))
  said=$(bash "$lint/rules/$1.sh" 2>&1) || status=$?
  if ((status != 0)) || [[ -n "$said" ]]; then complain "rule $1 complains of nothing: $said"; fi
  clean_tree
}

clean_tree
for rule in "$lint"/rules/*.sh; do quiet "$(basename "$rule" .sh)"; done

for part in plants_code plants_tree; do
  # shellcheck source=/dev/null
  source "$lint/$part.sh"
done

for rule in "$lint"/rules/*.sh; do
  name=$(basename "$rule" .sh)
  [[ -n "${planted[$name]:-}" ]] || complain "rule $name has no violation planted here"
done

# The runner prints what a rule finds.
checks=$((checks + 1))
: >stranger.txt
if bash "$lint/lint.sh" "$PWD" >/dev/null; then complain "run.sh passes although a rule is broken"; fi

printf 'lint: own test: %s checks, %s wrong\n' "$checks" "$wrong"
((wrong == 0))
