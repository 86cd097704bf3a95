#include "storage/write/inventory.h"

#include <algorithm>
#include <limits>

#include "storage/write/inventory_row.h"
#include "storage/write/membership.h"
#include "storage/write/snapshots.h"
#include "storage/write/wanted_index.h"

namespace noticed {
namespace {

/// Reads the whole table once, in row order, then writes what differs: in SQLite it is undefined whether a statement
/// sees rows written while it reads.
class InventoryUpdate {
 public:
  InventoryUpdate(const Inventory& inventory, const Rules& rules, Accounts& accounts, EventWriter& writer)
      : inventory_(inventory),
        rules_(rules),
        accounts_(accounts),
        writer_(writer),
        connection_(writer.connection()),
        index_(inventory.resources),
        configured_(inventory.resources.size()) {}

  void read();
  void write();
  std::vector<Remembered> take();

 private:
  /// A row whose description differs from what a rule wants.
  struct RuleChange {
    std::int64_t resource = 0;
    const Rule* rule = nullptr;
  };
  struct Renamed {
    std::int64_t resource = 0;
    std::string from;
  };

  void match_configured(const InventoryRow& row, const std::string& account, std::size_t number);
  void match_discovered(const InventoryRow& row, const std::string& account);
  void update_configured();
  void apply_rule_changes();
  void add_new();
  Described describe(const WatchedResource& wanted, const Described& known);

