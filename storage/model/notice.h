// Events about monitoring itself: what cannot be read, what is added or removed, configuration changes. Each body has
// the common members and one of its own, documented at its struct.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "storage/model/event.h"
#include "storage/model/outage.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// noticed.resource.unreachable, .gone: "failure": {"since", "polls", "kind", "detail"}.
/// noticed.resource.recovered, .returned: "outage": {"since", "polls"}.
struct ReachabilityChanged {
  ResourceInfo resource;
  ReachabilityTransition step{};
  TimePoint since{};        // the last good poll before, else when the resource was first seen
  std::uint32_t polls = 0;  // failed ones in a row
  FailureKind kind{};       // of the newest failure; only for unreachable and gone, like `detail`
  std::string detail;       // without secrets
};

/// noticed.account.rejected, noticed.service.unreachable, noticed.network.lost:
/// "outage": {"since", "kind", "detail", "resources", "failing"}.
/// noticed.observation.stale: "observation": {"since", "detail", "resources", "stale"}; since: last poll of the
/// resource that has waited longest.
struct OutageBegun {
  Outage outage;
};
/// noticed.account.restored, noticed.service.recovered, noticed.network.restored: "outage": {"since", "until"}.
/// noticed.observation.recovered: "observation": {"since", "until"}.
struct OutageEnded {
  Outage outage;
  TimePoint until{};
};

/// noticed.resource.added: "added": {"returned"}; true: it was watched before, and its history continues.
struct ResourceAdded {
  ResourceInfo resource;
  bool returned = false;
};

/// noticed.resource.renamed: "renamed": {"from", "to"}.
struct ResourceRenamed {
  ResourceInfo resource;  // has the new name
  std::string from;
};

/// Why a resource is no longer watched.
enum class UnwatchReason : std::uint8_t {
  config,     // the configuration does not name it, or no rule names its account
  filter,     // rules of its account exclude it
  listing,    // the cloud no longer lists it, and its polls fail
  permission  // likewise, and its polls are forbidden
};
std::string_view to_text(UnwatchReason reason);

/// noticed.resource.unwatched: "unwatched": {"reason", "detail"}.
struct ResourceUnwatched {
  ResourceInfo resource;
  UnwatchReason reason{};
};

/// Many resources added or removed together, reported as one event without a resource.
struct Bulk {
  std::string account;
  Service service{};
  std::int64_t count = 0;
  std::vector<std::string> examples;  // see example_of
};
/// noticed.resource.added: "added": {"count", "returned", "examples"}; `returned` is a count.
struct CrowdAdded {
  Bulk crowd;
  std::int64_t returned = 0;
};
/// noticed.resource.unwatched: "unwatched": {"reason", "detail", "count", "examples"}.
struct CrowdUnwatched {
  Bulk crowd;
  UnwatchReason reason{};
};

/// noticed.config.changed: "config": {"added": {}, "removed": {}, "changed": {key: {"old", "new"}}, "count": {"added",
/// "removed", "changed"}}. The first kMostFacts of each, by key; counts include all.
struct ConfigChanged {
  static constexpr std::size_t kMostFacts = 50;
  std::map<std::string, std::string> added, removed;
  std::map<std::string, std::pair<std::string, std::string>> changed;  // old, new
  std::int64_t added_count = 0, removed_count = 0, changed_count = 0;

  /// Call these with keys in ascending order.
  void note_added(const std::string& key, const std::string& value);
  void note_removed(const std::string& key, const std::string& value);
  void note_changed(const std::string& key, const std::string& before, const std::string& after);
  bool empty() const { return added_count + removed_count + changed_count == 0; }
};

Event make_event(const ReachabilityChanged& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const OutageBegun& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const OutageEnded& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const ResourceAdded& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const ResourceRenamed& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const ResourceUnwatched& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const CrowdAdded& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const CrowdUnwatched& what, const EventStamp& stamp, const Policy& policy);
Event make_event(const ConfigChanged& what, const EventStamp& stamp, const Policy& policy);

/// How examples in events and reports name a resource: "build/48c6… payments-api".
std::string example_of(Service service, const std::string& id, const std::string& name);

}  // namespace noticed
