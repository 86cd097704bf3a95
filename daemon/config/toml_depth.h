// Limits the nesting depth of TOML. The parser and the code that walks its tables are recursive: a key of 50,000 parts
// in a file dropped into conf.d would overflow the stack. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace noticed {

struct TomlPosition {
  unsigned line = 1;
  unsigned column = 1;  // in bytes
};

/// Parts of a dotted key, and nested brackets; our tables need three at most.
constexpr unsigned kDeepestToml = 16;

/// Where the text first exceeds kDeepestToml; nullopt if it does not. Accepts any bytes; invalid TOML is left to the
/// parser.
std::optional<TomlPosition> find_too_deep(std::string_view text);

}  // namespace noticed
