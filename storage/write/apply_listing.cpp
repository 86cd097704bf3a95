#include "storage/write/apply_listing.h"

#include <algorithm>
#include <array>

#include "storage/write/accounts.h"
#include "storage/write/discovery_progress.h"
#include "storage/write/inventory_row.h"
#include "storage/write/membership.h"
#include "storage/write/snapshots.h"

namespace noticed {
namespace {

constexpr std::int64_t kMissesToRetire = 2;

/// Whether a poll failed without an answer, which says nothing about the resource.
bool unanswered(std::string_view error) {
  constexpr std::array kSilent{FailureKind::network, FailureKind::timeout, FailureKind::tls, FailureKind::throttled};
  const auto kind = failure_from(error.substr(0, error.find(':')));
  return kind && std::find(kSilent.begin(), kSilent.end(), *kind) != kSilent.end();
}

/// The stored columns of a discovered resource that a listing can change.
struct Known {
  std::int64_t resource = 0;
  std::string external_id;
  Described described;
  SectionMask asked = 0;
};

/// The watched resources of a scope, by external id.
std::vector<Known> load_known(Connection& connection, const Scope& scope) {
  auto query = connection.query(
      "SELECT id, external_id, project_id, project_name, name, labels, interval_s, misses, sections FROM resource "
      "WHERE account_id = ? AND project_id = ? AND service = ? AND discovered = 1 AND retired_ms IS NULL "
      "ORDER BY external_id");
  query.bind(scope.account, scope.project_id, to_text(scope.service));
  std::vector<Known> known;
  while (query.step()) {
    Described described{query.text(2),    query.text(3), query.text(4),    query.text(5),
                        query.integer(6), true,          query.integer(7), false};
    known.push_back(
        {query.integer(0), query.text(1), std::move(described), static_cast<SectionMask>(query.integer(8))});
  }
  return known;
}

/// Projects with discovered resources; one index lookup each.
std::vector<std::string> load_projects(Connection& connection, std::int64_t account) {
  std::vector<std::string> projects;
  while (true) {
    auto query = connection.query(
        "SELECT min(project_id) FROM resource WHERE account_id = ? AND project_id > ? AND discovered = 1 "
        "AND retired_ms IS NULL");
    query.bind(account, projects.empty() ? std::string() : projects.back()).step();
    if (query.is_null(0)) return projects;
    projects.push_back(query.text(0));
  }
}

std::vector<const ListedResource*> in_order(const std::vector<ListedResource>& rows) {
  std::vector<const ListedResource*> ordered;
  ordered.reserve(rows.size());
  for (const ListedResource& row : rows) ordered.push_back(&row);
  std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  const auto same = [](const auto* a, const auto* b) { return a->id == b->id; };
  ordered.erase(std::unique(ordered.begin(), ordered.end(), same), ordered.end());
  return ordered;
}

/// Applies one account's listings to the table.
class ListingUpdate {
 public:
  ListingUpdate(EventWriter& writer, const Rules& rules, const std::string& account, std::int64_t account_row)
      : writer_(writer), connection_(writer.connection()), rules_(rules), account_(account), row_(account_row) {}

  void take(const Listing& listing);
  void take(std::span<const ProjectInfo> projects);
  ListingResult finish();

 private:
  void on_known(const Known& known, const Listing& listing, const ListedResource& listed);
  void on_unknown(const Listing& listing, const ListedResource& listed);
  void on_missing(const Known& known, Service service);
  void add(const Listing& listing, const ListedResource& listed);
  void update(std::int64_t resource, const Described& described, SectionMask sections);
  void retire(std::int64_t resource, Service service, UnwatchReason reason);
  const Rule* rule_for(Service service, const Described& described) const {
    return rules_.first(account_, {service, described.project_id, described.project_name, described.name});
  }
  Scope scope_of(Service service, const std::string& project) const { return {row_, service, project}; }

