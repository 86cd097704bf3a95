// Notifies systemd, by sd_notify(3), that the daemon is ready, reloads or stops, with a one-line status. Without
// NOTIFY_SOCKET nothing is sent. Network thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "pollers/loop.h"

namespace noticed {

/// Sends one datagram in the format of sd_notify(3), for example "READY=1\nSTATUS=all well". Errors are ignored: if a
/// message that systemd needs is lost, its own timeouts take effect.
void notify_service_manager(const std::string& message);

class SystemdNotify {
 public:
  /// Returns the status in one line.
  using Describe = std::function<std::string()>;
  /// `loop` must outlive it.
  SystemdNotify(Loop& loop, Describe describe) : loop_(loop), describe_(std::move(describe)) {}

  /// Extends the start's time limit while a long start makes progress. Call often; sends at most every five seconds.
  /// The only function that may be called before the loop runs.
  void still_starting();
  /// The start or a reload is complete: its configuration is in force. From the first call on, status changes are sent,
  /// at most every five seconds.
  void ready();
  /// A reload begins; ends with ready() or refused().
  void reloading();
  /// A reload failed; the previous configuration stays in force. `why` stays in the status until a reload succeeds.
  void refused(const std::string& why);
  /// The daemon stops. Nothing is sent after this.
  void stopping();

 private:
  std::string line() const;
  void send_status(const std::string& state);
  void wait();

  Loop& loop_;
  Describe describe_;
  std::string refusal_;
  std::string sent_;  // the last status sent
  std::optional<SteadyPoint> extended_;
  Alarm next_;
  bool stopped_ = false;
};

/// Formatted as "412 resources, 3 failing, outbox 0".
struct ServiceStatus {
  std::int64_t resources = 0;
  std::int64_t failing = 0;
  std::int64_t outbox = 0;  // pending messages of all sinks
  bool storage_failing = false;
};
std::string to_text(const ServiceStatus& status);

}  // namespace noticed
