#include "codearts/result_page.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "codearts/json.h"

namespace codearts {
namespace {

constexpr std::uint64_t kAnyNumber = 1'000'000'000;

/// A parameter and its bounds; without `otherwise` it is required.
struct Bounds {
  std::string_view name;
  std::uint64_t least;
  std::uint64_t most;
  std::optional<std::uint64_t> otherwise;
};

struct Rules {
  Endpoint listing;
  Bounds position;
  Bounds size;
  std::uint64_t served;  ///< the maximum number of rows per page, whatever was requested
};

// Projects: limits up to 1000 are allowed, yet 100 rows come at most. Pipelines: no bounds are published; 50 is the
// largest limit that is known to work.
constexpr std::array kRules{
    Rules{Endpoint::project_list, {"offset", 0, 10'000, {}}, {"limit", 1, 1000, {}}, 100},
    Rules{Endpoint::build_list, {"page_index", 0, kAnyNumber, {}}, {"page_size", 1, 100, {}}, 100},
    Rules{Endpoint::pipeline_list, {"offset", 0, kAnyNumber, 0}, {"limit", 1, kAnyNumber, 10}, 50},
    Rules{Endpoint::check_list, {"offset", 0, 999'999, 0}, {"limit", 1, 100, 10}, 100},
    Rules{Endpoint::repo_list, {"offset", 0, kAnyNumber, 0}, {"limit", 1, 100, 20}, 100}};

std::optional<std::uint64_t> within(const Bounds& bounds, std::uint64_t number) {
  if (number < bounds.least || number > bounds.most) return std::nullopt;
  return number;
}

std::optional<std::uint64_t> number_in(std::string_view query, const Bounds& bounds) {
  const std::string_view text = query_value(query, bounds.name);
  if (text.empty()) return bounds.otherwise;
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return within(bounds, number);
}

std::optional<std::uint64_t> number_in(const Json& body, const Bounds& bounds) {
  if (!body.is_object()) return std::nullopt;
  const auto found = body.find(bounds.name);
  if (found == body.end()) return bounds.otherwise;
  if (!found->is_number_unsigned()) return std::nullopt;
  return within(bounds, found->get<std::uint64_t>());
}

/// The rows before the page at `position`: an index of pages, of pages from 1 on, or of rows.
std::uint64_t rows_before(Endpoint listing, std::uint64_t position, std::uint64_t size, Quirks quirks) {
  if (listing == Endpoint::build_list) return position * size;
  if (listing != Endpoint::check_list || quirks.check_records) return position;
  if (quirks.check_from_zero) return position * size;
  return position == 0 ? 0 : (position - 1) * size;
}

}  // namespace

std::optional<Page> page_of(const Route& route, std::string_view body, Quirks quirks) {
  const auto* const rules = std::ranges::find(kRules, route.endpoint, &Rules::listing);
  if (rules == kRules.end()) return std::nullopt;
  std::optional<std::uint64_t> position;
  std::optional<std::uint64_t> size;
  if (route.endpoint == Endpoint::pipeline_list) {
    const Json document = Json::parse(body, nullptr, false);
    position = number_in(document, rules->position);
    size = number_in(document, rules->size);
  } else {
    position = number_in(route.query, rules->position);
    size = number_in(route.query, rules->size);
  }
  if (!position || !size) return std::nullopt;
  return Page{rows_before(route.endpoint, *position, *size, quirks), std::min(*size, rules->served)};
}

}  // namespace codearts
