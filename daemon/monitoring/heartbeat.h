// The dead man's switch: asks an address again and again while all is well. Whoever waits there raises alarm when the
// requests stay away, also when this machine is gone as a whole. Network thread only.
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
  /// `well`: whether it may be sent now. The references must outlive it.
  Heartbeat(Loop& loop, Transport& transport, Log& log, std::function<bool()> well)
      : loop_(loop), transport_(transport), log_(log), well_(std::move(well)) {}

  /// Begins, or goes on as a reload wants it; the first one leaves at once. Without a file none is sent. `network`: by
  /// what way, may be empty.
  void configure(const HeartbeatConfig& config, std::shared_ptr<const Network> network);
  /// What is on its way ends unheard.
  void stop();

 private:
  /// What was said last; each turn is said once.
  enum class Said : std::uint8_t { nothing, arrives, fails, withheld };

  void beat();
  void send(const std::string& url);
  void arrived(const HttpResult& result);
  void say(Said what, const std::string& reason);

  Loop& loop_;
  Transport& transport_;
  Log& log_;
  std::function<bool()> well_;
  HeartbeatConfig config_;
  std::unique_ptr<Credential> url_;
  std::shared_ptr<const Network> network_;
  Alarm alarm_;
  Said said_ = Said::nothing;
  bool on_its_way_ = false;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

}  // namespace noticed
