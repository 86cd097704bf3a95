// Watched resources: as wanted by configuration and discovery, and as stored. Plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/model/discover_rule.h"
#include "storage/model/event.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// A resource named in the configuration.
struct WatchedResource {
  ResourceInfo info;
  std::chrono::seconds interval{0};
  SectionMask sections = 0;  // to be polled; others, polled before, get a gap `not_watched`
};

/// What a configuration generation wants. Everything it points to is read during the call only.
struct Inventory {
  std::span<const WatchedResource> resources;  // configured; they take precedence over discovery
  std::span<const DiscoverRule> rules;
  std::map<std::string, std::string> regions;  // by account
  /// The flattened configuration without secrets, compared with the previous one for `noticed.config.changed`. Empty:
  /// not given, nothing is compared.
  std::map<std::string, std::string> facts;
};

/// A watched resource as stored: its identity, how it is polled, and its state.
struct Remembered {
  std::int64_t resource = 0;  // the row's id
  std::string account;
  Service service{};
  std::string id;
  std::string project_id;
  std::chrono::seconds interval{0};
  SectionMask wanted = 0;
  bool discovered = false;
  SectionState sections;
  std::vector<SectionTimes> times;  // in section order, all sections of the service
  NotifiedState notified = NotifiedState::none;
};

}  // namespace noticed