  const Inventory& inventory_;
  const Rules& rules_;
  Accounts& accounts_;
  EventWriter& writer_;
  Connection& connection_;
  WantedIndex index_;
  std::vector<Remembered> configured_;  // by index; resources without a row are missing
  std::vector<Remembered> discovered_;
  std::vector<std::uint32_t> differing_;  // indexes
  std::vector<RuleChange> rule_changes_;
  std::vector<Renamed> renamed_;
  std::vector<std::int64_t> retired_;
  Membership membership_;
  const std::map<std::string, std::string>* labels_ = nullptr;  // the labels whose text is in labels_text_
  std::string labels_text_;
};

/// What the configuration leaves out keeps its stored value: a name or project may have come from a listing.
Described InventoryUpdate::describe(const WatchedResource& wanted, const Described& known) {
  const auto either = [](const std::string& given, const std::string& otherwise) {
    return given.empty() ? otherwise : given;
  };
  const ResourceInfo& info = wanted.info;
  if (labels_ == nullptr || *labels_ != info.labels) {
    labels_ = &info.labels;
    labels_text_ = labels_text(info.labels);
  }
  Described described;
  described.project_id = either(info.project_id, known.project_id);
  described.project_name = either(info.project_name, known.project_name);
  described.name = either(info.name, known.name);
  described.labels = labels_text_;
  described.interval = wanted.interval.count();
  return described;
}

Described describe_by(const Rule& rule, const Described& known) {
  Described described = known;
  described.labels = rule.labels;
  described.interval = rule.discover.interval.count();
  described.discovered = true;
  return described;
}

void InventoryUpdate::read() {
  InventoryScan scan(connection_, 1, std::numeric_limits<std::int64_t>::max());
  while (const InventoryRow* row = scan.next()) {
    const std::string& account = accounts_.name(row->account);
    if (const auto number = index_.find(account, row->owner.service, row->external_id)) {
      match_configured(*row, account, *number);
    } else if (!row->described.retired) {
      match_discovered(*row, account);
    }
  }
}

void InventoryUpdate::match_configured(const InventoryRow& row, const std::string& account, std::size_t number) {
  const WatchedResource& wanted = inventory_.resources[number];
  const Described described = describe(wanted, row.described);
  configured_[number] = remembered_of(row, account, described, wanted.sections);
  const Described& known = row.described;
  if (known == described && row.owner.asked == wanted.sections) return;
  differing_.push_back(static_cast<std::uint32_t>(number));
  const bool was_configured = !known.retired && !known.discovered;
  if (was_configured && !known.name.empty() && known.name != described.name)
    renamed_.push_back({row.owner.resource, known.name});
}

/// A resource with unknown project matches no rule.
void InventoryUpdate::match_discovered(const InventoryRow& row, const std::string& account) {
  const Described& known = row.described;
  const Service service = row.owner.service;
  const Candidate candidate{service, known.project_id, known.project_name, known.name};
  const Rule* rule = known.project_id.empty() ? nullptr : rules_.first(account, candidate);
  if (rule == nullptr) {
    const bool filtered = known.discovered && rules_.any(account);
    membership_.add_departure(account, service, row.owner.resource,
                              filtered ? UnwatchReason::filter : UnwatchReason::config);
    retired_.push_back(row.owner.resource);
    return;
  }
  const Described described = describe_by(*rule, known);
  discovered_.push_back(remembered_of(row, account, described, rule->sections(service)));
  if (known != described || row.owner.asked != rule->sections(service))
    rule_changes_.push_back({row.owner.resource, rule});
}

void InventoryUpdate::write() {
  update_configured();
  apply_rule_changes();
  add_new();
  for (const std::int64_t resource : retired_) retire_row(connection_, resource, writer_.now());
  for (const Renamed& renamed : renamed_)
    writer_.record_resource(renamed.resource, ResourceRenamed{load_info(connection_, renamed.resource), renamed.from});
  membership_.record(writer_);
}

void InventoryUpdate::update_configured() {
  for (const std::uint32_t number : differing_) {
    const WatchedResource& wanted = inventory_.resources[number];
    InventoryRow row = load_row(connection_, configured_[number].resource);
    update_row(connection_, row, describe(wanted, row.described), wanted.sections, writer_.now());
  }
}

void InventoryUpdate::apply_rule_changes() {
  for (const auto& [resource, rule] : rule_changes_) {
    InventoryRow row = load_row(connection_, resource);
    update_row(connection_, row, describe_by(*rule, row.described), rule->sections(row.owner.service), writer_.now());
  }
}

void InventoryUpdate::add_new() {
  for (std::size_t number = 0; number < configured_.size(); ++number) {
    if (configured_[number].resource != 0) continue;
    const WatchedResource& wanted = inventory_.resources[number];
    const ResourceInfo& info = wanted.info;
    if (index_.find(info.account, info.service, info.id) != number) continue;  // duplicate
    InventoryRow row;
    row.account = accounts_.id(info.account);
    row.external_id = info.id;
    row.owner.service = info.service;
    const Described described = describe(wanted, row.described);
    const ResourceKey key{row.account, info.service, info.id};
    row.owner.resource = insert_row(connection_, key, described, wanted.sections, writer_.now());
    configured_[number] = remembered_of(row, info.account, described, wanted.sections);
  }
}

std::vector<Remembered> InventoryUpdate::take() {
  std::erase_if(configured_, [](const Remembered& remembered) { return remembered.resource == 0; });
  configured_.insert(configured_.end(), std::make_move_iterator(discovered_.begin()),
                     std::make_move_iterator(discovered_.end()));
  return std::move(configured_);
}

/// Creates the accounts before any row refers to them.
void keep_accounts(const Inventory& inventory, const Rules& rules, Accounts& accounts) {
  for (const auto& [account, region] : inventory.regions) accounts.keep(account, region);
  for (const auto& [account, of_account] : rules.by_account())
    if (accounts.id(account) == 0) accounts.keep(account, {});
  for (const WatchedResource& wanted : inventory.resources)
    if (!inventory.regions.contains(wanted.info.account)) accounts.keep(wanted.info.account, wanted.info.region);
}

}  // namespace

std::vector<Remembered> apply_inventory(const Inventory& inventory, const Rules& rules, Accounts& accounts,
                                        EventWriter& writer) {
  keep_accounts(inventory, rules, accounts);
  InventoryUpdate update(inventory, rules, accounts, writer);
  update.read();
  update.write();
  return update.take();
}

}  // namespace noticed
