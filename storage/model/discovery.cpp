#include "storage/model/discovery.h"

#include <algorithm>

#include "storage/model/policy.h"

namespace noticed {
namespace {

bool any_glob(const std::vector<std::string>& globs, std::string_view text) {
  return std::any_of(globs.begin(), globs.end(), [&](const auto& glob) { return glob_match(glob, text); });
}

}  // namespace

bool DiscoverRule::wants_project(std::string_view id, std::string_view name) const {
  return any_glob(projects, id) || any_glob(projects, name);
}

bool DiscoverRule::wants_name(std::string_view name) const {
  return any_glob(include, name) && !any_glob(exclude, name);
}

}  // namespace noticed
