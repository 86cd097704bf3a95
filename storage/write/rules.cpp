#include "storage/write/rules.h"

#include <algorithm>

#include "storage/write/inventory_row.h"

namespace noticed {

Rules::Rules(std::span<const DiscoverRule> rules) {
  for (const DiscoverRule& rule : rules) by_account_[rule.account].push_back({rule, labels_text(rule.labels)});
}

const Rule* Rules::first(const std::string& account, const Candidate& candidate) const {
  const auto rules = by_account_.find(account);
  if (rules == by_account_.end()) return nullptr;
  for (const Rule& rule : rules->second) {
    if (rule.discover.wants(candidate.service) &&
        rule.discover.wants_project(candidate.project_id, candidate.project_name) &&
        rule.discover.wants_name(candidate.name))
      return &rule;
  }
  return nullptr;
}

bool Rules::want(const std::string& account, Service service) const {
  const auto rules = by_account_.find(account);
  return rules != by_account_.end() && std::any_of(rules->second.begin(), rules->second.end(),
                                                   [&](const Rule& rule) { return rule.discover.wants(service); });
}

bool Rules::want_project(const std::string& account, Service service, const ProjectInfo& project) const {
  const auto rules = by_account_.find(account);
  return rules != by_account_.end() && std::any_of(rules->second.begin(), rules->second.end(), [&](const Rule& rule) {
           return rule.discover.wants(service) && rule.discover.wants_project(project.id, project.name);
         });
}

}  // namespace noticed
