#include "storage/model/discover_rule.h"

#include "storage/model/policy.h"

namespace noticed {
bool DiscoverRule::wants_project(std::string_view id, std::string_view name) const {
  return any_glob(projects, id) || any_glob(projects, name);
}

bool DiscoverRule::wants_name(std::string_view name) const {
  return any_glob(include, name) && !any_glob(exclude, name);
}

}  // namespace noticed
