#include "storage/model/poll_report.h"

#include <algorithm>
#include <array>

namespace noticed {
namespace {

constexpr std::array<std::string_view, 10> kFailures{"network", "timeout",   "tls",    "auth",      "forbidden",
                                                     "missing", "throttled", "server", "malformed", "too_large"};

}  // namespace

std::string_view to_text(FailureKind kind) { return kFailures[static_cast<std::size_t>(kind)]; }

std::optional<FailureKind> failure_from(std::string_view text) {
  const auto found = std::find(kFailures.begin(), kFailures.end(), text);
  if (found == kFailures.end()) return {};
  return static_cast<FailureKind>(found - kFailures.begin());
}

std::string_view to_text(NotifiedState state) {
  switch (state) {
    case NotifiedState::none: return "nothing";
    case NotifiedState::unreachable: return "unreachable";
    case NotifiedState::gone: return "gone";
  }
  return "nothing";
}

NotifiedState notified_state_from(std::string_view text) {
  if (text == "unreachable") return NotifiedState::unreachable;
  return text == "gone" ? NotifiedState::gone : NotifiedState::none;
}

std::string_view to_text(ReachabilityTransition standing) {
  switch (standing) {
    case ReachabilityTransition::unreachable: return "unreachable";
    case ReachabilityTransition::recovered: return "recovered";
    case ReachabilityTransition::gone: return "gone";
    case ReachabilityTransition::returned: return "returned";
  }
  return "unreachable";
}

}  // namespace noticed
