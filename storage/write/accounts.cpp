#include "storage/write/accounts.h"

namespace noticed {

Accounts::Accounts(Connection& connection) : connection_(connection) {
  auto query = connection_.query("SELECT id, name, region FROM account");
  while (query.step()) {
    rows_.emplace(query.text(1), AccountRow{query.integer(0), query.text(2)});
    names_.emplace(query.integer(0), query.text(1));
  }
}

std::int64_t Accounts::keep(const std::string& name, const std::string& region) {
  const auto known = rows_.find(name);
  if (known == rows_.end()) {
    connection_.query("INSERT INTO account (name, region) VALUES (?, ?)").bind(name, region).run();
    const std::int64_t id = connection_.last_row();
    rows_.emplace(name, AccountRow{id, region});
    names_.emplace(id, name);
    return id;
  }
  AccountRow& row = known->second;
  if (row.region != region) {
    connection_.query("UPDATE account SET region = ? WHERE id = ?").bind(region, row.id).run();
    row.region = region;
  }
  return row.id;
}

std::int64_t Accounts::id(const std::string& name) const {
  const auto known = rows_.find(name);
  return known == rows_.end() ? 0 : known->second.id;
}

const std::string& Accounts::name(std::int64_t id) const {
  static const std::string kNone;
  const auto known = names_.find(id);
  return known == names_.end() ? kNone : known->second;
}

}  // namespace noticed
