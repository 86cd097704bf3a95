#include "codearts/throttle.h"

#include <algorithm>

#include "codearts/state_error.h"

namespace codearts {
namespace {

std::string text_of(std::chrono::milliseconds window) {
  if (window == std::chrono::minutes(1)) return "1 minute";
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(window).count()) + " second";
}

Limit limit_of(const Json& object) {
  const std::chrono::milliseconds window(object.value("window_ms", std::int64_t{60'000}));
  if (window.count() <= 0) throw StateError("\"window_ms\" must be positive");
  return Limit{object.at("requests").get<std::uint64_t>(), window, object.value("text", text_of(window)),
               Pattern(object.value("path", "")), object.value("retry_after", false)};
}

bool counts(const Limit& limit, const Arrival& arrival) {
  if (!limit.path.empty()) return limit.path.meets(arrival.request.target);
  const Purpose purpose = purpose_of(arrival.route.endpoint);
  return purpose == Purpose::setting || purpose == Purpose::listing;
}

}  // namespace

std::vector<Limit> limits_of(const Json& document) {
  if (!document.is_array()) return {limit_of(document)};
  std::vector<Limit> limits;
  for (const Json& one : document) limits.push_back(limit_of(one));
  return limits;
}

void Throttle::set_limits(std::vector<Limit> limits) {
  windows_.clear();
  for (Limit& limit : limits) windows_.push_back(Window{std::move(limit)});
}

Throttle::Verdict Throttle::count(const Arrival& arrival) {
  Verdict verdict;
  const std::chrono::milliseconds now = arrival.now.time_since_epoch();
  for (Window& window : windows_) {
    if (!counts(window.limit, arrival)) continue;
    const std::int64_t number = now / window.limit.window;
    if (number != window.number) window.arrived = 0;
    window.number = number;
    verdict.most_in_window = std::max(verdict.most_in_window, ++window.arrived);
    if (verdict.exceeded || window.arrived <= window.limit.requests) continue;
    verdict.exceeded = &window.limit;
    verdict.retry_after = std::chrono::ceil<std::chrono::seconds>((number + 1) * window.limit.window - now);
  }
  return verdict;
}

}  // namespace codearts
