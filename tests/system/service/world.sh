# shellcheck shell=bash disable=SC2154,SC2034
# Sourced by play.sh: the simulated cloud, the webhook receiver and the configuration that the service gets.

readonly kBuild=48c66c6002964721be537cdc6ce0297b
readonly kTask=7b21f0c5d3e84a0f9a6c1e2d3f4a5b6c
readonly kCloudPort=18080
readonly kReceiverPort=18081
readonly kConfig=/etc/noticed/noticed.toml
readonly kSecrets=/etc/noticed/credentials
readonly kDatabase=/var/lib/noticed/noticed.db
readonly kAlerts=/opt/out/alerts.jsonl

control() { "$here/codearts-control" "$kCloudPort" "/_control/$1" "${@:2}" >/dev/null; }

# Switches the e-mail for failed builds.
set_mail() { control set "{\"service\":\"build\",\"id\":\"$kBuild\",\"answer\":\"query\",\"pointer\":\"/result/1/enable_map/buildJobFail\",\"value\":$1}"; }

start_world() {
  cat >/opt/out/cloud.json <<END
{"tokens": ["first-token"], "resources": [
 {"service": "build", "id": "$kBuild", "answers": {"query": {"result": [
  {"notice_type": "DING_TALK", "enable_map": {"buildJobFail": false}, "param_config": null},
  {"notice_type": "MAIL", "enable_map": {"buildJobFail": true}, "param_config": null}],
  "error": null, "status": "success"}}},
 {"service": "check", "id": "$kTask"}]}
END
  printf 'whsec_%s\n' "$(head -c 32 /dev/urandom | base64)" >/opt/out/webhook-secret
  : >"$kAlerts"
  "$here/codearts-cloud" --port "$kCloudPort" --port-file /opt/out/cloud.port --state /opt/out/cloud.json >/opt/out/cloud.log 2>&1 &
  "$here/webhook-receiver" --port "$kReceiverPort" --port-file /opt/out/receiver.port --secret-file /opt/out/webhook-secret \
    --log "$kAlerts" >/opt/out/receiver.log 2>&1 &
  until_true 10 test -s /opt/out/cloud.port -a -s /opt/out/receiver.port
}

# put_secret NAME: standard input becomes a credential, atomically, with the owner and mode that the README documents.
put_secret() { put_file "$1" -m 0400 -o noticed -g noticed; }
# put_old_secret NAME: the same with the owner and mode that versions before 0.2 documented.
put_old_secret() { put_file "$1" -m 0640 -g noticed; }
put_file() {
  install "${@:2}" /dev/stdin "$kSecrets/.$1.new"
  mv "$kSecrets/.$1.new" "$kSecrets/$1"
}

# write_config CHECKS: with the check task or without it.
write_config() {
  local account="http://127.0.0.1:$kCloudPort"
  cat >"$kConfig.new" <<END
[daemon]
log_format = "journal"
[polling]
interval = "1s"
[[account]]
name = "prod"
region = "ap-southeast-3"
auth = "token"
token_file = "token"
rate_limit = "1000/s"
endpoints = { build = "$account", pipeline = "$account", check = "$account", repo = "$account" }
[[resource]]
service = "build"
id = "$kBuild"
name = "payments-api"
[[sink]]
name = "on-call"
type = "webhook"
url = "http://127.0.0.1:$kReceiverPort/alerts"
secret_file = "webhook-secret"
END
  if [[ $1 == with ]]; then printf '[[resource]]\nservice = "check"\nid = "%s"\nname = "payments-quality"\n' "$kTask" >>"$kConfig.new"; fi
  chmod 0640 "$kConfig.new"
  chgrp noticed "$kConfig.new"
  mv "$kConfig.new" "$kConfig"
}
