// Waiting and deferring on the network thread, behind an interface: tests run a day of polls in a second.
// Network thread only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "storage/model/clock.h"

namespace noticed {

/// A call that is to come. Destroying it, or giving it another value, calls it off; after that it never runs.
class Alarm {
 public:
  Alarm() = default;
  /// `pending` is what keeps the call alive.
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
