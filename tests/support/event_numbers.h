// The numbers of events in a message as people read it.
#pragma once

#include <cstdint>
#include <regex>
#include <set>
#include <string>

namespace noticed {

/// "#1842", and all of a run "#1862–#2091". Entities ("&#42;") are not numbers.
inline std::set<std::int64_t> event_numbers(const std::string& text) {
  static const std::regex kNumber("(^|[^&])#([0-9]+)(?:–#([0-9]+))?");
  std::set<std::int64_t> numbers;
  for (std::sregex_iterator at(text.begin(), text.end(), kNumber), end; at != end; ++at) {
    const std::int64_t first = std::stoll((*at)[2]);
    const std::int64_t last = (*at)[3].matched ? std::stoll((*at)[3]) : first;
    for (std::int64_t number = first; number <= last; ++number) numbers.insert(number);
  }
  return numbers;
}

}  // namespace noticed
