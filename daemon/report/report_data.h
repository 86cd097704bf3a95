// The data of the `noticed report` page: gathered by the readers of storage/, written by report_page.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/report/matrix.h"
#include "storage/read/coverage_history.h"
#include "storage/read/delivery_history.h"

namespace noticed {

struct ReportQuestion {
  std::filesystem::path database;
  TimePoint since{}, until{}, now{};
  std::string match;                // a glob for names and "service/id"; empty: everything
  std::string host;                 // this host
  std::optional<bool> daemon_runs;  // nullopt: no permission to find out
};

/// A failure event whose notification is missing or unknown, with all resources to which the same statement applies.
struct Silence {
  std::string service, event;         // event empty: nothing of these was ever observed
  std::vector<std::string> channels;  // channels that are on but alert nobody; the last known ones if `reason` is set
  bool known = true;                  // true: nobody is notified; false: unknown
  std::string reason;                 // if unknown: why it is not observed; empty: see `unread`
  bool unread = false;                // unknown because not all was read yet; else settings are hidden
  struct UncoveredResource {
    const StandingRow* resource = nullptr;
    std::optional<TimePoint> since;  // not observed since
  };
  std::vector<UncoveredResource> members;
};

/// An event with all its changes, or a gap of a resource that changed.
struct TimelineEntry {
  TimePoint at{};  // time of observation; for a gap its end, or that of the period
  const StandingRow* resource = nullptr;
  std::vector<ChangeRow> changes;
  std::optional<Gap> gap;
};

/// A gap, and how much of it is within the period.
struct ReportGap {
  Gap row;
  const StandingRow* resource = nullptr;  // null: all
  std::chrono::milliseconds within{0};
};

struct ReasonTotal {
  std::string reason;
  std::int64_t gaps = 0;
  std::chrono::milliseconds longest{0};
};

struct BeforeAfter {
  const StandingRow* resource = nullptr;
  StateAt before, after;
  bool first_seen_within = false;  // `before` is then the state before its first change
};

/// Pointers refer to elements of `resources`, so a report can be moved, but not copied.
struct Report {
  Report() = default;
  Report(Report&&) = default;
  Report& operator=(Report&&) = default;

  ReportQuestion question;
  std::vector<StandingRow> resources;  // that match
  std::int64_t watched = 0, observed = 0;
  std::optional<RunRow> last_run;
  std::optional<NewestEvent> newest;

  std::vector<Silence> silences;        // known ones first
  std::vector<TimelineEntry> timeline;  // newest first
  std::int64_t changes = 0;             // total number
  std::int64_t left_out = 0;            // older ones, beyond the timeline's limit
  std::vector<Matrix> matrices;
  std::vector<ReportGap> gaps;  // the longest
  std::int64_t all_gaps = 0;
  std::vector<ReasonTotal> reasons;     // the longest first
  std::vector<DeliveryRow> deliveries;  // pending and dead, newest first
  std::int64_t pending = 0, dead = 0;
  std::vector<BeforeAfter> states;  // in the order of the timeline
  std::int64_t states_left_out = 0;
};

/// Throws StoreError.
Report gather_report(const ReportQuestion& question);

/// Whether a resource matches the glob.
bool matches(const std::string& glob, const StandingRow& resource);

}  // namespace noticed
