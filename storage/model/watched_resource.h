// What is watched: as the configuration and discovery want it, and as the store remembers it. Plain values.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "storage/model/discover_rule.h"
#include "storage/model/event.h"
#include "storage/model/poll_report.h"

namespace noticed {

/// A resource the configuration wants watched.
struct WatchedResource {
  ResourceInfo info;
  std::chrono::seconds interval{0};
  SectionMask sections = 0;  // those polled; the others of an earlier configuration get a gap `not_watched`
};

/// What a configuration generation wants. Whatever it points to is read during the call only.
struct Inventory {
  std::span<const WatchedResource> resources;  // by hand; they win over discovery
  std::span<const DiscoverRule> rules;
  std::map<std::string, std::string> regions;  // by account
  /// The configuration flattened, without secrets: compared with the last one's for `noticed.config.changed`. Empty:
  /// not told, nothing is compared.
  std::map<std::string, std::string> facts;
};

/// A watched resource: who it is, how it is polled, and what the store remembers of it.
struct Remembered {
  std::int64_t resource = 0;  // the row's id
  std::string account;
  Service service{};
  std::string id;
  std::string project_id;
  std::chrono::seconds interval{0};
  SectionMask wanted = 0;
  bool discovered = false;
  std::optional<TimePoint> next_due;  // nothing: never polled
  TimePoint confirmed{};              // last confirmation, 0 if none
  TimePoint ok{};
  std::uint32_t failures = 0;
  SectionState sections;
  NotifiedState notified = NotifiedState::none;
};

}  // namespace noticed
