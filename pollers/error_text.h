// External texts meant for people: error messages, proxies' pages. Any content, any encoding. Pure functions, any
// thread, linear time.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace noticed::codearts {

/// The text as one line of valid UTF-8: line breaks become spaces, other control characters are removed, invalid bytes
/// become '?'.
std::string one_line(std::string_view text);

/// The position of a secret in a text; size 0: none.
struct TextRange {
  std::size_t at = 0;
  std::size_t size = 0;
};
/// The value of a pair like `token=x`, `"secret": "x"` or `Authorization: Bearer x` whose key begins at `at`.
TextRange secret_value(std::string_view text, std::size_t at);

}  // namespace noticed::codearts
