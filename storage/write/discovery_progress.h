// Progress of discovery: projects, complete listings, rounds. Inside the caller's transaction.
#pragma once

#include <span>
#include <string>

#include "storage/write/accounts.h"
#include "storage/write/rules.h"

namespace noticed {

/// Deletes the progress of accounts and services that no rule wants any more: what is found there later counts as the
/// first find.
void keep_discovery(Connection& connection, const Rules& rules, const Accounts& accounts);

void keep_projects(Connection& connection, std::int64_t account, std::span<const ProjectInfo> projects, TimePoint now);

/// One service of one project.
struct Scope {
  std::int64_t account = 0;  // its row
  Service service{};
  std::string project_id;
};
void keep_listing(Connection& connection, const Scope& scope, TimePoint now);

/// Whether a resource listed for the first time is new in the cloud, not only to noticed: the account has had a
/// complete round, and this scope was listed before or its project appeared after that round.
bool announces_new(Connection& connection, const Scope& scope);

/// The result of a round.
struct RoundEnd {
  std::string account;
  bool complete = false;
  std::string trouble;
};
void keep_round(Connection& connection, const RoundEnd& round, TimePoint now);

}  // namespace noticed
