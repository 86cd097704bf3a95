#include "storage/model/policy.h"

#include <algorithm>
#include <stdexcept>

namespace noticed {

std::string_view to_text(Severity severity) {
  switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::critical: return "critical";
  }
  return "info";
}

Severity severity_from(std::string_view text) {
  if (text == "info") return Severity::info;
  if (text == "warning") return Severity::warning;
  if (text == "critical") return Severity::critical;
  throw std::invalid_argument("not a severity: " + std::string(text) + " (info, warning or critical)");
}

bool Policy::is_failure(std::string_view event) const {
  return std::find(failure_events.begin(), failure_events.end(), event) != failure_events.end();
}

bool Policy::reaches_person(std::string_view channel) const {
  return std::find(notify_channels.begin(), notify_channels.end(), channel) != notify_channels.end();
}

bool glob_match(std::string_view pattern, std::string_view text) {
  // Greedy with one backtracking point: linear in practice, never exponential.
  std::size_t p = 0;
  std::size_t t = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t]) && pattern[p] != '*') {
      ++p;
      ++t;
    } else if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

bool any_glob(const std::vector<std::string>& globs, std::string_view text) {
  return std::any_of(globs.begin(), globs.end(), [&](const auto& glob) { return glob_match(glob, text); });
}

}  // namespace noticed
