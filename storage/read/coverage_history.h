// Who was told of which event, and when that was not known: what `noticed coverage` and `gaps` print. Opens the
// database read-only beside a running daemon.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/read/history.h"

namespace noticed {

/// An event of a resource, and who hears of it.
struct CoverageRow {
  std::int64_t resource = 0;
  std::string account, service, external_id, name, event;
  bool is_failure = false;
  std::vector<std::string> channels;  // that are on; the last known ones where `unknown` is set
  std::optional<bool> covered;        // nothing: not known
  std::optional<Unknown> unknown;     // what was not observed then; nothing with no `covered`: the API hides it
};

/// The same over a time; [from, to).
struct CoverageInterval {
  CoverageRow row;
  TimePoint from{}, to{};
};

struct CoverageFilter {
  std::optional<std::int64_t> resource;
  bool uncovered_only = false;  // failure events that nobody hears of, or may not
};

struct GapRow {
  std::int64_t resource = 0;
  std::string service, external_id, name, section, reason, detail;
  TimePoint from{};
  std::optional<TimePoint> to;  // nothing: still
  std::int64_t polls = 0;
};

struct GapFilter {
  std::optional<std::int64_t> resource;
  std::optional<TimePoint> since, until;  // gaps that touch this time
  bool open_only = false;
  std::size_t limit = 100;  // newest first
  std::string after;        // a cursor (storage/read/cursor.h): only what comes behind it
};

class Connection;

class CoverageHistory {
 public:
  /// Throws StoreError (no such file, no permission, not ours, newer).
  explicit CoverageHistory(const std::filesystem::path& path);
  ~CoverageHistory();
  CoverageHistory(const CoverageHistory&) = delete;
  CoverageHistory& operator=(const CoverageHistory&) = delete;

  /// As it was at a time. Nothing given: as last observed, whether a daemon runs or not.
  std::vector<CoverageRow> at(const CoverageFilter& filter, std::optional<TimePoint> time) const;
  /// By resource and event, in the order of time, without holes between `since` (or the resource's first sight) and
  /// `until`.
  std::vector<CoverageInterval> between(const CoverageFilter& filter, TimePoint since, TimePoint until) const;
  /// Throws NotACursor.
  std::vector<GapRow> gaps(const GapFilter& filter) const;

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace noticed
