// How far discovery came: projects, complete listings, rounds. Inside the caller's transaction.
#pragma once

#include <span>
#include <string>

#include "storage/write/accounts.h"
#include "storage/write/rules.h"

namespace noticed {

/// Forgets the progress of accounts and services that no rule names any more: what is found there later is first sight.
void keep_discovery(Connection& connection, const Rules& rules, const Accounts& accounts);

void keep_projects(Connection& connection, std::int64_t account, std::span<const ProjectInfo> projects, TimePoint now);

/// One service of one project.
struct Scope {
  std::int64_t account = 0;  // its row
  Service service{};
  std::string project_id;
};
void keep_listing(Connection& connection, const Scope& scope, TimePoint now);

/// Whether what a listing finds for the first time is new in the cloud, and not only to us: the account has had a
/// complete round, and that round's listings named this scope, or its project did not exist yet.
bool tells_of_new(Connection& connection, const Scope& scope);

/// How a round ended.
struct RoundEnd {
  std::string account;
  bool complete = false;
  std::string trouble;
};
void keep_round(Connection& connection, const RoundEnd& round, TimePoint now);

}  // namespace noticed
