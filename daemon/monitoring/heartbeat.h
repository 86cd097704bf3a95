// The heartbeat (dead man's switch): requests a URL periodically while all is well. The receiver raises an alarm when
// the requests stop, also if this whole machine is down. Network thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "daemon/config/config.h"
#include "daemon/runtime/log.h"
#include "pollers/credential.h"
#include "pollers/http_client.h"
#include "pollers/loop.h"

namespace noticed {

class Heartbeat {
 public:
  /// `well`: whether a heartbeat may be sent now. The references must outlive it.
  Heartbeat(Loop& loop, Transport& transport, Log& log, std::function<bool()> well)
      : loop_(loop), transport_(transport), log_(log), well_(std::move(well)) {}

  /// Starts, or applies a reload; the first request is sent at once. Without a file none is sent. `network`: proxy and
  /// TLS settings, may be null.
  void configure(const HeartbeatConfig& config, std::shared_ptr<const Network> network);
  /// Ignores the result of a request in flight.
  void stop();

 private:
  /// The last logged state; each change is logged once.
  enum class HeartbeatState : std::uint8_t { unknown, arrives, fails, withheld };

  void beat();
  void send(const std::string& url);
  void arrived(const HttpResult& result);
  void log_state(HeartbeatState what, const std::string& reason);

  Loop& loop_;
  Transport& transport_;
  Log& log_;
  std::function<bool()> well_;
  HeartbeatConfig config_;
  std::unique_ptr<Credential> url_;
  std::shared_ptr<const Network> network_;
  Alarm alarm_;
  HeartbeatState logged_ = HeartbeatState::unknown;
  bool on_its_way_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace noticed
