#!/usr/bin/env bash
# The demonstration: a simulated cloud, the real daemon, a webhook receiver; then the history.
#   tests/demo/demo.sh BUILD_DIR [WORK_DIR]
# Needs bash, coreutils, grep, sed and sqlite3. WORK_DIR (default: a new one under ${TMPDIR:-/tmp}) is kept for inspection.
# Exit status 1 if any result is not as expected.
set -euo pipefail
umask 077
export LC_ALL=C.UTF-8 TZ=UTC0

readonly kPatience=15 # seconds, for whatever is waited for

build=${1:?usage: demo.sh BUILD_DIR [WORK_DIR]}
build=$(cd "$build" && pwd)
if [[ -n ${2:-} ]]; then mkdir -p "$2"; fi
work=${2:-$(mktemp -d "${TMPDIR:-/tmp}/noticed-demo.XXXXXX")}
work=$(cd "$work" && pwd)
if [[ -n $(ls -A "$work") ]]; then
  printf '%s is not empty\n' "$work" >&2
  exit 64
fi
noticed=$build/noticed
cloud=$build/tests/codearts/codearts-cloud
receiver=$build/tests/bin/webhook-receiver
control=$build/tests/bin/codearts-control

config=$work/noticed.toml
db=$work/noticed.db
log=$work/noticed.log
alerts=$work/alerts.jsonl # the receiver's log: one line an alert
told=0                    # alerts expected, and seen, so far
changed_at=0
cloud_pid='' receiver_pid='' daemon_pid=''

