// Writes HTML: our own markup unchanged, external text escaped. The only code of the report that escapes.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "storage/model/clock.h"

namespace noticed {

/// Cleaned (see message/clean.h), then escaped for element content and double-quoted attributes.
std::string escaped(std::string_view text);

/// Writes to a stream without buffering. The stream must outlive it. One thread.
class Html {
 public:
  explicit Html(std::ostream& out) : out_(out) {}

  /// Our own markup.
  Html& raw(std::string_view markup);
  /// External text, or text that may contain some.
  Html& text(std::string_view text);
  /// "10,000".
  Html& number(std::int64_t number);
  /// "2026-11-21 22:05:09" in the process's time zone; the machine-readable attribute is in UTC.
  Html& moment(TimePoint time);
  /// The same, but only the time of day is shown.
  Html& clock(TimePoint time);
  /// A link if `url` is https; else only its text.
  Html& link(std::string_view url, std::string_view called);

 private:
  std::ostream& out_;
};

/// "10,000".
std::string grouped(std::int64_t number);
/// "1 change", "10,000 changes".
std::string counted(std::int64_t number, std::string_view one, std::string_view many);

}  // namespace noticed
