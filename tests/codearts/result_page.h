// Which rows of a listing a request asks for, by each listing's own rules. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "codearts/defaults.h"
#include "codearts/route.h"

namespace codearts {

struct Page {
  std::uint64_t first;  ///< rows before it
  std::uint64_t size;   ///< the most rows it can have

  /// Counted from 1.
  std::uint64_t number() const { return first / size + 1; }
};

/// Nothing when a parameter is missing, no number, or out of its bounds. `body`: the request's.
std::optional<Page> page_of(const Route& route, std::string_view body, Quirks quirks);

}  // namespace codearts
