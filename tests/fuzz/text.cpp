#include "fuzz/text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace noticed::fuzz {

const Redactor& redactor() {
  static const Redactor instance{FingerprintKey{1, 2, 3, 4, 5, 6, 7, 8}};
  return instance;
}

bool is_utf8(std::string_view text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

bool is_one_line(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::vector<std::string_view> pieces(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> found;
  for (;;) {
    const auto end = text.find(separator);
    found.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return found;
    text.remove_prefix(end + separator.size());
  }
}

}  // namespace noticed::fuzz
