#include "daemon/delivery/report_scheduler.h"

#include "storage/model/time_zone.h"

namespace noticed {

using std::chrono::seconds;

namespace {

constexpr seconds kCheckEvery{30};  // the wall clock may be set
constexpr seconds kEarliest{5}, kLatest{40};
constexpr int kDaysAWeek = 7;

}  // namespace

TimePoint next_report(const ReportTime& when, TimePoint after) {
  for (int days = 0;; ++days) {
    std::tm day = local_fields(after);
    day.tm_mday += days;
    day.tm_hour = static_cast<int>(when.minute / 60);
    day.tm_min = static_cast<int>(when.minute % 60);
    day.tm_sec = 0;
    const TimePoint time = from_local(day);
    const bool wanted = !when.weekday || static_cast<unsigned>(local_fields(time).tm_wday) == *when.weekday;
    if ((wanted && time > after) || days > kDaysAWeek + 1) return time;
  }
}

ReportScheduler::ReportScheduler(Loop& loop, StoreAccess& store, Log& log, OnCommitted on_committed, std::uint32_t seed)
    : loop_(loop), store_(store), log_(log), on_committed_(std::move(on_committed)), random_(seed) {}

void ReportScheduler::configure(const std::vector<SinkConfig>& sinks) {
  schedules_.clear();
  alarm_.cancel();
  std::uniform_int_distribution<seconds::rep> late(kEarliest.count(), kLatest.count());
  for (const auto& sink : sinks)
    if (sink.report) schedules_.emplace(sink.name, SinkReport{*sink.report, seconds{late(random_)}, {}});
  for (const auto& [sink, schedule] : schedules_) find_due(sink);
  if (!schedules_.empty()) check();
}

void ReportScheduler::stop() {
  schedules_.clear();
  alarm_.cancel();
}

/// The due time depends on when the last report was sent.
void ReportScheduler::find_due(const std::string& sink) {
  using Last = std::optional<TimePoint>;
  const auto question = [sink](Store& store) { return store.last_quiet(sink); };
  store_.ask<Last>(question, [this, sink](std::exception_ptr error, const Last& last) {
    const auto schedule = schedules_.find(sink);
    if (error || schedule == schedules_.end()) return;
    const TimePoint now = loop_.clock().wall();
    schedule->second.due = next_report(schedule->second.when, last ? std::min(*last, now) : now);
  });
}

void ReportScheduler::check() {
  const TimePoint now = loop_.clock().wall();
  for (auto& [sink, schedule] : schedules_) {
    if (!schedule.due || *schedule.due + schedule.late > now) continue;
    schedule.due = next_report(schedule.when, now);
    report(sink);
  }
  alarm_ = loop_.after(kCheckEvery, [this] { check(); });
}

void ReportScheduler::report(const std::string& sink) {
  const TimePoint now = loop_.clock().wall();
  const auto question = [sink, now](Store& store) { return std::optional(store.record_quiet(sink, now)); };
  store_.ask<std::optional<Event>>(question, [this, sink](std::exception_ptr error, const std::optional<Event>& event) {
    if (!error) return on_committed_({*event});
    log_.error("report_not_recorded", {{"sink", sink}, {"effect", "retried when the next report is due"}});
  });
}

}  // namespace noticed
