#!/usr/bin/env bash
# Runs inside the booted system: installs the package and tests the service. A line "PASS what" or "FAIL
# what" for each thing that must hold; what is needed for the rest ends the play when it fails.
# With a package of an earlier version, older.deb, the play begins with that one and an upgrade from it.
#   play.sh OUT_DIR
set -euo pipefail
export LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?usage: play.sh OUT_DIR}

# holds WHAT COMMAND…: one line of the result.
holds() {
  local what=$1
  shift
  if "$@" >"$out/last" 2>&1; then
    printf 'PASS %s\n' "$what"
  else
    printf 'FAIL %s\n' "$what"
    sed 's/^/     /' "$out/last"
    return 1
  fi
}
# check: continues after a failure; must: does not.
check() { holds "$@" || true; }
must() {
  holds "$@" && return
  journalctl --no-pager -n 40 -u noticed.service | sed 's/^/     /'
  exit 1
}
not() { ! "$@"; }

# until_true SECONDS COMMAND…: whether the command succeeds in time.
until_true() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

# shellcheck source=world.sh
source "$here/world.sh"

property() { systemctl show --value -p "$1" noticed.service; }
# shellcheck disable=SC2053  # a pattern
status_says() { [[ $(property StatusText) == $1 ]]; }
is_running() { [[ $(property ActiveState) == active && $(property MainPID) != "${1:-0}" ]]; }
said() { [[ $(journalctl -o cat --no-pager -u noticed.service) == *"$1"* ]]; }
query() { sqlite3 -readonly -batch -init /dev/null "$kDatabase" "$1" 2>/dev/null; }
is_true() { [[ $(query "SELECT $1") == 1 ]]; }
alerts() { grep -c '"type":"'"$1"'"' "$kAlerts" || true; }
has_alerts() { [[ $(alerts "$1") == "$2" ]]; }
as() { setpriv --reuid="$1" --regid="$1" --init-groups "${@:2}"; }

# --- the parts -------------------------------------------------------------------------------------------------------

installs() {
  must 'the package installs' dpkg -i "$here/first.deb"
  check 'it is enabled, and waits for a configuration' test "$(systemctl is-enabled noticed):$(property ActiveState)" = enabled:inactive
  check 'no unit has failed' test -z "$(systemctl list-units --failed --no-legend --plain)"
  check 'the folder for secrets is noticed:noticed 0700' test "$(stat -c %U:%G:%a "$kSecrets")" = noticed:noticed:700
  check 'the unit has no faults' systemd-analyze verify --man=no noticed.service
  check 'what was installed is what the package says' dpkg --verify noticed
}

# initializes: `noticed init` as root, before there is anything that it would have to keep.
initializes() {
  rmdir "$kSecrets"
  must 'init writes a configuration' init_with_usual_answers
  check 'init gives folder and files to user noticed alone' credentials_are_closed
  check 'a member of the group reads no file that init wrote' reads_no_credential alice
  check 'check misses what is to be filled in' not noticed check
  fill_in
  check 'root fills the files in, and check is good' noticed check
  chmod 0750 "$kSecrets" && chmod 0440 "$kSecrets/secret-key"
  check 'check refuses a credential that the group may read' not noticed check
  check 'and names the command that mends it' grep -qF "chmod 0400 $kSecrets/secret-key" <(noticed check)
  chown root:root "$kSecrets/secret-key" && chmod 0400 "$kSecrets/secret-key"
  check 'check refuses a credential that the service may not read' not noticed check
  check 'and names that command, too' grep -qF "chown noticed $kSecrets/secret-key; chmod 0400" <(noticed check)
  rm -r "$kConfig" "$kSecrets"
  systemd-tmpfiles --create noticed.conf
}
init_with_usual_answers() { printf '\n\n\n\n\n' | noticed init; }
fill_in() {
  local file
  for file in access-key secret-key feishu-secret; do printf 'text-of-%s\n' "$file" >>"$kSecrets/$file"; done
  printf 'https://open.feishu.cn/open-apis/bot/v2/hook/0\n' >>"$kSecrets/feishu-url"
}

