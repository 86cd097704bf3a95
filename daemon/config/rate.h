// Rates as people write them: "5/s", "0.5/s", "50/m".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace noticed {

/// Requests a second, above zero and at most 100000; nothing for anything else.
std::optional<double> parse_rate(std::string_view text);

/// "5/s", "2.5/s", "50/m": by the minute where that is a whole number and less than one a second.
std::string rate_text(double per_second);

/// The same of what was reckoned rather than written: three digits.
std::string rough_rate_text(double per_second);

}  // namespace noticed
