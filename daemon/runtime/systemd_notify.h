// The link to the service manager that started this process, by sd_notify(3): that the daemon is ready, reads its
// configuration anew, stops, and how it fares in one line. Where nobody listens (no NOTIFY_SOCKET) nothing is sent.
// Network thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "pollers/loop.h"

namespace noticed {

/// Sends one datagram in the form of sd_notify(3), for example "READY=1\nSTATUS=all well". What cannot be sent is lost:
/// the service manager will notice by itself what it needs to.
void notify_service_manager(const std::string& message);

class SystemdNotify {
 public:
  /// How the daemon fares, in one line.
  using Describe = std::function<std::string()>;
  /// `loop` must outlive it.
  SystemdNotify(Loop& loop, Describe describe) : loop_(loop), describe_(std::move(describe)) {}

  /// The start takes long, but something moves: the start's time limit begins anew. To be called often; tells every
  /// five seconds at most. The only call that may come before the loop runs.
  void still_starting();
  /// The start is done, or a reload: its configuration is in force. From the first time on the status is told as it
  /// changes, every five seconds at most.
  void ready();
  /// A reload begins; ready() or refused() ends it.
  void reloading();
  /// A reload is over, and what was in force before stays so. `why` stays in the status until a reload succeeds.
  void refused(const std::string& why);
  /// Nothing is told after this.
  void stopping();

 private:
  std::string line() const;
  void tell(const std::string& state);
  void wait();

  Loop& loop_;
  Describe describe_;
  std::string refusal_;
  std::string told_;  // the last status
  std::optional<SteadyPoint> extended_;
  Alarm next_;
  bool stopped_ = false;
};

/// One line of this form: "412 resources, 3 failing, outbox 0".
struct ServiceStatus {
  std::int64_t resources = 0;
  std::int64_t failing = 0;
  std::int64_t outbox = 0;  // messages that wait, of all sinks
  bool storage_failing = false;
};
std::string to_text(const ServiceStatus& status);

}  // namespace noticed
