// Rates as people write them: "5/s", "0.5/s", "50/m".
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace noticed {

/// Returns requests per second, above zero and at most 100000; nullopt for any other text.
std::optional<double> parse_rate(std::string_view text);

/// "5/s", "2.5/s", "50/m": per minute if that is a whole number and less than one per second.
std::string rate_text(double per_second);

/// The same for a computed rate: rounded to three digits.
std::string rough_rate_text(double per_second);

}  // namespace noticed
