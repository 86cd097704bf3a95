#include "daemon/config/rate.h"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace noticed {

std::optional<double> parse_rate(std::string_view text) {
  constexpr double kMost = 100'000;
  const bool by_minute = text.ends_with("/m");
  if (!by_minute && !text.ends_with("/s")) return {};
  text.remove_suffix(2);
  // from_chars would take signs, exponents, "inf" and ".5" as well.
  const bool plain = text.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!plain || text.empty() || text.front() == '.' || text.back() == '.') return {};
  double count = 0;
  const char* const all = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), all, count);
  if (error != std::errc{} || end != all) return {};
  const double per_second = by_minute ? count / 60 : count;
  if (per_second <= 0 || per_second > kMost) return {};
  return per_second;
}

std::string rate_text(double per_second) {
  const double per_minute = per_second * 60;
  const bool by_minute = per_second < 1 && std::abs(per_minute - std::round(per_minute)) < 1e-6 && per_minute > 0.5;
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6g", by_minute ? std::round(per_minute) : per_second);
  return std::string(text.data()) + (by_minute ? "/m" : "/s");
}

std::string rough_rate_text(double per_second) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), per_second < 1'000 ? "%.3g/s" : "%.0f/s", per_second);
  return text.data();
}

}  // namespace noticed