# Each credential belongs to user noticed alone, and so do the folders; there is at least one.
credentials_are_closed() {
  local odd
  odd=$(find "$kSecrets" \( -type d -printf '%u:%g:%m %p\n' -o -type f -links 1 -printf '%u:%g:%m %p\n' \) |
    grep -v -e "^noticed:noticed:700 $kSecrets" -e "^noticed:noticed:400 $kSecrets/" || true)
  printf '%s\n' "$odd"
  [[ -z $odd && -n $(find "$kSecrets" -type f) && $(stat -c %a "$kSecrets") == 700 ]]
}
# reads_no_credential USER: the user can run a program, and read none of them; there is at least one.
reads_no_credential() {
  local file files
  mapfile -t files < <(find "$kSecrets" -type f)
  ((${#files[@]} > 0)) && as "$1" cat /etc/passwd || return 1
  for file in "${files[@]}"; do
    if as "$1" cat "$file"; then return 1; fi
  done
}

# starts HOW: with credentials written by put_secret or put_old_secret.
starts() {
  must 'the simulated cloud runs' start_world
  write_config without
  printf 'first-token\n' | "$1" token
  "$1" webhook-secret </opt/out/webhook-secret
  must 'the configuration has no faults' noticed check
  must 'the service starts' systemctl start noticed
  check 'systemctl shows how it fares' until_true 15 status_says '1 resource, 0 failing, outbox 0'
  check 'its exposure, as it runs, is 1.1 at most' systemd-analyze security --threshold=11 noticed.service
  check 'it runs as noticed' test "$(stat -c %U:%G "/proc/$(property MainPID)")" = noticed:noticed
}

is_read() {
  check 'a member of the group reads the history' as alice sqlite3 -readonly "$kDatabase" 'SELECT count(*) FROM changes'
  check 'a stranger does not' not as bob sqlite3 -readonly "$kDatabase" 'SELECT count(*) FROM changes'
  check 'a member of the group reads no credential' reads_no_credential alice
  check 'nor does a stranger' reads_no_credential bob
  check 'neither of them writes there' not as alice touch "$kSecrets/new"
  check 'a member of the group uses the commands that read' as alice noticed status
  check 'and none that writes' refuses_to_write
  check 'a member of the group asks for a poll' as alice noticed poll payments-api
  check 'a stranger does not ask' not as bob noticed poll payments-api
  check 'the key is for noticed alone' test "$(stat -c %U:%G:%a "${kDatabase%.db}.key")" = noticed:noticed:600
}
refuses_to_write() {
  local said status=0
  local command
  for command in 'replay --sink on-call --since 2020-01-01' prune 'forget 17812345678'; do
    # shellcheck disable=SC2086  # words
    said=$(as alice noticed $command 2>&1) && return 1 || status=$?
    printf '%s: %s\n' "$status" "$said"
    [[ $status == 77 && $said == *'belongs to user noticed'*"sudo noticed ${command%% *}"* ]] || return 1
  done
}

# Actions that the sandbox forbids, tried in the service's own view of the files.
is_shut_in() {
  local pid view folder
  pid=$(property MainPID)
  view=/proc/$pid/root
  mkdir -p /home/alice && : >/home/alice/diary
  check 'shut in: it leaves no core file' grep -Eq '^Max core file size +0 +0 ' "/proc/$pid/limits"
  check 'shut in: it holds no capability' test "$(grep -Ec '^Cap(Inh|Prm|Eff|Bnd|Amb):\s*0+$' "/proc/$pid/status")" = 5
  check 'shut in: it gains no right' grep -Eq '^NoNewPrivs:\s*1$' "/proc/$pid/status"
  check 'shut in: its calls are filtered' grep -Eq '^Seccomp:\s*2$' "/proc/$pid/status"
  for folder in /etc/noticed /etc/noticed/credentials /usr /var/log /opt; do
    check "shut in: $folder cannot be written" not touch "$view$folder/noticed-was-here"
  done
  check 'shut in: its history can be' test -w "$view/var/lib/noticed"
  check 'shut in: no program can be run' not "$view/usr/bin/true"
  check 'shut in: it sees no home' not test -e "$view/home/alice/diary"
}

tells() {
  set_mail false
  check 'a change is told' until_true 15 has_alerts noticed.settings.changed 1
  printf 'from the package to the first alert: %s s\n' $((SECONDS - began))
  check 'the journal has it, with its fields' until_true 5 in_journal
  check 'and nothing that is secret' not grep -qF -e first-token -e "$(</opt/out/webhook-secret)" <(journalctl -o export --no-pager)
}
in_journal() {
  local record
  record=$(journalctl -o json --no-pager -u noticed.service NOTICED_TYPE=noticed.settings.changed NOTICED_SEVERITY=critical)
  [[ $record == *'"PRIORITY":"2"'* && $record == *'"NOTICED_SERVICE":"build"'* && $record == *"\"NOTICED_RESOURCE\":\"build/$kBuild\""* &&
    $record == *'"NOTICED_EVENT_ID":"evt_'* && $record == *'"SYSLOG_IDENTIFIER":"noticed"'* ]]
}

reloads() {
  local pid
  pid=$(property MainPID)
  write_config with
  check 'a reload is waited for' systemctl reload noticed
  check 'and is applied' until_true 10 status_says '2 resources, 0 failing, outbox 0'
  printf '[storage]\npaht = "/var/lib/noticed/other.db"\n' >>"$kConfig"
  check 'a reload that is refused ends, too' systemctl reload noticed
  check 'the status says why' until_true 10 status_says '2 resources, *rejected*noticed.toml:*paht*'
  write_config with
  systemctl reload noticed
  check 'until one is taken' until_true 10 status_says '2 resources, 0 failing, outbox 0'
  chmod 0755 "$kSecrets" && chmod 0444 "$kSecrets/webhook-secret"
  systemctl reload noticed
  check 'a credential that others may read is warned of' until_true 10 said 'webhook-secret: mode 0444: every user may read it'
  check 'and keeps no configuration from being taken' status_says '2 resources, 0 failing, outbox 0'
  chmod 0700 "$kSecrets" && chmod 0400 "$kSecrets/webhook-secret"
  check 'all that by one process' test "$(property MainPID)" = "$pid"
}

# takes_new_secrets TOKEN: from now on the cloud accepts only this token.
takes_new_secrets() {
  local pid
  pid=$(property MainPID)
  control tokens "[\"$1\"]"
  must 'a token that the cloud refuses is a gap' until_true 20 is_true "EXISTS (SELECT 1 FROM gaps WHERE reason = 'auth' AND to_at IS NULL)"
  printf '%s\n' "$1" | put_secret token
  check 'a new one arrives without a restart' until_true 20 is_true "NOT EXISTS (SELECT 1 FROM gaps WHERE to_at IS NULL)"
  check 'in the same process' test "$(property MainPID)" = "$pid"
}

has_failed() { [[ $(property ActiveState) == failed ]]; }
rests_after_faults() {
  printf '[storage]\npaht = "/var/lib/noticed/other.db"\n' >>"$kConfig"
  systemctl restart noticed || true
  until_true 20 has_failed || true
  sleep 6 # longer than RestartSec=
  check 'a faulty configuration is not tried again' test "$(property ActiveState):$(property ExecMainStatus):$(property NRestarts)" = failed:78:0
  write_config with
  systemctl reset-failed noticed
  systemctl start noticed
}

# drop_in NAME: standard input becomes a drop-in of the unit; empty input removes it.
drop_in() {
  mkdir -p /etc/systemd/system/noticed.service.d
  cat >"/etc/systemd/system/noticed.service.d/$1.conf"
  systemctl daemon-reload
  systemctl restart noticed
}

is_watched_over() {
  local pid
  printf '[Service]\nWatchdogSec=5\nRestartSec=100ms\n' | drop_in watchdog
  pid=$(property MainPID)
  sleep 6
  check 'the watchdog is content while it runs' test "$(property MainPID):$(property NRestarts)" = "$pid:0"
  kill -STOP "$pid" || true
  check 'the watchdog restarts one that hangs' until_true 30 is_running "$pid"
  check 'and says so' until_true 5 said 'Watchdog timeout'
}

survives_kill() {
  local pid
  printf '[Service]\nRestartSec=100ms\n' | drop_in watchdog # a busy machine must not trip a short watchdog meanwhile
  must 'it runs, with its usual patience' until_true 30 is_running
  until_true 15 status_says '2 resources, 0 failing, outbox 0' || true
  pid=$(property MainPID)
  kill -KILL "$pid"
  set_mail true
  check 'after kill -9 it comes back' until_true 30 is_running "$pid"
  check 'and tells what changed meanwhile' until_true 20 has_alerts noticed.settings.changed 2
  check 'the history is whole' noticed verify
  check 'nothing is lost: every event is delivered' until_true 20 is_true "NOT EXISTS (SELECT 1 FROM deliveries WHERE state <> 'delivered')"
  rm /etc/systemd/system/noticed.service.d/watchdog.conf
}

takes_encrypted_secrets() {
  systemd-creds encrypt --with-key=host --name=token "$kSecrets/token" /etc/noticed/token.cred >/dev/null 2>&1 ||
    { printf 'systemd-creds has no key here: encrypted secrets are not tried\n'; systemctl daemon-reload; systemctl restart noticed; return; }
  mv "$kSecrets/token" /root/token
  printf '[Service]\nLoadCredentialEncrypted=token:/etc/noticed/token.cred\n' | drop_in credential
  check 'an encrypted secret is found' until_true 15 status_says '2 resources, 0 failing, outbox 0'
  mv /root/token "$kSecrets/token"
  rm /etc/systemd/system/noticed.service.d/credential.conf
  systemctl daemon-reload
  systemctl restart noticed
}

is_stopped() {
  local state
  state=$(property ActiveState):$(property Result):$(property ExecMainStatus)
  [[ $state == inactive:success:0 ]] && return
  printf '%s\n' "$state"
  journalctl --no-pager -n 20 -u noticed.service
  return 1
}

stops() {
  check 'it stops' systemctl stop noticed
  check 'cleanly' is_stopped
  check 'the history stays readable' as alice sqlite3 -readonly "$kDatabase" 'SELECT count(*) FROM changes'
  check 'the log is written back' test ! -s "$kDatabase-wal"
  check 'root writes to the history' noticed forget --yes 8617800001234
  check 'and everything there still belongs to noticed' test -z "$(find /var/lib/noticed ! -user noticed -o ! -group noticed)"
  check 'an upgrade installs again' dpkg -i "$here/upgrade.deb"
  cp "$out/last" "$out/upgrade"
  check 'and has nothing to say of the credentials' not grep -q 'only user noticed' "$out/upgrade"
  check 'an upgrade leaves alone what was stopped' is_stopped
  systemctl start noticed
}

# is_upgraded PACKAGE: from credentials that group noticed may read, as packages from before 0.1.0 had them.
is_upgraded() {
  local before pid changes
  before=$(sha256sum "$kConfig" "$kSecrets"/*)
  changes=$(query 'SELECT count(*) FROM changes')
  pid=$(property MainPID)
  check 'before the upgrade, the group read the credentials' as alice cat "$kSecrets/token"
  plant_links
  must 'an upgrade installs' dpkg -i "$here/$1"
  cp "$out/last" "$out/upgrade"
  check 'and says in one line what it changed' says_what_it_mended "$out/upgrade"
  check 'and restarts the service' until_true 15 is_running "$pid"
  check 'the configuration and the secrets are as they were' test "$(sha256sum "$kConfig" "$kSecrets"/*)" = "$before"
  check 'so is the history' test "$(query 'SELECT count(*) FROM changes')" -ge "$changes"
  check 'credentials belong to user noticed alone' credentials_are_closed
  check 'what links lead to is left alone' links_are_left_alone
  rm -r /root/outside "$kSecrets/.link" "$kSecrets/.twice" "$kSecrets/.folder"
  check 'a member of the group reads no credential any more' reads_no_credential alice
  check 'but the history' as alice sqlite3 -readonly "$kDatabase" 'SELECT count(*) FROM changes'
  check 'check has no fault' noticed check
}
# set_old_layout: owners and modes as the README before 0.1.0 gave them.
set_old_layout() {
  chown -R root:noticed "$kSecrets"
  chmod 0750 "$kSecrets"
  chmod 0640 "$kSecrets"/*
}
# plant_links: links that an upgrade must not follow, and a folder that it must enter. Their names begin with a dot, so that
# they are not compared.
plant_links() {
  mkdir -m 0755 /root/outside
  touch /root/outside/{target,twice}
  chmod 0644 /root/outside/*
  ln -s /root/outside/target "$kSecrets/.link"
  ln /root/outside/twice "$kSecrets/.twice"
  mkdir -m 0750 "$kSecrets/.folder"
  install -m 0640 -g noticed /dev/null "$kSecrets/.folder/deep"
}
links_are_left_alone() { [[ $(stat -c %U:%G:%a /root/outside /root/outside/*) == $'root:root:755\nroot:root:644\nroot:root:644' ]]; }
says_what_it_mended() { [[ $(grep -c 'only user noticed' "$1") == 1 ]] && grep -q '^noticed: 5 files and folders in /etc/noticed/credentials' "$1"; }

is_removed() {
  check 'a removal succeeds' dpkg -r noticed
  check 'and stops the service' not is_running
  check 'it keeps configuration and history' test -f "$kConfig" -a -f "$kDatabase"
  check 'a purge succeeds' dpkg -P noticed
  rm -rf /etc/systemd/system/noticed.service.d
  check 'and leaves nothing' test -z "$(find / -xdev \( -path /opt -o -path /proc -o -path /sys -o -path /var/log -o -path /tmp \) -prune -o -iname '*noticed*' -print)"
  check 'but the user' getent passwd noticed
}

began=$SECONDS
useradd bob
if [[ -f $here/older.deb ]]; then
  must 'the older package installs' dpkg -i "$here/older.deb"
  useradd --groups noticed alice
  starts put_old_secret
  is_upgraded first.deb
  takes_new_secrets first-token-again
else
  installs
  useradd --groups noticed alice
  initializes
  starts put_secret
fi
is_read
is_shut_in
tells
reloads
takes_new_secrets second-token
rests_after_faults
is_watched_over
survives_kill
takes_encrypted_secrets
set_old_layout
is_upgraded upgrade.deb
takes_new_secrets third-token
stops
is_removed
: >"$out/finished"
