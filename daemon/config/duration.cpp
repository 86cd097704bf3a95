#include "daemon/config/duration.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace noticed {
namespace {

using Unit = std::pair<std::string_view, std::int64_t>;
constexpr std::array<Unit, 5> kUnits{{{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};
constexpr std::array<std::string_view, 5> kWords{" d", " h", " min", " s", " ms"};
constexpr std::int64_t kLongest = 3'660LL * 86'400'000;  // ten years: anything longer is a typing error

/// `names`: the units' names, in the order of kUnits.
std::string two_units(std::chrono::milliseconds duration, const std::array<std::string_view, 5>& names) {
  std::int64_t rest = duration.count();
  std::string text;
  int parts = 0;
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    const std::int64_t ms = kUnits[i].second;
    const std::int64_t count = rest / ms;
    rest %= ms;
    if (count == 0 || parts == 2 || (ms == 1 && parts > 0)) continue;
    if (parts++ > 0) text += ' ';
    text += std::to_string(count);
    text += names[i];
  }
  return text.empty() ? "0" + std::string(names[3]) : text;
}

}  // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || count < 0) return {};
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, ms] : kUnits)
    if (unit == name)
      return count > kLongest / ms ? std::nullopt : std::optional{std::chrono::milliseconds{count * ms}};
  return {};
}

std::string to_text(std::chrono::milliseconds duration) {
  return two_units(duration, {kUnits[0].first, kUnits[1].first, kUnits[2].first, kUnits[3].first, kUnits[4].first});
}

std::string to_words(std::chrono::milliseconds duration) { return two_units(duration, kWords); }

}  // namespace noticed
