#include "daemon/delivery/report_scheduler.h"

#include "dispatcher_fixture.h"
#include "storage/model/time_zone.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;
using std::chrono::hours;

/// Reports in the time zone of Berlin, where an hour is skipped in March and occurs twice in October.
class ReporterTest : public DispatcherTest {
 protected:
  ReporterTest() {
    use_time_zone("Europe/Berlin");
    begin(1);
  }
  ~ReporterTest() override { use_time_zone(""); }
  static TimePoint time(const std::string& text) { return *parse_rfc3339(text); }
  static std::string next(const ReportTime& when, const std::string& after) {
    return to_text(next_report(when, time(after)));
  }
  void report_at(const ReportTime& when) {
    sinks_.clear();
    add_sink("weekly", "webhook").report = when;
    reporter_.configure(sinks_);
    loop_.run_posted();
  }
  static constexpr ReportTime monday(unsigned hour) { return {1U, hour * 60}; }

  std::vector<std::string> told_;
  ReportScheduler reporter_{loop_, access_, log_,
                            [this](const std::vector<Event>& events) {
                              for (const Event& event : events) told_.push_back(event.type + " " + to_text(event.at));
                            },
                            7};
};

TEST_F(ReporterTest, TimeOfTheWeekOrTheDayThenTheNextSuch) {
  EXPECT_EQ(next(monday(9), "2026-11-21T14:00:00Z"), "2026-11-23T08:00:00.000Z");
  EXPECT_EQ(next(monday(9), "2026-11-23T07:59:59Z"), "2026-11-23T08:00:00.000Z");
  EXPECT_EQ(next(monday(9), "2026-11-23T08:00:00Z"), "2026-11-30T08:00:00.000Z");
  EXPECT_EQ(next({{}, 90}, "2026-11-21T14:00:00Z"), "2026-11-22T00:30:00.000Z");
}

TEST_F(ReporterTest, ClockChangesBetweenThenStillTheSameLocalTime) {
  EXPECT_EQ(next(monday(9), "2027-03-26T12:00:00Z"), "2027-03-29T07:00:00.000Z");
  EXPECT_EQ(next(monday(9), "2026-10-24T12:00:00Z"), "2026-10-26T08:00:00.000Z");
  EXPECT_EQ(next({{}, 150}, "2027-03-28T00:00:00Z"), "2027-03-28T01:30:00.000Z");  // 02:30 is skipped: 03:30
}

TEST_F(ReporterTest, ItsTimeComesThenToldOnceAWeek) {
  report_at(monday(9));
  loop_.advance(hours{24});
  EXPECT_EQ(told_.size(), 0U);
  loop_.advance(hours{24 * 7});
  ASSERT_EQ(told_.size(), 1U);
  EXPECT_EQ(told_[0].substr(0, 36), "noticed.report.quiet 2026-11-23T08:0");
  EXPECT_EQ(store_->outgoing("weekly", QueueOrder::by_number, now(), 10).due.size(), 1U);
}

TEST_F(ReporterTest, FellDueWhileNothingRanThenToldAtTheStart) {
  store_->record_quiet("weekly", time("2026-11-16T08:00:10Z"));
  loop_.time().set_wall(time("2026-11-24T12:00:00Z"));
  report_at(monday(9));
  loop_.advance(2min);
  EXPECT_EQ(told_.size(), 1U);
  loop_.advance(hours{24});
  EXPECT_EQ(told_.size(), 1U);
}

TEST_F(ReporterTest, NeverToldBeforeThenNotAtTheStart) {
  report_at(monday(9));
  loop_.advance(1h);
  EXPECT_EQ(told_.size(), 0U);
}

TEST_F(ReporterTest, ClockSetForwardOverSeveralThenToldOnce) {
  report_at({{}, 540});
  loop_.advance(1min);
  loop_.time().set_wall(time("2027-01-10T12:00:00Z"));
  loop_.advance(5min);
  EXPECT_EQ(told_.size(), 1U);
}

TEST_F(ReporterTest, StoreThatTakesNothingThenTheNextOneIsTold) {
  report_at({{}, 540});
  access_.failing = true;
  loop_.advance(hours{24});
  EXPECT_EQ(told_.size(), 0U);
  access_.failing = false;
  loop_.advance(hours{24});
  EXPECT_EQ(told_.size(), 1U);
}

TEST_F(ReporterTest, StoppedThenSilent) {
  report_at({{}, 540});
  reporter_.stop();
  loop_.advance(hours{48});
  EXPECT_EQ(told_.size(), 0U);
}

}  // namespace
}  // namespace noticed
