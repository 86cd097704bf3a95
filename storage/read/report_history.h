// What a report over a time needs beyond the other readers: what is watched now with its settings, what was not
// observed, the head of the chain. Opens the database read-only beside a running daemon.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/service.h"
#include "storage/model/setting.h"

namespace noticed {

/// A resource that is watched, or was when the time that was asked for began. Section sets are those of
/// sections_of(service).
struct StandingRow {
  std::int64_t id = 0;
  std::string account, region, service, project_id, external_id, name;
  bool retired = false;                  // not watched any more
  std::optional<std::int64_t> document;  // its settings as last seen; nothing: not observed yet
  std::optional<TimePoint> last_ok;      // the last poll in which all sections were good
  std::int64_t failures = 0;             // polls in a row
  SectionMask asked = 0, seen = 0, failing = 0, unsupported = 0;
};

/// An event of a document: who is told by its settings alone.
struct EventRow {
  std::string event;
  bool is_failure = false;
  std::vector<std::string> channels;  // that are on
  std::optional<bool> covered;        // nothing: hangs on what the API hides
};

/// An interval in which something was not observed, as it is on record: not cut at the ends of the time asked for.
struct BlindRow {
  std::int64_t resource = 0;  // 0: every one, for no daemon ran
  std::string section, reason, detail;
  TimePoint from{};
  std::optional<TimePoint> to;  // nothing: still
};

/// The newest event, and the hash over it and all before.
struct NewestEvent {
  std::int64_t seq = 0;
  std::string chain;
};

class Connection;

class ReportHistory {
 public:
  /// Throws StoreError (no such file, no permission, not ours, newer).
  explicit ReportHistory(const std::filesystem::path& path);
  ~ReportHistory();
  ReportHistory(const ReportHistory&) = delete;
  ReportHistory& operator=(const ReportHistory&) = delete;

  /// What was watched at `since` or later, by row.
  std::vector<StandingRow> standing(TimePoint since) const;
  /// By event.
  std::vector<EventRow> events_of(std::int64_t document) const;
  Settings settings_of(std::int64_t document) const;
  /// What touches [since, until), in the order of its begin; downtime once, not once a resource.
  std::vector<BlindRow> blind(TimePoint since, TimePoint until) const;
  /// Nothing: no event was told yet.
  std::optional<NewestEvent> newest_event() const;

 private:
  std::unique_ptr<Connection> connection_;
};

}  // namespace noticed
