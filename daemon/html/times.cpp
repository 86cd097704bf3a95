#include "daemon/html/times.h"

#include <array>

#include "storage/model/time_zone.h"

namespace noticed {
std::string local_day(TimePoint time) { return local_text(time, "%A %-d %B %Y"); }

std::string length_words(std::chrono::milliseconds length) {
  struct Unit {
    std::chrono::seconds size;
    const char* name;
  };
  constexpr std::array<Unit, 4> kUnits{{{std::chrono::days{1}, " d"},
                                        {std::chrono::hours{1}, " h"},
                                        {std::chrono::minutes{1}, " min"},
                                        {std::chrono::seconds{1}, " s"}}};
  std::string words;
  int shown = 0;
  for (const auto& unit : kUnits) {
    const auto count = length / unit.size;
    length %= unit.size;
    if (count == 0 || shown == 2) continue;
    words += (shown++ > 0 ? " " : "") + std::to_string(count) + unit.name;
  }
  return words.empty() ? "less than 1 s" : words;
}

}  // namespace noticed
