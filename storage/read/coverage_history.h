// Who was notified of which event, and when that was unknown; used by `noticed coverage` and `noticed gaps`. Opens the
// database read-only beside a running daemon.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/read/gap.h"
#include "storage/read/history.h"

namespace noticed {

/// The coverage of one event of a resource.
struct CoverageRow {
  std::int64_t resource = 0;
  std::string account, service, external_id, name, event;
  bool is_failure = false;
  std::vector<std::string> channels;  // enabled; the last known ones if `unknown` is set
  std::optional<bool> covered;        // nullopt: unknown
  std::optional<Unknown> unknown;     // what was not observed; if neither this nor `covered` is set, the API hides it
};

/// The same over [from, to).
struct CoverageInterval {
  CoverageRow row;
  TimePoint from{}, to{};
};

struct CoverageFilter {
  std::optional<std::int64_t> resource;
  bool uncovered_only = false;  // failure events of which nobody, or possibly nobody, is notified
};

/// A gap with its resource's names.
struct GapRow : Gap {
  std::string service, external_id, name;
  std::int64_t polls = 0;  // failed ones
};

struct GapFilter {
  std::optional<std::int64_t> resource;
  std::optional<TimePoint> since, until;  // gaps that overlap this time
  bool open_only = false;
  std::size_t limit = 100;  // newest first
  std::string after;        // a cursor (storage/read/cursor.h): only rows after it
};

class Connection;

class CoverageHistory {
 public:
  /// Throws StoreError (no such file, no permission, not ours, newer).
  explicit CoverageHistory(const std::filesystem::path& path);
  explicit CoverageHistory(std::shared_ptr<Connection> connection);
  ~CoverageHistory();
  CoverageHistory(const CoverageHistory&) = delete;
  CoverageHistory& operator=(const CoverageHistory&) = delete;

  /// Coverage at `time`; without it, as last observed, whether a daemon runs or not.
  std::vector<CoverageRow> at(const CoverageFilter& filter, std::optional<TimePoint> time) const;
  /// By resource, event and time, without holes between `since` (or when the resource was first seen) and `until`.
  std::vector<CoverageInterval> between(const CoverageFilter& filter, TimePoint since, TimePoint until) const;
  /// Throws NotACursor.
  std::vector<GapRow> gaps(const GapFilter& filter) const;

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace noticed
