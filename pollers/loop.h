// Timers and deferred calls on the network thread, behind an interface so that tests run a day of polls in a second.
// Network thread only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "storage/model/clock.h"

namespace noticed {

/// A pending call. Destroying it, or assigning to it, cancels the call, which then never runs.
class Alarm {
 public:
  Alarm() = default;
  /// `pending` keeps the call alive.
  explicit Alarm(std::shared_ptr<void> pending) : pending_(std::move(pending)) {}
  void cancel() { pending_.reset(); }
  explicit operator bool() const { return pending_ != nullptr; }

 private:
  std::shared_ptr<void> pending_;
};

class Loop {
 public:
  virtual ~Loop() = default;
  virtual const Clock& clock() const = 0;
  /// Calls `work` soon, never from inside post().
  virtual void post(std::function<void()> work) = 0;
  /// Calls `work` once, `delay` from now, while the Alarm lives.
  [[nodiscard]] virtual Alarm after(std::chrono::milliseconds delay, std::function<void()> work) = 0;
};

}  // namespace noticed
