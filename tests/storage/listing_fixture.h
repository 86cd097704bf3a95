// A store with discovery rules: short functions for generations, projects, listings and rounds.
#pragma once

#include "storage/read/history.h"
#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {

/// A rule for all services, projects and names of an account.
inline DiscoverRule rule_for(const std::string& account = "prod") {
  DiscoverRule rule;
  rule.account = account;
  rule.sections = {1, 0b10100, 1, 0b110};
  rule.interval = 600s;
  rule.labels = {{"found", "yes"}};
  return rule;
}

/// One generation's inventory, with the regions of the accounts used here.
struct Wanted {
  std::vector<WatchedResource> resources;
  std::vector<DiscoverRule> rules;
  std::map<std::string, std::string> facts;
};

using Rows = std::vector<ListedResource>;

/// Ids "PREFIX0000" …, named "name-ID".
inline Rows many(const std::string& prefix, int count) {
  Rows rows;
  for (int i = 0; i < count; ++i) {
    const std::string number = std::to_string(10'000 + i).substr(1);
    rows.push_back({prefix + number, "name-" + prefix + number});
  }
  return rows;
}

class DiscoveryTest : public StoreTest {
 protected:
  Started begin(const Wanted& wanted, TimePoint now = at(0ms), const Policy& policy = plain_policy()) {
    const Inventory inventory{wanted.resources, wanted.rules, {{"prod", "ap-southeast-3"}}, wanted.facts};
    return store_->begin_generation(inventory, std::make_shared<const Policy>(policy), now);
  }
  ListingResult list(const Rows& rows, TimePoint now, Service service = service::build,
                     const ProjectInfo& project = {"p1", "Shop"}) {
    return store_->apply_listing({"prod", service, project, rows}, now);
  }
  ListingResult projects(const std::vector<ProjectInfo>& all, TimePoint now) {
    return store_->apply_projects("prod", all, now);
  }
  void round(TimePoint now) { store_->end_round("prod", true, "", now); }
  /// The first round: one project, `rows` among its build jobs.
  std::vector<Remembered> first_round(const Rows& rows) {
    begin({{}, {rule_for()}, {}});
    projects({{"p1", "Shop"}}, at(1s));
    auto found = list(rows, at(1s)).added;
    round(at(2s));
    return found;
  }
  /// A failed poll of a resource of one section.
  CommitResult fail(std::int64_t resource, TimePoint now, FailureKind kind = FailureKind::server) {
    return commit(RecordedPoll(resource, now).failed(0, kind));
  }
  std::string state(const std::string& id) const {
    return row("SELECT name, state, discovered FROM resources WHERE external_id = '" + id + "'");
  }
};

}  // namespace noticed
