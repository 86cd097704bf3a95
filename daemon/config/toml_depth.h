// Whether a TOML text nests deeper than any configuration does. The parser and what walks over its tables go down by
// recursion: a key of 50,000 parts in a file that somebody drops into conf.d would overflow the stack. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace noticed {

struct TomlPlace {
  unsigned line = 1;
  unsigned column = 1;  // in bytes
};

/// Parts of a dotted key, and brackets within each other; no table of ours needs more than three.
constexpr unsigned kDeepestToml = 16;

/// Where the text first goes deeper than kDeepestToml; nothing if it never does. Reads any bytes; what is no TOML is
/// left for the parser to refuse.
std::optional<TomlPlace> find_too_deep(std::string_view text);

}  // namespace noticed
