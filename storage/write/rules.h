// The `[[discover]]` entries of a generation, prepared for matching each listed name. Immutable.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/model/discover_rule.h"

namespace noticed {

/// A rule with its labels in stored form.
struct Rule {
  DiscoverRule discover;
  std::string labels;
  SectionMask sections(Service service) const { return discover.sections[static_cast<std::size_t>(service)]; }
};

/// The resource that a rule is matched against.
struct Candidate {
  Service service{};
  std::string_view project_id, project_name, name;
};

class Rules {
 public:
  Rules() = default;
  explicit Rules(std::span<const DiscoverRule> rules);

  /// The account's first rule that wants it, which is the one that applies; nullptr if none does.
  const Rule* first(const std::string& account, const Candidate& candidate) const;
  bool any(const std::string& account) const { return by_account_.contains(account); }
  /// Whether some rule of the account wants the service at all.
  bool want(const std::string& account, Service service) const;
  /// Whether some rule of the account wants the service of this project.
  bool want_project(const std::string& account, Service service, const ProjectInfo& project) const;
  /// By account, in the order of the configuration.
  const std::map<std::string, std::vector<Rule>>& by_account() const { return by_account_; }

 private:
  std::map<std::string, std::vector<Rule>> by_account_;
};

}  // namespace noticed
