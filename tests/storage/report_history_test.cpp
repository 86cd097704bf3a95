#include "storage/read/report_history.h"

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Texts = std::vector<std::string>;

class ReportReading : public StoreTest {
 protected:
  /// "0 not_running 100..200", in seconds after 14:00.
  Texts blind(TimePoint since, TimePoint until) const {
    Texts texts;
    const auto seconds = [](TimePoint time) { return std::to_string((time - at(0ms)).count() / 1000); };
    for (const auto& row : ReportHistory(db_).gaps(since, until))
      texts.push_back(std::to_string(row.resource) + " " + row.reason + " " + seconds(row.from) + ".." +
                      (row.to ? seconds(*row.to) : "still"));
    return texts;
  }
};

TEST_F(ReportReading, StandingThenSectionsAndDocumentOfWhatIsWatched) {
  const auto ids = watch({watched(service::pipeline, "p1", 0b101), watched(service::build, "b1")});
  commit(RecordedPoll(ids[0].resource, at(1s)).fetched(2, {{"email/x/enabled", true}}).failed(0, FailureKind::server));
  const auto rows = ReportHistory(db_).standing(at(2s));
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].asked, 0b101);
  EXPECT_EQ(rows[0].seen, 0b100);
  EXPECT_EQ(rows[0].failing, 0b001);
  EXPECT_EQ(rows[0].failures, 1);
  ASSERT_TRUE(rows[0].document);
  EXPECT_EQ(ReportHistory(db_).settings_of(*rows[0].document), (Settings{{"email/x/enabled", true}}));
  EXPECT_FALSE(rows[1].document);
}

TEST_F(ReportReading, RetiredThenThereOnlyIfItWasWatchedWithinTheTime) {
  watch({watched(service::build, "b1"), watched(service::build, "b2")});
  watch({watched(service::build, "b2")}, at(100s));
  ASSERT_EQ(ReportHistory(db_).standing(at(50s)).size(), 2U);
  EXPECT_TRUE(ReportHistory(db_).standing(at(50s))[0].retired);
  EXPECT_EQ(ReportHistory(db_).standing(at(150s)).size(), 1U);
}

TEST_F(ReportReading, EventsThenWhoIsToldOfEach) {
  const auto id = watch_one(watched(service::build, "b1"));
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  const ReportHistory history(db_);
  const auto events = history.events_of(*history.standing(at(0ms))[0].document);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event, "buildJobFail");
  EXPECT_TRUE(events[0].is_failure);
  EXPECT_EQ(events[0].channels, std::vector<std::string>{"email"});
  EXPECT_EQ(events[0].covered, Covered::yes);
}

TEST_F(ReportReading, BlindThenGapsAndDowntimeThatTouchTheTime) {
  const auto ids = watch({watched(service::build, "b1"), watched(service::build, "b2")});
  const auto id = ids[0].resource;
  const std::string row = std::to_string(id);
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(10s)).failed(0, FailureKind::timeout));
  commit(RecordedPoll(id, at(20s)).fetched(0, mail(true)));
  restart(at(100s), at(200s));
  EXPECT_EQ(blind(at(0ms), at(300s)), (Texts{row + " timeout 1..20", "0 not_running 100..200"}));
  EXPECT_EQ(blind(at(20s), at(100s)), Texts{});
  EXPECT_EQ(blind(at(150s), at(160s)), Texts{"0 not_running 100..200"});
  store_->close(at(300s));
  EXPECT_EQ(blind(at(250s), at(400s)), Texts{"0 not_running 300..still"});
}

TEST_F(ReportReading, NewestEventThenItsNumberAndChain) {
  const auto id = watch_one(watched(service::build, "b1"));
  EXPECT_FALSE(ReportHistory(db_).newest_event());
  commit(RecordedPoll(id, at(1s)).fetched(0, mail(true)));
  commit(RecordedPoll(id, at(10s)).fetched(0, mail(false)));
  const auto newest = ReportHistory(db_).newest_event();
  ASSERT_TRUE(newest);
  EXPECT_EQ(std::to_string(newest->seq) + "|" + newest->chain, row("SELECT seq, chain FROM events"));
}

}  // namespace
}  // namespace noticed
