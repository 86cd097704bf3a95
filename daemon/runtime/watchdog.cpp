#include "daemon/runtime/watchdog.h"

#include <systemd/sd-daemon.h>

#include <utility>

namespace noticed {

using std::chrono::milliseconds;

milliseconds watchdog_limit() {
  std::uint64_t limit = 0;  // microseconds
  if (::sd_watchdog_enabled(0, &limit) <= 0) return milliseconds{0};
  return milliseconds(static_cast<milliseconds::rep>(limit / 1000));
}

Watchdog::Watchdog(Loop& loop, StoreAccess& store, milliseconds limit, std::function<void()> sign)
    : loop_(loop), store_(store), pause_(limit / 2), sign_(std::move(sign)) {}

void Watchdog::start() {
  if (pause_.count() == 0 || next_ || stopped_) return;
  ask();
  next_ = loop_.after(pause_, [this] { turn(); });
}

void Watchdog::stop() {
  stopped_ = true;
  next_.cancel();
  due_ = false;
}

void Watchdog::turn() {
  next_ = loop_.after(pause_, [this] { turn(); });
  if (!answered_) {
    due_ = true;  // the reply may still come in time
    return;
  }
  sign_();
  ask();
}

/// An error counts as a reply: the thread of a store that rejects writes does not hang, and a restart would not help.
void Watchdog::ask() {
  answered_ = false;
  store_.run([](Store&) {},
             [this](std::exception_ptr) {
               answered_ = true;
               if (!std::exchange(due_, false)) return;
               sign_();
               ask();
             });
}

}  // namespace noticed
