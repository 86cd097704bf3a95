// The cloud's clock: a source of time that tests can replace, and an offset that makes the cloud disagree with its
// clients. Server thread only.
#pragma once

#include <chrono>
#include <functional>

namespace codearts {

/// A moment by the cloud's clock.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

class Clock {
 public:
  /// Milliseconds since 1970 in UTC.
  using Source = std::function<std::chrono::milliseconds()>;

  /// Empty: the system's clock.
  explicit Clock(Source source = {});

  Instant now() const { return Instant(source_() + offset_); }
  /// Sets the clock `offset` ahead of its source (behind, if negative).
  void shift(std::chrono::milliseconds offset) { offset_ = offset; }

 private:
  Source source_;
  std::chrono::milliseconds offset_{0};
};

}  // namespace codearts
