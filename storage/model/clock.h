// Time: wall clock for what is stored and shown, monotonic clock for waiting. Logic never asks the operating system but
// gets a Clock, which tests advance by hand.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace noticed {

/// Wall time, UTC, milliseconds since 1970, as stored in the database.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;
/// Monotonic time, used by timers. Its zero has no meaning.
using SteadyPoint = std::chrono::time_point<std::chrono::steady_clock, std::chrono::milliseconds>;

/// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimePoint wall() const = 0;
  virtual SteadyPoint steady() const = 0;
};

/// The operating system's clocks.
class SystemClock final : public Clock {
 public:
  TimePoint wall() const override;
  SteadyPoint steady() const override;
};

/// "2026-11-21T14:05:09.123Z" (RFC 3339, UTC, always milliseconds).
std::string to_text(TimePoint time);

/// Parses RFC 3339 with "Z" or a numeric offset, fraction optional. nullopt for any other text.
std::optional<TimePoint> parse_rfc3339(std::string_view text);

inline std::int64_t to_ms(TimePoint time) { return time.time_since_epoch().count(); }
inline TimePoint from_ms(std::int64_t ms) { return TimePoint{std::chrono::milliseconds{ms}}; }

}  // namespace noticed