  EventWriter& writer_;
  Connection& connection_;
  const Rules& rules_;
  const std::string& account_;
  std::int64_t row_ = 0;
  bool announces_new_ = false;
  Membership membership_;
  ListingResult result_;
};

const std::string& either(const std::string& listed, const std::string& known) {
  return listed.empty() ? known : listed;
}

/// The description by the listing; an empty name does not replace a known one.
Described describe(const Described& known, const Listing& listing, const ListedResource& listed) {
  Described described = known;
  described.project_id = listing.project.id;
  described.project_name = either(listing.project.name, known.project_name);
  described.name = either(listed.name, known.name);
  described.discovered = true;
  described.misses = 0;
  described.retired = false;
  return described;
}

void apply_rule(const Rule& rule, Described& described) {
  described.labels = rule.labels;
  described.interval = rule.discover.interval.count();
}

/// Both lists are sorted: one pass, and an unchanged resource costs one comparison.
void ListingUpdate::take(const Listing& listing) {
  const Scope scope = scope_of(listing.service, listing.project.id);
  announces_new_ = announces_new(connection_, scope);
  const std::vector<Known> known = load_known(connection_, scope);
  auto next = known.begin();
  for (const ListedResource* listed : in_order(listing.rows)) {
    while (next != known.end() && next->external_id < listed->id) on_missing(*next++, listing.service);
    if (next != known.end() && next->external_id == listed->id) {
      on_known(*next++, listing, *listed);
    } else {
      on_unknown(listing, *listed);
    }
  }
  while (next != known.end()) on_missing(*next++, listing.service);
  keep_listing(connection_, scope, writer_.now());
}

void ListingUpdate::on_known(const Known& known, const Listing& listing, const ListedResource& listed) {
  Described described = describe(known.described, listing, listed);
  const Rule* rule = rule_for(listing.service, described);
  if (rule == nullptr) {
    if (known.described != described) update(known.resource, described, known.asked);
    return retire(known.resource, listing.service, UnwatchReason::filter);
  }
  apply_rule(*rule, described);
  const SectionMask sections = rule->sections(listing.service);
  if (known.described != described || known.asked != sections) update(known.resource, described, sections);
}

/// Handles a listed resource not known in this scope: configured, retired, of another project, excluded, or new. Most
/// that no rule wants are never looked up; only one without a name may have a stored name.
void ListingUpdate::on_unknown(const Listing& listing, const ListedResource& listed) {
  if (!listed.name.empty() && rule_for(listing.service, describe({}, listing, listed)) == nullptr) return;
  const auto resource = find_row(connection_, {row_, listing.service, listed.id});
  if (!resource) return add(listing, listed);
  const InventoryRow row = load_row(connection_, *resource);
  if (!row.described.retired && !row.described.discovered) return;
  Described described = describe(row.described, listing, listed);
  const Rule* rule = rule_for(listing.service, described);
  if (rule == nullptr) return;
  apply_rule(*rule, described);
  update(*resource, described, rule->sections(listing.service));
}

void ListingUpdate::add(const Listing& listing, const ListedResource& listed) {
  Described described = describe({}, listing, listed);
  const Rule* rule = rule_for(listing.service, described);
  if (rule == nullptr) return;
  apply_rule(*rule, described);
  const SectionMask sections = rule->sections(listing.service);
  const std::int64_t resource =
      insert_row(connection_, {row_, listing.service, listed.id}, described, sections, writer_.now());
  if (announces_new_) membership_.add_arrival(account_, listing.service, resource, false);
  result_.added.push_back(remembered_of(load_row(connection_, resource), account_, described, sections));
}

/// Updates the row, and reports to the schedule a resource that returned or is polled differently from now on.
void ListingUpdate::update(std::int64_t resource, const Described& described, SectionMask sections) {
  InventoryRow row = load_row(connection_, resource);
  const Described before = row.described;
  const bool otherwise =
      before.project_id != described.project_id || before.interval != described.interval || row.owner.asked != sections;
  update_row(connection_, row, described, sections, writer_.now());
  if (before.retired) {
    if (announces_new_) membership_.add_arrival(account_, row.owner.service, resource, true);
  } else if (!before.name.empty() && before.name != described.name) {
    writer_.record_resource(resource, ResourceRenamed{load_info(connection_, resource), before.name});
  }
  if (!before.retired && !otherwise) return;
  if (!before.retired) result_.dropped.push_back(resource);
  result_.added.push_back(remembered_of(row, account_, described, sections));
}

/// The listing alone does not retire a resource: its own polls must fail, too.
void ListingUpdate::on_missing(const Known& known, Service service) {
  const std::int64_t misses = std::min(kMissesToRetire, known.described.misses + 1);
  if (misses != known.described.misses)
    connection_.query("UPDATE resource SET misses = ? WHERE id = ?").bind(misses, known.resource).run();
  if (misses < kMissesToRetire) return;
  std::optional<UnwatchReason> reason;
  {
    auto query = connection_.query(
        "SELECT p.last_error FROM resource r JOIN poll_state p ON p.resource_id = r.id WHERE r.id = ? "
        "AND p.failures > 0 AND r.failing & r.sections & ~r.unsupported = r.sections & ~r.unsupported");
    if (!query.bind(known.resource).step() || unanswered(query.view(0))) return;
    reason =
        query.view(0).starts_with(to_text(FailureKind::forbidden)) ? UnwatchReason::permission : UnwatchReason::listing;
  }
  retire(known.resource, service, *reason);
}

void ListingUpdate::retire(std::int64_t resource, Service service, UnwatchReason reason) {
  retire_row(connection_, resource, writer_.now());
  membership_.add_departure(account_, service, resource, reason);
  result_.dropped.push_back(resource);
}

void ListingUpdate::take(std::span<const ProjectInfo> projects) {
  std::map<std::string_view, std::string_view> named;
  for (const ProjectInfo& project : projects) named.emplace(project.id, project.name);
  for (const std::string& project : load_projects(connection_, row_)) {
    const auto listed = named.find(project);
    for (const Service service : all_services()) {
      const bool gone = listed == named.end();
      if (!gone && rules_.want_project(account_, service, {project, std::string(listed->second)})) continue;
      for (const Known& known : load_known(connection_, scope_of(service, project))) {
        if (gone) {
          on_missing(known, service);
        } else {
          retire(known.resource, service, UnwatchReason::filter);
        }
      }
    }
  }
  keep_projects(connection_, row_, projects, writer_.now());
}

ListingResult ListingUpdate::finish() {
  membership_.record(writer_);
  return std::move(result_);
}

}  // namespace

ListingResult take_projects(EventWriter& writer, const Rules& rules, const std::string& account,
                            std::span<const ProjectInfo> projects) {
  if (!rules.any(account)) return {};
  ListingUpdate update(writer, rules, account, Accounts(writer.connection()).id(account));
  update.take(projects);
  return update.finish();
}

ListingResult take_listing(EventWriter& writer, const Rules& rules, const Listing& listing) {
  if (!rules.want(listing.account, listing.service)) return {};
  ListingUpdate update(writer, rules, listing.account, Accounts(writer.connection()).id(listing.account));
  update.take(listing);
  return update.finish();
}

}  // namespace noticed
