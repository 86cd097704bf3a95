#include "storage/write/membership.h"

#include <algorithm>

#include "storage/write/snapshots.h"

namespace noticed {
namespace {

constexpr std::size_t kExamples = 10;

Bulk bulk_of(const std::string& account, Service service, std::size_t count) {
  return {account, service, static_cast<std::int64_t>(count), {}};
}

void add_example(Connection& connection, std::int64_t resource, Bulk& bulk) {
  if (bulk.examples.size() >= kExamples) return;
  const ResourceInfo info = load_info(connection, resource);
  bulk.examples.push_back(example_of(info.service, info.id, info.name));
}

}  // namespace

void Membership::add_arrival(const std::string& account, Service service, std::int64_t resource, bool returned) {
  arrivals_[{account, service}].push_back({resource, returned});
}

void Membership::add_departure(const std::string& account, Service service, std::int64_t resource,
                               UnwatchReason reason) {
  departures_[{account, service, reason}].push_back(resource);
}

void Membership::record(EventWriter& writer) const {
  for (const auto& group : arrivals_) record_arrivals(writer, group);
  for (const auto& group : departures_) record_departures(writer, group);
}

void Membership::record_arrivals(EventWriter& writer, const Arrivals::value_type& group) {
  const auto& [account, service] = group.first;
  const std::vector<Arrival>& arrivals = group.second;
  if (arrivals.size() <= kMostAlone) {
    for (const Arrival& arrival : arrivals)
      writer.record_resource(arrival.resource,
                             ResourceAdded{load_info(writer.connection(), arrival.resource), arrival.returned});
    return;
  }
  CrowdAdded added{bulk_of(account, service, arrivals.size()), 0};
  added.returned = std::count_if(arrivals.begin(), arrivals.end(), [](const auto& one) { return one.returned; });
  for (const Arrival& arrival : arrivals) add_example(writer.connection(), arrival.resource, added.crowd);
  writer.record(account, service, added);
}

void Membership::record_departures(EventWriter& writer, const Departures::value_type& group) {
  const auto& [account, service, reason] = group.first;
  const std::vector<std::int64_t>& resources = group.second;
  if (resources.size() <= kMostAlone) {
    for (const std::int64_t resource : resources)
      writer.record_resource(resource, ResourceUnwatched{load_info(writer.connection(), resource), reason});
    return;
  }
  CrowdUnwatched unwatched{bulk_of(account, service, resources.size()), reason};
  for (const std::int64_t resource : resources) add_example(writer.connection(), resource, unwatched.crowd);
  writer.record(account, service, unwatched);
}

}  // namespace noticed
