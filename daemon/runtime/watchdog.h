// Notifies systemd's watchdog (WATCHDOG_USEC, sd_watchdog_enabled(3)), but only if both threads have proved to be alive
// since the last notification: the network thread by a timer that ran, the storage thread by a reply. If a thread
// hangs, the notifications stop and systemd restarts the daemon. Network thread only.
#pragma once

#include <chrono>
#include <functional>

#include "daemon/runtime/store_access.h"
#include "pollers/loop.h"

namespace noticed {

/// The limit that systemd set for this process; zero: no watchdog.
std::chrono::milliseconds watchdog_limit();

class Watchdog {
 public:
  /// Calls `sign` every half `limit`; never if `limit` is zero. The references must outlive it, and it the store's
  /// answers.
  Watchdog(Loop& loop, StoreAccess& store, std::chrono::milliseconds limit, std::function<void()> sign);

  void start();
  /// Stops the notifications: systemd expects none after STOPPING=1.
  void stop();

 private:
  void turn();
  void ask();

  Loop& loop_;
  StoreAccess& store_;
  std::chrono::milliseconds pause_;
  std::function<void()> sign_;
  Alarm next_;
  bool answered_ = false;  // by the storage thread, since the last notification
  bool due_ = false;       // a notification waits for that reply
  bool stopped_ = false;
};

}  // namespace noticed
