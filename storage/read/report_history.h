// Data for a report over a period that the other readers lack: watched resources with their settings, what was not
// observed, the newest event's chain value. Opens the database read-only beside a running daemon.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/model/clock.h"
#include "storage/model/coverage.h"
#include "storage/model/service.h"
#include "storage/model/setting.h"
#include "storage/read/gap.h"

namespace noticed {

/// A resource that is watched now or was watched when the requested period began. Section sets are those of
/// sections_of(service).
struct StandingRow {
  std::int64_t id = 0;
  std::string account, region, service, project_id, external_id, name;
  bool retired = false;                  // no longer watched
  std::optional<std::int64_t> document;  // its last observed settings; nullopt: not observed yet
  std::optional<TimePoint> last_ok;      // the last poll in which all sections were good
  std::int64_t failures = 0;             // failed polls in a row
  SectionMask asked = 0, seen = 0, failing = 0, unsupported = 0;
};

/// The newest event and its chain value, a hash over it and all earlier events.
struct NewestEvent {
  std::int64_t seq = 0;
  std::string chain;
};

class Connection;

class ReportHistory {
 public:
  /// Throws StoreError (no such file, no permission, not ours, newer).
  explicit ReportHistory(const std::filesystem::path& path);
  explicit ReportHistory(std::shared_ptr<Connection> connection);
  ~ReportHistory();
  ReportHistory(const ReportHistory&) = delete;
  ReportHistory& operator=(const ReportHistory&) = delete;

  /// Resources watched at `since` or later, in row order.
  std::vector<StandingRow> standing(TimePoint since) const;
  /// By event.
  std::vector<Coverage> events_of(std::int64_t document) const;
  Settings settings_of(std::int64_t document) const;
  /// Intervals that overlap [since, until), ordered by begin. Downtime is one row, not one per resource.
  std::vector<Gap> gaps(TimePoint since, TimePoint until) const;
  /// nullopt: there are no events yet.
  std::optional<NewestEvent> newest_event() const;

 private:
  std::shared_ptr<Connection> connection_;
};

}  // namespace noticed
