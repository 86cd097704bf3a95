// Tells the service manager's watchdog (WATCHDOG_USEC, sd_watchdog_enabled(3)) that the daemon lives, and only when
// both threads have proved it since the last time: the network thread by a timer that ran, the storage thread by an
// answer. A thread that hangs stops the signs of life, and the service manager starts the daemon anew. Network thread
// only.
#pragma once

#include <chrono>
#include <functional>

#include "daemon/runtime/store_access.h"
#include "pollers/loop.h"

namespace noticed {

/// What the service manager asked of this process; zero: no watchdog.
std::chrono::milliseconds watchdog_limit();

class Watchdog {
 public:
  /// Gives a sign every half `limit`; none if that is zero. The references must outlive it, and it the store's answers.
  Watchdog(Loop& loop, StoreAccess& store, std::chrono::milliseconds limit, std::function<void()> sign);

  void start();
  /// No sign from now on: nobody waits for one of a daemon that has said that it stops.
  void stop();

 private:
  void turn();
  void ask();

  Loop& loop_;
  StoreAccess& store_;
  std::chrono::milliseconds pause_;
  std::function<void()> sign_;
  Alarm next_;
  bool answered_ = false;  // by the storage thread, since the last sign
  bool due_ = false;       // a sign that waits for that answer
  bool stopped_ = false;
};

}  // namespace noticed
