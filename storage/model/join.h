// Words in one text.
#pragma once

#include <string>
#include <string_view>

namespace noticed {

/// "a, b, c". Empty words are left out.
template <typename Words>
std::string joined(const Words& words, std::string_view between = ", ") {
  std::string text;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!text.empty()) text += between;
    text += word;
  }
  return text;
}

}  // namespace noticed
