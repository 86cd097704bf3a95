// Writing HTML: what is ours as it is, what comes from outside escaped. The one place of the report that knows how.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

#include "storage/model/clock.h"

namespace noticed {

/// Cleaned (see message/clean.h), then fit for element content and for attributes in double quotes.
std::string escaped(std::string_view text);

/// Writes to a stream as it goes; holds nothing back. The stream must live longer. One thread.
class Html {
 public:
  explicit Html(std::ostream& out) : out_(out) {}

  /// Markup of our own.
  Html& raw(std::string_view markup);
  /// Text from outside, or that may hold some.
  Html& text(std::string_view text);
  /// "10,000".
  Html& number(std::int64_t number);
  /// "2026-11-21 22:05:09" in the process's time zone, for machines in UTC.
  Html& moment(TimePoint time);
  /// The same, only the time of day.
  Html& clock(TimePoint time);
  /// A link, if `url` is https; else only what it is called.
  Html& link(std::string_view url, std::string_view called);

 private:
  std::ostream& out_;
};

/// "10,000".
std::string grouped(std::int64_t number);
/// "1 change", "10,000 changes".
std::string counted(std::int64_t number, std::string_view one, std::string_view many);

}  // namespace noticed
