#include "daemon/monitoring/heartbeat.h"

namespace noticed {

void Heartbeat::configure(const HeartbeatConfig& config, std::shared_ptr<const Network> network) {
  stop();
  config_ = config;
  network_ = std::move(network);
  url_ = config.url_file.empty() ? nullptr : std::make_unique<Credential>(config.url_file);
  if (!url_) return;
  alarm_ = loop_.after(std::chrono::milliseconds{0}, [this] { beat(); });
}

void Heartbeat::stop() {
  alarm_.cancel();
  alive_ = std::make_shared<int>();
  on_its_way_ = false;
}

void Heartbeat::beat() {
  alarm_ = loop_.after(config_.every, [this] { beat(); });
  if (!well_()) return log_state(HeartbeatState::withheld, "the daemon is not healthy");
  if (on_its_way_) return;  // still in flight; its end is logged
  const std::string* url = url_->text();
  if (url == nullptr) return log_state(HeartbeatState::fails, url_->error());
  send(*url);
}

void Heartbeat::send(const std::string& url) {
  HttpRequest request;
  request.url = url;
  request.network = network_;
  request.max_body = 65'536;  // the body is ignored
  on_its_way_ = true;
  transport_.send(std::move(request), [this, alive = std::weak_ptr<int>(alive_)](const HttpResult& result) {
    if (!alive.expired()) arrived(result);
  });
}

void Heartbeat::arrived(const HttpResult& result) {
  on_its_way_ = false;
  // A reply that is too long still counts as a reply.
  if (result.failure && result.failure->kind != FailureKind::too_large)
    return log_state(HeartbeatState::fails, std::string(to_text(result.failure->kind)));
  if (!result.failure && (result.reply.status < 200 || result.reply.status > 299))
    return log_state(HeartbeatState::fails, "the reply had status " + std::to_string(result.reply.status));
  log_state(HeartbeatState::arrives, "");
}

/// The URL is a secret, and an error text may contain its host: only the failure kind is logged.
void Heartbeat::log_state(HeartbeatState what, const std::string& reason) {
  if (std::exchange(logged_, what) == what) return;
  switch (what) {
    case HeartbeatState::unknown: return;
    case HeartbeatState::arrives: return log_.info("heartbeat_arrives", {});
    case HeartbeatState::withheld:
      return log_.warn("heartbeat_withheld",
                       {{"reason", reason}, {"effect", "the dead man's switch will raise an alarm"}});
    case HeartbeatState::fails:
      return log_.warn(
          "heartbeat_fails",
          {{"reason", reason},
           {"remedy",
            "check that [heartbeat] url_file contains the right address and that this machine can reach it"}});
  }
}

}  // namespace noticed