bold='' dim='' red='' plain=''
if [[ -t 1 && -z ${NO_COLOR:-} ]]; then bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' plain=$'\e[0m'; fi

# --- words -----------------------------------------------------------------------------------------------------------

headline() { printf '\n%s%s%s\n' "$bold" "$*" "$plain"; }
note() { printf '  %s%s%s\n' "$dim" "$*" "$plain"; }

fail() {
  printf '\n%sThe demo failed: %s%s\n' "$red" "$*" "$plain"
  if [[ -s $log ]]; then
    printf 'The end of the daemon'\''s log, %s:\n' "$log"
    tail -n 25 "$log"
  fi
  exit 1
}

# --- processes -------------------------------------------------------------------------------------------------------

microseconds() { printf '%s' "${EPOCHREALTIME//[!0-9]/}"; }

# Whether the child process ended within five seconds after the signal.
ended() {
  local pid=$1 until
  kill -TERM "$pid" 2>/dev/null || return 0
  until=$(($(microseconds) + 5000000))
  while kill -0 "$pid" 2>/dev/null; do
    if (($(microseconds) > until)); then return 1; fi
    sleep 0.02
  done
}

clean_up() {
  local pid
  for pid in $daemon_pid $receiver_pid $cloud_pid; do
    ended "$pid" || kill -KILL "$pid" 2>/dev/null || true
  done
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# wait_until WHAT COMMAND...: fails the demo if COMMAND does not succeed in time, or if the daemon ends.
wait_until() {
  local what=$1 until
  shift
  until=$(($(microseconds) + kPatience * 1000000))
  until "$@"; do
    if [[ -n $daemon_pid ]] && ! kill -0 "$daemon_pid" 2>/dev/null; then fail "the daemon ended while waiting for $what"; fi
    if (($(microseconds) > until)); then fail "waited $kPatience s in vain for $what"; fi
    sleep 0.05
  done
}

# --- what the owner of the cloud does --------------------------------------------------------------------------------

# control OPERATION [JSON | --delete]
control() {
  local operation=$1 answer
  shift
  answer=$("$control" "$cloud_port" "/_control/$operation" "$@") || fail "the simulated cloud refused $operation: $answer"
  changed_at=$(microseconds)
}

# --- what is expected ------------------------------------------------------------------------------------------------

count_alerts() { wc -l <"$alerts"; }
has_alerts() { (($(count_alerts) >= $1)); }

# expect_alert SEVERITY CHANNEL EVENT ATTRIBUTE: the next alert has that severity and contains this change.
expect_alert() {
  local severity=$1 path="\"channel\":\"$2\",\"event\":\"$3\",\"attribute\":\"$4\"" line elapsed
  wait_until "the alert about $2 $3 $4" has_alerts $((told + 1))
  elapsed=$((($(microseconds) - changed_at) / 1000))
  told=$((told + 1))
  line=$(sed -n "${told}p" "$alerts")
  grep -Eq "\"data\":\{\"seq\":[0-9]+,\"severity\":\"$severity\"" <<<"$line" || fail "that alert should be $severity"
  [[ $line == *"$path"* ]] || fail "that alert should be about $2 $3 $4"
  [[ $line == *'"signature_ok":true'* ]] || fail "the signature of that alert is not good"
  note "arrived $((elapsed / 1000)).$(printf '%03d' $((elapsed % 1000))) s after the change"
}

expect_no_alert() {
  (($(count_alerts) == told)) || fail "there was an alert where none should be"
  [[ $(query "SELECT count(*) FROM changes WHERE id > $changes_before") == 0 ]] || fail "a change was recorded where nothing changed"
}

query() { sqlite3 -readonly -batch -init /dev/null -list -noheader "$db" "$1"; }
is_true() { [[ $(query "SELECT $1") == 1 ]]; }
last_change() { query 'SELECT coalesce(max(id), 0) FROM changes'; }

# Prints the command as a user types it, and its output.
ask_sqlite() {
  printf '\n%s$ sqlite3 -readonly -header -column noticed.db "%s"%s\n' "$dim" "$1" "$plain"
  sqlite3 -readonly -batch -init /dev/null -header -column "$db" "$1" || fail "sqlite3 could not read the database"
}

ask_noticed() {
  printf '\n%s$ noticed %s%s\n' "$dim" "$*" "$plain"
  "$noticed" "$@" -c "$config" || fail "noticed $* did not succeed"
}

# --- the cloud, the receiver, the daemon -----------------------------------------------------------------------------

readonly kBuild=48c66c6002964721be537cdc6ce0297b
readonly kPipeline=0747cdb3d8d34e8d9b2d5f5c0d1a2b3c
readonly kProject=e2e18230a85d4d6ab0b56cb6d2246c18
readonly kTask=7b21f0c5d3e84a0f9a6c1e2d3f4a5b6c
readonly kRepo=2111978605
readonly kAnn=e8d32c5f742448228fd2ec78bdee72e4
readonly kBen=5a90c1d2e3f44b5c8d6e7f8091a2b3c4
# Secrets that must not appear in the database, the log or an alert.
secrets=(FeishuRobot4f1c DingRobot88aa SECdingtalk7d20 WecomRobot51b3 WecomRobot92c4 ElsewhereRobot0e77 17812341234)

write_state() {
  cat <<END
{"tokens": ["$1"], "resources": [
 {"service": "build", "id": "$kBuild", "answers": {"query": {"result": [
  {"notice_type": "DING_TALK", "enable_map": {"buildJobFail": false, "buildJobSuccess": false, "deleteJob": false}, "param_config": null},
  {"notice_type": "MAIL", "enable_map": {"buildJobFail": true, "buildJobSuccess": false, "deleteJob": false}, "param_config": null},
  {"notice_type": "MESSAGE", "enable_map": {"buildJobFail": true, "buildJobSuccess": true, "deleteJob": true}, "param_config": null}],
  "error": null, "status": "success"}}},
 {"service": "pipeline", "project_id": "$kProject", "id": "$kPipeline", "answers": {
  "status": [
   {"type": 5, "enabled": true, "project_switch": false, "can_open": true}, {"type": 3, "enabled": false, "project_switch": false, "can_open": true},
   {"type": 4, "enabled": true, "project_switch": false, "can_open": true}, {"type": 1, "enabled": true, "project_switch": false, "can_open": true},
   {"type": 2, "enabled": false, "project_switch": false, "can_open": true}, {"type": 6, "enabled": false, "project_switch": false, "can_open": true}],
  "4": {"events": [], "webhook_config": {"notice_id": "n4", "url": "https://oapi.dingtalk.com/robot/send?access_token=DingRobot88aa",
   "events": ["pipelineRun.failed"], "options": ["projectName"], "mentioned_list": [], "mentioned_mobile_list": ["17812341234"],
   "secret_info": "SECdingtalk7d20"}},
  "5": {"events": [], "webhook_config": {"notice_id": "n5", "url": "https://open.feishu.cn/open-apis/bot/v2/hook/FeishuRobot4f1c",
   "events": ["pipelineRun.failed", "pipelineRun.pause"], "options": ["projectName"], "mentioned_list": [], "mentioned_mobile_list": [],
   "secret_info": null}}}},
 {"service": "check", "id": "$kTask", "answers": {"notification": {
  "codeGateFailed": {"roles": "Developer", "userIds": "$kAnn,$kBen", "sendMail": true, "sendMessage": true, "sendOfficialAccount": false,
   "sendRolesEnable": true, "sendUsersEnable": true}}}},
 {"service": "repo", "id": "$kRepo", "answers": {
  "status": {"internal_message": {"config_source": "repo", "enabled": true}, "email": {"config_source": "repo", "enabled": true},
   "qyweixin": {"config_source": "repo", "enabled": true}, "feishu": {"config_source": "repo", "enabled": false},
   "dingding": {"config_source": "repo", "enabled": false}},
  "qyweixin": {"repository_id": $kRepo, "enabled": true, "config_source": "repo",
   "webhook_config": {"url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=WecomRobot51b3", "mention_users": "ann;ben", "mention_phone": "17812341234"},
   "waring_repo_usage_rate": 60, "subscript_events": [
    {"resource_type": "mr", "action": "open", "enabled": true, "role_ids": null, "role_names": []},
    {"resource_type": "repo", "action": "delete", "enabled": true, "role_ids": [""], "role_names": null}]}}}]}
END
}

write_config() {
  cat <<END
[daemon]
listen = ""                            # no metrics
[storage]
path = "$db"
[polling]
interval = "1s"                       # five minutes is the default

[[account]]
name = "demo"
region = "ap-southeast-3"
auth = "token"
token_file = "token"                  # credentials/token
rate_limit = "1000/s"                # the cloud below is ours; five a second is the default
endpoints = { build = "$1", pipeline = "$1", check = "$1", repo = "$1" }

[[resource]]
service = "build"
id = "$kBuild"
name = "payments-api"
[[resource]]
service = "pipeline"
id = "$kPipeline"
project_id = "$kProject"
name = "checkout"
[[resource]]
service = "check"
id = "$kTask"
name = "payments-quality"
[[resource]]
service = "repo"
id = "$kRepo"
name = "payments"

[[sink]]
name = "on-call"
type = "webhook"
url = "$2"
secret_file = "webhook-secret"        # credentials/webhook-secret
END
}

start_cloud() {
  local token
  token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  secrets+=("$token")
  mkdir -p "$work/credentials"
  printf '%s\n' "$token" >"$work/credentials/token"
  write_state "$token" >"$work/cloud.json"
  "$cloud" --state "$work/cloud.json" --port-file "$work/cloud.port" >"$work/cloud.log" 2>&1 &
  cloud_pid=$!
  wait_until 'the simulated cloud' test -s "$work/cloud.port"
  cloud_port=$(<"$work/cloud.port")
}

start_receiver() {
  printf 'whsec_%s\n' "$(head -c 32 /dev/urandom | base64)" >"$work/credentials/webhook-secret"
  secrets+=("$(<"$work/credentials/webhook-secret")")
  : >"$alerts"
  "$receiver" --port-file "$work/receiver.port" --secret-file "$work/credentials/webhook-secret" --log "$alerts" &
  receiver_pid=$!
  wait_until 'the webhook receiver' test -s "$work/receiver.port"
}

start_daemon() {
  write_config "http://127.0.0.1:$cloud_port" "http://127.0.0.1:$(<"$work/receiver.port")/alerts" >"$config"
  ask_noticed check
  "$noticed" run -c "$config" >"$log" 2>&1 &
  daemon_pid=$!
  changed_at=$(microseconds)
  wait_until 'the first message, which says what is watched' has_alerts 1
  told=1
  grep -q '"type":"noticed.report.posture"' "$alerts" || fail 'the first message should say what is watched'
  grep -q '"signature_ok":true' "$alerts" || fail 'the signature of the first message is not good'
}

# --- the play --------------------------------------------------------------------------------------------------------

set_at() { # SERVICE ID ANSWER POINTER JSON
  control set "{\"service\":\"$1\",\"id\":\"$2\",\"answer\":\"$3\",\"pointer\":\"$4\",\"value\":$5}"
}

change_settings() {
  headline 'Build: the owner switches off e-mail for failed builds, the last channel outside CodeArts.'
  set_at build "$kBuild" query /result/1/enable_map/buildJobFail false
  expect_alert critical email buildJobFail enabled

  headline 'Pipeline: the owner points the Feishu robot to another host.'
  set_at pipeline "$kPipeline" 5 /webhook_config/url '"https://hooks.example.net/ElsewhereRobot0e77"'
  expect_alert critical feishu '*' webhook.url

  headline 'Check: the owner takes one of two people off the list for failed quality gates.'
  set_at check "$kTask" notification /codeGateFailed/userIds "\"$kAnn\""
  expect_alert warning '*' codeGateFailed recipients.users

  headline 'Repo, switches: the owner switches e-mail off for the whole repository.'
  set_at repo "$kRepo" status /email/enabled false
  expect_alert warning email '*' switch.enabled

  headline 'Repo, subscriptions: the WeCom robot is replaced by another one on the same host.'
  set_at repo "$kRepo" qyweixin /webhook_config/url '"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=WecomRobot92c4"'
  expect_alert warning wecom '*' webhook.url

  headline 'Repo, subscriptions: WeCom no longer hears of opened merge requests.'
  set_at repo "$kRepo" qyweixin /subscript_events/0/enabled false
  expect_alert warning wecom mr.open enabled
}

rotate_token() {
  local fresh changes_before
  changes_before=$(last_change)
  headline 'The cloud no longer takes the token. Nothing is known meanwhile: a gap, and no false alarm.'
  fresh=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  secrets+=("$fresh")
  control tokens "[\"$fresh\"]"
  wait_until 'a gap at each resource' is_true \
    "(SELECT count(DISTINCT resource_id) FROM gaps WHERE reason = 'auth' AND to_at IS NULL) = 4"
  note "all four resources: $(query "SELECT state || ', ' || last_error FROM resources LIMIT 1")"
  printf '%s\n' "$fresh" >"$work/credentials/token.new"
  mv "$work/credentials/token.new" "$work/credentials/token"
  note 'the new token is in its file; the daemon reads it without a restart'
  wait_until 'the gaps to end' is_true "(SELECT count(*) FROM gaps WHERE to_at IS NULL) = 0"
  expect_no_alert
  note 'every resource is read again; no alert was sent'
}

# Whether the cloud has answered 503 that many times.
has_failed() { [[ $("$control" "$cloud_port" /_control/stats) =~ \"503\":([0-9]+) ]] && ((BASH_REMATCH[1] >= $1)); }

break_api() {
  local changes_before gaps="FROM gaps WHERE service = 'pipeline' AND reason = 'server'"
  changes_before=$(last_change)
  headline 'The pipeline API answers 503 for its Feishu settings, for a while.'
  control fault '{"path":"type=5","kind":"status","status":503,"body":"busy"}'
  wait_until 'the gap' is_true "(SELECT count(*) $gaps AND to_at IS NULL) = 1"
  wait_until 'three polls that fail' has_failed 3
  control fault --delete
  wait_until 'the gap to end' is_true "(SELECT count(*) FROM gaps WHERE to_at IS NULL) = 0"
  is_true "(SELECT count(*) $gaps) = 1" || fail 'there should be exactly one gap'
  expect_no_alert
  note "one gap, in section $(query "SELECT section || ', of ' || round((julianday(to_at) - julianday(from_at)) * 86400, 1) || ' s' $gaps"); no change, no alert"
}

# Each of the five APIs has a row in the view `changes`, identified by its service and a setting of only that API.
readonly kApi="CASE WHEN service <> 'repo' THEN service WHEN attribute LIKE 'switch.%' THEN 'repo switches' ELSE 'repo subscriptions' END"

check_history() {
  local api wanted=$told
  for api in build pipeline check 'repo switches' 'repo subscriptions'; do
    is_true "EXISTS (SELECT 1 FROM changes WHERE $kApi = '$api')" || fail "no change of $api is in the view changes"
  done
  wait_until 'the last delivery to be recorded' is_true "NOT EXISTS (SELECT 1 FROM deliveries WHERE state <> 'delivered')"
  is_true "(SELECT count(*) FROM deliveries) = $wanted" || fail "the view deliveries should have $wanted rows"
  is_true "(SELECT covered FROM coverage WHERE service = 'build' AND event = 'buildJobFail') = 0" ||
    fail 'the view coverage should say that nobody hears of failed builds'
}

check_secrecy() {
  local secret
  for secret in "${secrets[@]}"; do
    if grep -qF -- "$secret" "$db" "$db-wal" "$log" "$alerts" 2>/dev/null; then fail "\"$secret\" was written in clear"; fi
  done
}

ask_history() {
  headline 'Six months later an auditor asks, with the plain sqlite3 program:'
  check_history
  check_secrecy # while it runs, the newest pages are in the write-ahead log
  ask_sqlite "SELECT name, channel || ' ' || event || ' ' || attribute AS setting, substr(old, 1, 24) AS old, substr(new, 1, 24) AS new, effect, severity FROM changes"
  ask_sqlite "SELECT name, reason, count(*) AS sections, substr(min(from_at), 12, 12) AS from_at, substr(max(to_at), 12, 12) AS to_at, detail FROM gaps GROUP BY 1, 2 ORDER BY 4"
  ask_sqlite "SELECT name, event, channels, covered FROM coverage WHERE is_failure"
  ask_sqlite "SELECT sink, state, attempts, last_status, count(*) AS messages FROM deliveries GROUP BY 1, 2, 3, 4"
  headline 'Or with noticed itself:'
  ask_noticed status
  ask_noticed history --severity critical
  ask_noticed show payments-api
}

stop_daemon() {
  local status=0 pid=$daemon_pid
  headline 'The daemon is stopped; the history stays readable.'
  ended "$pid" || fail 'the daemon did not stop within 5 s'
  daemon_pid=''
  wait "$pid" || status=$?
  ((status == 0)) || fail "the daemon ended with status $status"
  (($(count_alerts) == told)) || fail 'there was an alert where none should be'
  ask_sqlite "SELECT count(*) AS snapshots, min(taken_at) AS first, max(confirmed_at) AS confirmed FROM snapshots"
  check_secrecy
  note 'No robot address, signing key, token or phone number is in the database, the log or an alert.'
}

main() {
  local began program
  began=$(microseconds)
  for program in "$noticed" "$cloud" "$receiver" "$control"; do
    [[ -x $program ]] || fail "$program is missing: build it first"
  done
  headline 'A simulated cloud, a webhook receiver, and the daemon. Four resources, polled every second. Times are UTC.'
  start_cloud
  start_receiver
  start_daemon
  change_settings
  rotate_token
  break_api
  ask_history
  stop_daemon
  headline "All as it should be, in $((($(microseconds) - began) / 1000000)) s. To look at:"
  printf '  database       sqlite3 -readonly %s\n' "$db"
  printf '  configuration  %s\n  alerts         %s\n  daemon'\''s log   %s\n' "$config" "$alerts" "$log"
}

main
