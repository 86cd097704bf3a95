#include "storage/read/coverage_history.h"

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Texts = std::vector<std::string>;
using std::chrono::hours;

/// "b1 buildJobFail [email] yes"
std::string text_of(const CoverageRow& row) {
  std::string text = row.external_id + " " + row.event + " [";
  for (const auto& channel : row.channels) text += (text.back() == '[' ? "" : ",") + channel;
  text += "] ";
  if (row.covered) return text + (*row.covered ? "yes" : "no");
  return text + (row.unknown ? "unknown:" + row.unknown->reason : "unknown");
}

class CoverageReading : public StoreTest {
 protected:
  Texts at_time(std::optional<TimePoint> time, bool uncovered = false) const {
    CoverageFilter filter;
    filter.uncovered_only = uncovered;
    Texts texts;
    for (const auto& row : CoverageHistory(db_).at(filter, time)) texts.push_back(text_of(row));
    return texts;
  }
  /// "0..60 b1 …" in seconds after 14:00.
  Texts between(TimePoint since, TimePoint until, bool uncovered = false) const {
    CoverageFilter filter;
    filter.uncovered_only = uncovered;
    Texts texts;
    const auto seconds = [](TimePoint time) { return std::to_string((time - at(0ms)).count() / 1000); };
    for (const auto& one : CoverageHistory(db_).between(filter, since, until))
      texts.push_back(seconds(one.from) + ".." + seconds(one.to) + " " + text_of(one.row));
    return texts;
  }
};

TEST_F(CoverageReading, NowThenTheLatestState) {
  const auto id = watch_one(watched(service::build, "b1"));
  EXPECT_EQ(at_time({}), Texts{});
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  EXPECT_EQ(at_time({}), Texts{"b1 buildJobFail [email] yes"});
  EXPECT_EQ(at_time({}, true), Texts{});
  commit(RecordedPoll(id, at(10s)).fetched(0, mail(false)));
  EXPECT_EQ(at_time({}, true), Texts{"b1 buildJobFail [] no"});
}

TEST_F(CoverageReading, AtATimeThenWhatWasInForceThen) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(10s)).fetched(0, mail(false)));
  EXPECT_EQ(at_time(at(0ms)), Texts{});
  EXPECT_EQ(at_time(at(5s)), Texts{"b1 buildJobFail [email] yes"});
  EXPECT_EQ(at_time(at(11s)), Texts{"b1 buildJobFail [] no"});
}

TEST_F(CoverageReading, InsideAGapThenUnknownWithTheLastKnownState) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(300s)).failed(0, FailureKind::server));
  EXPECT_EQ(at_time(at(200s)), Texts{"b1 buildJobFail [email] unknown:server"});
  EXPECT_EQ(at_time({}), Texts{"b1 buildJobFail [email] unknown:server"});
  commit(RecordedPoll(id, at(600s)).fetched(0, mail(true)));
  EXPECT_EQ(at_time({}), Texts{"b1 buildJobFail [email] yes"});
  EXPECT_EQ(at_time(at(400s)), Texts{"b1 buildJobFail [email] unknown:server"});
}

TEST_F(CoverageReading, WhileNoDaemonRanThenUnknownButNowTheLastKnown) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  store_->close(at(100s));
  EXPECT_EQ(at_time(at(50s)), Texts{"b1 buildJobFail [email] yes"});
  EXPECT_EQ(at_time(at(200s)), Texts{"b1 buildJobFail [email] unknown:not_running"});
  EXPECT_EQ(at_time({}), Texts{"b1 buildJobFail [email] yes"});
  store_.reset();
  open(at(500s));
  EXPECT_EQ(at_time(at(200s)), Texts{"b1 buildJobFail [email] unknown:not_running"});
  EXPECT_EQ(at_time(at(600s)), Texts{"b1 buildJobFail [email] yes"});
}

TEST_F(CoverageReading, OverATimeThenIntervalsWithoutHoles) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(100s)).fetched(0, mail(false)));
  commit(RecordedPoll(id, at(200s)).failed(0, FailureKind::timeout));
  commit(RecordedPoll(id, at(300s)).fetched(0, mail(true)));
  EXPECT_EQ(between(at(0ms), at(400s)),
            (Texts{"1..100 b1 buildJobFail [email] yes", "100..300 b1 buildJobFail [] unknown:timeout",
                   "300..400 b1 buildJobFail [email] yes"}));
}

TEST_F(CoverageReading, OnlyPartOfTheTimeThenCutAtItsEnds) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(100s)).fetched(0, mail(false)));
  EXPECT_EQ(between(at(50s), at(150s)),
            (Texts{"50..100 b1 buildJobFail [email] yes", "100..150 b1 buildJobFail [] no"}));
  EXPECT_EQ(between(at(50s), at(150s), true), Texts{"100..150 b1 buildJobFail [] no"});
}

TEST_F(CoverageReading, DowntimeOverATimeThenAnIntervalOfItsOwn) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  restart(at(100s), at(200s));
  EXPECT_EQ(between(at(0ms), at(300s)),
            (Texts{"1..100 b1 buildJobFail [email] yes", "100..200 b1 buildJobFail [email] unknown:not_running",
                   "200..300 b1 buildJobFail [email] yes"}));
}

TEST_F(CoverageReading, SectionsThatWereGivenUpThenTheOthersStillCount) {
  const auto id = watch_one(watched(service::pipeline, "p1", 0b101));
  commit(RecordedPoll(id, at(1s)).fetched(0, {}).fetched(2, {{"email/pipelineRun.failed/enabled", true}}));
  watch({watched(service::pipeline, "p1", 0b100)}, at(100s));
  commit(RecordedPoll(id, at(101s)).unchanged(2));
  EXPECT_EQ(at_time(at(150s)), Texts{"p1 pipelineRun.failed [email] yes"});
}

TEST_F(CoverageReading, RetiredThenNotThereNowButThen) {
  const auto ids = watch({watched(service::build, "b1"), watched(service::build, "b2")});
  commit(RecordedPoll(ids[0].resource, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(ids[0].resource, at(90s)).unchanged(0));
  watch({watched(service::build, "b2")}, at(100s));
  EXPECT_EQ(at_time({}), Texts{});
  EXPECT_EQ(at_time(at(95s)), Texts{"b1 buildJobFail [email] unknown:not_watched"});
  EXPECT_EQ(at_time(at(50s)), Texts{"b1 buildJobFail [email] yes"});
}

TEST_F(CoverageReading, GapsThenNewestFirstByTimeAndState) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(100s)).failed(0, FailureKind::timeout, "no answer"));
  commit(RecordedPoll(id, at(200s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(300s)).failed(0, FailureKind::server, "HTTP 503"));
  const auto reasons = [&](const GapFilter& filter) {
    Texts texts;
    for (const auto& row : CoverageHistory(db_).gaps(filter)) texts.push_back(row.reason + (row.to ? "" : " still"));
    return texts;
  };
  GapFilter filter;
  EXPECT_EQ(reasons(filter), (Texts{"server still", "timeout"}));
  filter.until = at(150s);
  EXPECT_EQ(reasons(filter), Texts{"timeout"});
  filter = {};
  filter.since = at(250s);
  EXPECT_EQ(reasons(filter), Texts{"server still"});
  filter = {};
  filter.open_only = true;
  EXPECT_EQ(reasons(filter), Texts{"server still"});
  filter.open_only = false;
  filter.limit = 1;
  EXPECT_EQ(reasons(filter), Texts{"server still"});
}

}  // namespace
}  // namespace noticed
