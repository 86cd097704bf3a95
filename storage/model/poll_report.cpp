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

std::string_view to_text(Told told) {
  switch (told) {
    case Told::nothing: return "nothing";
    case Told::unreachable: return "unreachable";
    case Told::gone: return "gone";
  }
  return "nothing";
}

Told told_from(std::string_view text) {
  if (text == "unreachable") return Told::unreachable;
  return text == "gone" ? Told::gone : Told::nothing;
}

std::string_view to_text(Standing standing) {
  switch (standing) {
    case Standing::unreachable: return "unreachable";
    case Standing::recovered: return "recovered";
    case Standing::gone: return "gone";
    case Standing::returned: return "returned";
  }
  return "unreachable";
}

}  // namespace noticed
