#include "storage/write/begin_generation.h"

#include <set>

#include "storage/write/config_facts.h"
#include "storage/write/discovery_progress.h"
#include "storage/write/documents.h"
#include "storage/write/inventory.h"
#include "storage/write/outages.h"
#include "storage/write/renormalize.h"

namespace noticed {
namespace {

void keep_meta(Connection& connection, std::string_view key, const std::string& value) {
  connection
      .query(
          "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value "
          "WHERE value <> excluded.value")
      .bind(key, value)
      .run();
}

/// What outages may still concern.
struct Watching {
  std::set<std::string> accounts;
  std::set<std::pair<std::string, Service>> services;

  bool concerns(const OutageKey& key) const {
    switch (key.scope) {
      case OutageScope::account: return accounts.contains(key.account);
      case OutageScope::service:
      case OutageScope::observation: return key.service && services.contains({key.account, *key.service});
      case OutageScope::network: break;
    }
    return true;
  }
};

Watching watching_of(const Rules& rules, const std::vector<Remembered>& watched) {
  Watching watching;
  const auto note = [&](const std::string& account, Service service) {
    watching.accounts.insert(account);
    watching.services.emplace(account, service);
  };
  for (const Remembered& resource : watched) note(resource.account, resource.service);
  for (const auto& [account, of_account] : rules.by_account())
    for (const Service service : all_services())
      if (rules.want(account, service)) note(account, service);
  return watching;
}

std::vector<Outage> keep_outages(Connection& connection, const Rules& rules, const std::vector<Remembered>& watched) {
  auto outages = load_outages(connection);
  if (outages.empty()) return outages;
  const Watching watching = watching_of(rules, watched);
  std::erase_if(outages, [&](const Outage& outage) {
    if (watching.concerns(outage.key)) return false;
    forget_outage(connection, outage.key);
    return true;
  });
  return outages;
}

}  // namespace

Started store_generation(EventWriter& writer, const Inventory& inventory, const Rules& rules, const Policy& policy,
                         const Normalizers& normalizers) {
  Connection& connection = writer.connection();
  judge_documents(connection, policy);
  keep_meta(connection, "fail_after", std::to_string(policy.fail_after));
  keep_meta(connection, "gone_after", std::to_string(policy.gone_after));
  const ConfigChanged config = replace_facts(connection, inventory.facts);
  if (!config.empty()) writer.record({}, {}, config);
  Started started;
  if (normalizers.normalize) started.renormalized = renormalize(connection, normalizers, policy);
  Accounts accounts(connection);
  started.watched = apply_inventory(inventory, rules, accounts, writer);
  keep_discovery(connection, rules, accounts);
  started.outages = keep_outages(connection, rules, started.watched);
  started.events = writer.take();
  return started;
}

}  // namespace noticed
