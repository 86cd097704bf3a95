// What the page of `noticed report` says, as values: gathered by the readers of storage/, written by report_page.
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
  std::string match;                // a glob over names and "service/id"; empty: everything
  std::string host;                 // where this is asked
  std::optional<bool> daemon_runs;  // nothing: no right to know
};

/// A failure event of several resources of which the same is to be said.
struct Silence {
  std::string service, event;         // event empty: nothing of these was ever observed
  std::vector<std::string> channels;  // that are on, though none alerts people; the last known ones if `reason`
  bool known = true;                  // nobody hears of it; else that is not known
  std::string reason;                 // not known: why it is not observed; empty: see `unread`
  bool unread = false;                // not known, for not all was read yet; else settings are hidden
  struct Member {
    const StandingRow* resource = nullptr;
    std::optional<TimePoint> since;  // not observed since
  };
  std::vector<Member> members;
};

/// One event with all its changes, or a gap of a resource that changed.
struct TimelineEntry {
  TimePoint at{};  // when it was observed; of a gap its end, or the time's
  const StandingRow* resource = nullptr;
  std::vector<ChangeRow> changes;
  std::optional<BlindRow> gap;
};

/// A gap, and how much of it lies in the time.
struct ReportGap {
  BlindRow row;
  const StandingRow* resource = nullptr;  // nothing: all
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
  bool first_seen_within = false;  // `before` is then as it was before its first change
};

/// Pointers lead into `resources`: it moves, and is never copied.
struct Report {
  Report() = default;
  Report(Report&&) = default;
  Report& operator=(Report&&) = default;

  ReportQuestion question;
  std::vector<StandingRow> resources;  // that match
  std::int64_t watched = 0, observed = 0;
  std::optional<RunRow> last_run;
  std::optional<NewestEvent> newest;

  std::vector<Silence> silences;        // those known first
  std::vector<TimelineEntry> timeline;  // newest first
  std::int64_t changes = 0;             // all of them
  std::int64_t left_out = 0;            // older ones that the timeline has no room for
  std::vector<Matrix> matrices;
  std::vector<ReportGap> gaps;  // the longest
  std::int64_t all_gaps = 0;
  std::vector<ReasonTotal> reasons;     // by the longest
  std::vector<DeliveryRow> deliveries;  // pending and dead, newest first
  std::int64_t pending = 0, dead = 0;
  std::vector<BeforeAfter> states;  // in the order of the timeline
  std::int64_t states_left_out = 0;
};

/// Throws StoreError.
Report gather_report(const ReportQuestion& question);

/// Does a resource match the glob?
bool matches(const std::string& glob, const StandingRow& resource);

}  // namespace noticed
