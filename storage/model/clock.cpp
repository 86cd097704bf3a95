#include "storage/model/clock.h"

#include <array>
#include <cstdio>

namespace noticed {

using namespace std::chrono;

TimePoint SystemClock::wall() const { return floor<milliseconds>(system_clock::now()); }
SteadyPoint SystemClock::steady() const { return floor<milliseconds>(steady_clock::now()); }

std::string to_text(TimePoint time) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::array<char, 40> text{};
  const int size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", int{date.year()},
                                 unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(clock.hours().count()),
                                 static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                                 static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

namespace {

/// Reads fixed-width decimal fields from the front of a text.
class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}
  std::optional<int> number(std::size_t width) {
    if (rest_.size() < width) return {};
    int value = 0;
    for (const char c : rest_.substr(0, width)) {
      if (c < '0' || c > '9') return {};
      value = value * 10 + (c - '0');
    }
    rest_.remove_prefix(width);
    return value;
  }
  bool skip(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

milliseconds read_fraction(Fields& fields) {
  int value = 0;
  int scale = 100;
  while (const auto digit = fields.number(1)) {
    value += *digit * scale;
    scale /= 10;
  }
  return milliseconds{value};
}

/// Reads "Z" or "+08:00"; nullopt for any other text.
std::optional<minutes> read_offset(Fields& fields) {
  if (fields.rest() == "Z" || fields.rest() == "z") return minutes{0};
  const bool east = fields.rest().starts_with('+');
  if (!fields.skip("+-")) return {};
  const auto hour = fields.number(2);
  if (!hour || !fields.skip(":")) return {};
  const auto minute = fields.number(2);
  if (!minute || *hour > 23 || *minute > 59 || !fields.rest().empty()) return {};
  const minutes offset{*hour * 60 + *minute};
  return east ? offset : -offset;
}

}  // namespace

std::optional<TimePoint> parse_rfc3339(std::string_view text) {
  Fields fields{text};
  const auto y = fields.number(4);
  if (!y || !fields.skip("-")) return {};
  const auto mo = fields.number(2);
  if (!mo || !fields.skip("-")) return {};
  const auto d = fields.number(2);
  if (!d || !fields.skip("Tt ")) return {};
  const auto h = fields.number(2);
  if (!h || !fields.skip(":")) return {};
  const auto mi = fields.number(2);
  if (!mi || !fields.skip(":")) return {};
  const auto s = fields.number(2);
  if (!s || *h > 23 || *mi > 59 || *s > 60) return {};
  const milliseconds fraction = fields.skip(".") ? read_fraction(fields) : milliseconds{0};
  const auto offset = read_offset(fields);
  const year_month_day date{year{*y}, month{static_cast<unsigned>(*mo)}, day{static_cast<unsigned>(*d)}};
  if (!offset || !date.ok()) return {};
  return TimePoint{sys_days{date} + hours{*h} + minutes{*mi} + seconds{*s} + fraction - *offset};
}

}  // namespace noticed
