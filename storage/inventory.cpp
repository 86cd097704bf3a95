#include "storage/inventory.h"

#include <unordered_map>

#include "storage/section_state.h"

namespace noticed {
namespace {

/// The columns that the inventory decides, as one text each way.
struct Described {
  std::string project_id, project_name, name, labels;
  std::int64_t interval = 0;
  bool retired = false;
  friend bool operator==(const Described&, const Described&) = default;
};

struct Row {
  SectionOwner owner;
  Described described;
  Remembered remembered;
};

class Walk {
 public:
  Walk(Connection& connection, TimePoint now) : connection_(connection), now_(now) {}
  Remembered want(const WatchedResource& wanted);
  void retire_others();

 private:
  std::int64_t account(const ResourceInfo& info);
  std::optional<Row> find(std::int64_t account, const ResourceInfo& info);
  void add(std::int64_t account, const WatchedResource& wanted, const Described& described, Row& row);
  void update(const WatchedResource& wanted, const Described& described, Row& row);
  void mark(std::int64_t resource);
  void retire(std::int64_t resource);

  Connection& connection_;
  TimePoint now_;
  std::unordered_map<std::string, std::int64_t> accounts_;
  std::vector<bool> wanted_;  // by row id
};

Described describe(const WatchedResource& wanted) {
  // Names come from outside: what is no UTF-8 is replaced, never refused.
  const nlohmann::json labels(wanted.info.labels);
  return {wanted.info.project_id,  wanted.info.project_name,
          wanted.info.name,        labels.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
          wanted.interval.count(), false};
}

std::int64_t Walk::account(const ResourceInfo& info) {
  const auto known = accounts_.find(info.account);
  if (known != accounts_.end()) return known->second;
  connection_
      .query(
          "INSERT INTO account (name, region) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET region = excluded.region "
          "WHERE region <> excluded.region")
      .bind(info.account, info.region)
      .run();
  auto query = connection_.query("SELECT id FROM account WHERE name = ?");
  query.bind(info.account).step();
  return accounts_.emplace(info.account, query.integer(0)).first->second;
}

SectionMask mask(const Query& query, int column) { return static_cast<SectionMask>(query.integer(column)); }

std::optional<Row> Walk::find(std::int64_t account, const ResourceInfo& info) {
  auto query = connection_.query(
      "SELECT r.id, r.project_id, r.project_name, r.name, r.labels, r.interval_s, r.retired_ms IS NOT NULL, "
      "r.sections, r.seen, r.nonempty, r.failing, r.unsupported, p.next_due_ms, p.confirmed_ms, p.ok_ms, p.failures "
      "FROM resource r JOIN poll_state p ON p.resource_id = r.id "
      "WHERE r.service = ? AND r.external_id = ? AND r.account_id = ?");
  if (!query.bind(to_text(info.service), info.id, account).step()) return {};
  Row row;
  row.described = {query.text(1), query.text(2), query.text(3), query.text(4), query.integer(5), query.integer(6) != 0};
  row.owner = {query.integer(0),
               info.service,
               query.time(13),
               mask(query, 7),
               {mask(query, 8), mask(query, 9), mask(query, 10), mask(query, 11)}};
  row.remembered.resource = query.integer(0);
  row.remembered.next_due = query.maybe_time(12);
  row.remembered.confirmed = query.time(13);
  row.remembered.ok = query.time(14);
  row.remembered.failures = static_cast<std::uint32_t>(query.integer(15));
  return row;
}

void Walk::add(std::int64_t account, const WatchedResource& wanted, const Described& described, Row& row) {
  connection_
      .query(
          "INSERT INTO resource (account_id, service, external_id, project_id, project_name, name, labels, interval_s, "
          "sections, first_seen_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(account, to_text(wanted.info.service), wanted.info.id, described.project_id, described.project_name,
            described.name, described.labels, described.interval, wanted.sections, now_)
      .run();
  row.remembered.resource = connection_.last_row();
  connection_.query("INSERT INTO poll_state (resource_id) VALUES (?)").bind(row.remembered.resource).run();
}

void Walk::update(const WatchedResource& wanted, const Described& described, Row& row) {
  if (row.described != described) {
    connection_
        .query(
            "UPDATE resource SET project_id = ?, project_name = ?, name = ?, labels = ?, interval_s = ?, "
            "retired_ms = NULL WHERE id = ?")
        .bind(described.project_id, described.project_name, described.name, described.labels, described.interval,
              row.owner.resource)
        .run();
  }
  if (row.owner.asked == wanted.sections) return;
  ask_for(connection_, row.owner, wanted.sections, now_);
  save_sections(connection_, row.owner);
}

Remembered Walk::want(const WatchedResource& wanted) {
  const Described described = describe(wanted);
  const std::int64_t account_id = account(wanted.info);
  auto found = find(account_id, wanted.info);
  Row row = found ? std::move(*found) : Row{};
  if (found) {
    update(wanted, described, row);
  } else {
    add(account_id, wanted, described, row);
  }
  mark(row.remembered.resource);
  const auto asked = [&](SectionMask sections) { return static_cast<SectionMask>(sections & wanted.sections); };
  const SectionState& state = row.owner.state;
  row.remembered.sections = {asked(state.seen), asked(state.nonempty), asked(state.failing), asked(state.unsupported)};
  row.remembered.account = wanted.info.account;
  row.remembered.service = wanted.info.service;
  row.remembered.id = wanted.info.id;
  row.remembered.project_id = wanted.info.project_id;
  row.remembered.interval = wanted.interval;
  row.remembered.wanted = wanted.sections;
  return row.remembered;
}

void Walk::mark(std::int64_t resource) {
  const auto index = static_cast<std::size_t>(resource);
  if (wanted_.size() <= index) wanted_.resize(std::max(index + 1, 2 * wanted_.size()));
  wanted_[index] = true;
}

void Walk::retire_others() {
  std::vector<std::int64_t> others;
  {
    auto query = connection_.query("SELECT id FROM resource WHERE retired_ms IS NULL");
    while (query.step()) {
      const auto index = static_cast<std::size_t>(query.integer(0));
      if (index >= wanted_.size() || !wanted_[index]) others.push_back(query.integer(0));
    }
  }
  for (const std::int64_t resource : others) retire(resource);
}

/// A retired resource is one of which no section is asked for.
void Walk::retire(std::int64_t resource) {
  SectionOwner owner;
  {
    auto query = connection_.query(
        "SELECT r.service, p.confirmed_ms, r.sections, r.seen, r.nonempty, r.failing, r.unsupported FROM resource r "
        "JOIN poll_state p ON p.resource_id = r.id WHERE r.id = ?");
    query.bind(resource).step();
    owner = {resource,
             service_from(query.text(0)).value_or(Service::build),
             query.time(1),
             mask(query, 2),
             {mask(query, 3), mask(query, 4), mask(query, 5), mask(query, 6)}};
  }
  ask_for(connection_, owner, 0, now_);
  save_sections(connection_, owner);
  connection_.query("UPDATE resource SET retired_ms = ? WHERE id = ?").bind(now_, resource).run();
  connection_.query("UPDATE poll_state SET failures = 0, last_error = NULL WHERE resource_id = ?").bind(resource).run();
}

}  // namespace

std::vector<Remembered> apply_inventory(Connection& connection, std::span<const WatchedResource> resources,
                                        TimePoint now) {
  Walk inventory(connection, now);
  std::vector<Remembered> remembered;
  remembered.reserve(resources.size());
  for (const WatchedResource& wanted : resources) remembered.push_back(inventory.want(wanted));
  inventory.retire_others();
  return remembered;
}

}  // namespace noticed
