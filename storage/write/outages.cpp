#include "storage/write/outages.h"

#include <algorithm>

namespace noticed {
namespace {

/// A missing part of the key is '': NULLs would not be unique in a key.
std::string service_text(const OutageKey& key) {
  return key.service ? std::string(to_text(*key.service)) : std::string();
}

OutageScope scope_from(std::string_view text) {
  if (text == to_text(OutageScope::account)) return OutageScope::account;
  if (text == to_text(OutageScope::observation)) return OutageScope::observation;
  return text == to_text(OutageScope::service) ? OutageScope::service : OutageScope::network;
}

std::optional<Outage> find_outage(Connection& connection, const OutageKey& key) {
  for (Outage& outage : load_outages(connection))
    if (outage.key == key) return std::move(outage);
  return {};
}

}  // namespace

std::vector<Outage> load_outages(Connection& connection) {
  auto query = connection.query(
      "SELECT scope, account, service, since_ms, kind, detail, resources, failing FROM outage "
      "ORDER BY scope = 'observation', scope = 'service', scope = 'account', account, service");
  std::vector<Outage> outages;
  while (query.step()) {
    Outage outage;
    outage.key = {scope_from(query.view(0)), query.text(1), service_from(query.view(2))};
    outage.since = query.time(3);
    outage.kind = failure_from(query.view(4)).value_or(FailureKind::network);
    outage.detail = query.text(5);
    outage.resources = query.integer(6);
    outage.failing = query.integer(7);
    outages.push_back(std::move(outage));
  }
  return outages;
}

void store_outage(EventWriter& writer, const Outage& outage) {
  const OutageKey& key = outage.key;
  if (find_outage(writer.connection(), key)) return;
  writer.connection()
      .query(
          "INSERT INTO outage (scope, account, service, since_ms, kind, detail, resources, failing) "
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
      .bind(to_text(key.scope), key.account, service_text(key), outage.since, to_text(outage.kind), outage.detail,
            outage.resources, outage.failing)
      .run();
  writer.record(key.account, key.service, OutageBegun{outage});
}

void end_outage_of(EventWriter& writer, const OutageKey& key) {
  const auto outage = find_outage(writer.connection(), key);
  if (!outage) return;
  forget_outage(writer.connection(), key);
  writer.record(key.account, key.service, OutageEnded{*outage, std::max(outage->since, writer.now())});
}

void forget_outage(Connection& connection, const OutageKey& key) {
  connection.query("DELETE FROM outage WHERE scope = ? AND account = ? AND service = ?")
      .bind(to_text(key.scope), key.account, service_text(key))
      .run();
}

}  // namespace noticed
