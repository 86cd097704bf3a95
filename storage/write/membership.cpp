#include "storage/write/membership.h"

#include <algorithm>

#include "storage/write/snapshots.h"

namespace noticed {
namespace {

constexpr std::size_t kExamples = 10;

Bulk crowd_of(const std::string& account, Service service, std::size_t count) {
  return {account, service, static_cast<std::int64_t>(count), {}};
}

void add_example(Connection& connection, std::int64_t resource, Bulk& crowd) {
  if (crowd.examples.size() >= kExamples) return;
  const ResourceInfo info = load_info(connection, resource);
  crowd.examples.push_back(example_of(info.service, info.id, info.name));
}

}  // namespace

void Membership::came(const std::string& account, Service service, std::int64_t resource, bool returned) {
  came_[{account, service}].push_back({resource, returned});
}

void Membership::left(const std::string& account, Service service, std::int64_t resource, UnwatchReason reason) {
  left_[{account, service, reason}].push_back(resource);
}

void Membership::tell(EventWriter& teller) const {
  for (const auto& group : came_) tell_arrivals(teller, group);
  for (const auto& group : left_) tell_departures(teller, group);
}

void Membership::tell_arrivals(EventWriter& teller, const Came::value_type& group) {
  const auto& [account, service] = group.first;
  const std::vector<Arrival>& arrivals = group.second;
  if (arrivals.size() <= kMostAlone) {
    for (const Arrival& arrival : arrivals)
      teller.about_resource(arrival.resource,
                            ResourceAdded{load_info(teller.connection(), arrival.resource), arrival.returned});
    return;
  }
  CrowdAdded added{crowd_of(account, service, arrivals.size()), 0};
  added.returned = std::count_if(arrivals.begin(), arrivals.end(), [](const auto& one) { return one.returned; });
  for (const Arrival& arrival : arrivals) add_example(teller.connection(), arrival.resource, added.crowd);
  teller.about(account, service, added);
}

void Membership::tell_departures(EventWriter& teller, const Left::value_type& group) {
  const auto& [account, service, reason] = group.first;
  const std::vector<std::int64_t>& resources = group.second;
  if (resources.size() <= kMostAlone) {
    for (const std::int64_t resource : resources)
      teller.about_resource(resource, ResourceUnwatched{load_info(teller.connection(), resource), reason});
    return;
  }
  CrowdUnwatched unwatched{crowd_of(account, service, resources.size()), reason};
  for (const std::int64_t resource : resources) add_example(teller.connection(), resource, unwatched.crowd);
  teller.about(account, service, unwatched);
}

}  // namespace noticed
