#include "storage/write/discovery_progress.h"

#include <utility>
#include <vector>

namespace noticed {
namespace {

void forget_account(Connection& connection, std::int64_t account) {
  connection.query("DELETE FROM discovery WHERE account_id = ?").bind(account).run();
  connection.query("DELETE FROM project WHERE account_id = ?").bind(account).run();
  connection.query("DELETE FROM listing WHERE account_id = ?").bind(account).run();
}

void forget_service(Connection& connection, std::int64_t account, Service service) {
  connection.query("DELETE FROM listing WHERE account_id = ? AND service = ?").bind(account, to_text(service)).run();
}

}  // namespace

void keep_discovery(Connection& connection, const Rules& rules, const Accounts& accounts) {
  std::vector<std::int64_t> known;
  {
    auto query = connection.query("SELECT account_id FROM discovery");
    while (query.step()) known.push_back(query.integer(0));
  }
  for (const std::int64_t account : known)
    if (!rules.any(accounts.name(account))) forget_account(connection, account);
  for (const auto& [name, of_account] : rules.by_account()) {
    const std::int64_t account = accounts.id(name);
    connection.query("INSERT OR IGNORE INTO discovery (account_id) VALUES (?)").bind(account).run();
    for (const Service service : all_services())
      if (!rules.want(name, service)) forget_service(connection, account, service);
  }
}

void keep_projects(Connection& connection, std::int64_t account, std::span<const ProjectInfo> projects, TimePoint now) {
  for (const ProjectInfo& project : projects) {
    connection
        .query(
            "INSERT INTO project (account_id, project_id, name, first_ms) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (account_id, project_id) DO UPDATE SET name = excluded.name "
            "WHERE name <> excluded.name AND excluded.name <> ''")
        .bind(account, project.id, project.name, now)
        .run();
  }
}

void keep_listing(Connection& connection, const Scope& scope, TimePoint now) {
  connection
      .query(
          "INSERT INTO listing (account_id, service, project_id, first_ms, last_ms) VALUES (?1, ?2, ?3, ?4, ?4) "
          "ON CONFLICT (account_id, service, project_id) DO UPDATE SET last_ms = excluded.last_ms")
      .bind(scope.account, to_text(scope.service), scope.project_id, now)
      .run();
}

bool announces_new(Connection& connection, const Scope& scope) {
  auto query = connection.query(
      "SELECT EXISTS (SELECT 1 FROM listing WHERE account_id = ?1 AND service = ?2 AND project_id = ?3) "
      "OR EXISTS (SELECT 1 FROM project WHERE account_id = ?1 AND project_id = ?3 AND first_ms > d.last_complete_ms) "
      "FROM discovery d WHERE d.account_id = ?1 AND d.first_complete_ms IS NOT NULL");
  return query.bind(scope.account, to_text(scope.service), scope.project_id).step() && query.integer(0) != 0;
}

void keep_round(Connection& connection, const RoundEnd& round, TimePoint now) {
  std::optional<TimePoint> complete;
  if (round.complete) complete = now;
  std::optional<std::string> trouble;
  if (!round.trouble.empty()) trouble = round.trouble;
  connection
      .query(
          "UPDATE discovery SET first_complete_ms = coalesce(first_complete_ms, ?2), "
          "last_complete_ms = coalesce(?2, last_complete_ms), last_ms = ?3, trouble = ?4 "
          "WHERE account_id = (SELECT id FROM account WHERE name = ?1)")
      .bind(round.account, complete, now, trouble)
      .run();
}

}  // namespace noticed
