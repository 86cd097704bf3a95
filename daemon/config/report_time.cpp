#include "daemon/config/report_time.h"

#include <algorithm>
#include <array>

#include "storage/model/ascii.h"

namespace noticed {
namespace {

constexpr std::array<std::string_view, 7> kDays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

/// A number of two digits below `end`.
std::optional<unsigned> two_digits(std::string_view text, unsigned end) {
  if (text.size() != 2 || !all_are(text, is_digit)) return {};
  const unsigned number = static_cast<unsigned>(text[0] - '0') * 10 + static_cast<unsigned>(text[1] - '0');
  return number < end ? std::optional{number} : std::nullopt;
}

}  // namespace

std::optional<ReportTime> parse_report_time(std::string_view text) {
  ReportTime time;
  if (const auto space = text.find(' '); space != std::string_view::npos) {
    const auto day = std::find(kDays.begin(), kDays.end(), text.substr(0, space));
    if (day == kDays.end()) return {};
    time.weekday = static_cast<unsigned>(day - kDays.begin());
    text.remove_prefix(space + 1);
  }
  if (text.size() != 5 || text[2] != ':') return {};
  const auto hour = two_digits(text.substr(0, 2), 24);
  const auto minute = two_digits(text.substr(3), 60);
  if (!hour || !minute) return {};
  time.minute = *hour * 60 + *minute;
  return time;
}

}  // namespace noticed
