#include "storage/read/history.h"

#include <fstream>
#include <memory>

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

/// One build job, muted at 14:05; a gap from 14:05 to 14:15.
class HistoryTest : public StoreTest {
 protected:
  HistoryTest() {
    auto other = watched(service::repo, "r1", 0b110);
    other.info.labels = {{"team", "core"}};
    const auto ids = watch({watched(service::build, "b1"), watched(service::build, "b12"), other});
    id_ = ids[0].resource;
    commit(RecordedPoll(id_, at(1s)).fetched(0, mail(true)));
    commit(RecordedPoll(id_, at(300s)).fetched(0, mail(false)));
    commit(RecordedPoll(id_, at(600s)).failed(0, FailureKind::timeout));
    commit(RecordedPoll(id_, at(900s)).unchanged(0));
    repo_ = ids[2].resource;
    commit(RecordedPoll(repo_, at(1s)).fetched(2, {{"email/*/enabled", true}}).failed(1, FailureKind::server));
    commit(RecordedPoll(repo_, at(1200s)).fetched(2, {{"email/*/enabled", false}}).failed(1, FailureKind::server));
  }
  std::vector<std::string> found(const std::string& text) const {
    std::vector<std::string> ids;
    for (const auto& found : History(db_).find(text)) ids.push_back(found.service + "/" + found.external_id);
    return ids;
  }
  std::int64_t id_ = 0;
  std::int64_t repo_ = 0;
};
using Names = std::vector<std::string>;

TEST_F(HistoryTest, ExactMatchWinsOverPrefix) {
  EXPECT_EQ(found("build/b1"), Names{"build/b1"});
  EXPECT_EQ(found("name-b1"), Names{"build/b1"});
  EXPECT_EQ(found("build/b"), (Names{"build/b1", "build/b12"}));
  EXPECT_EQ(found("name-r"), Names{"repo/r1"});
  EXPECT_EQ(found("nothing"), Names{});
  EXPECT_EQ(found("").size(), 3U);
}

TEST_F(HistoryTest, ResourceRowTellsItsState) {
  const auto row = History(db_).find("build/b1").front();
  EXPECT_EQ(row.state, "ok");
  EXPECT_EQ(row.region, "ap-southeast-3");
  EXPECT_EQ(row.last_polled, at(900s));
  EXPECT_EQ(row.last_changed, at(300100ms));
  EXPECT_EQ(row.next_poll, at(1200s));
}

TEST_F(HistoryTest, ChangesAreNewestFirst) {
  const auto changes = History(db_).changes({});
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].service, "repo");
  EXPECT_EQ(changes[1].before, "true");
  EXPECT_EQ(changes[1].after, "false");
  EXPECT_EQ(changes[1].not_before, at(1s));
  EXPECT_EQ(changes[1].observed_at, at(300100ms));
  EXPECT_EQ(changes[1].severity, "critical");
}

TEST_F(HistoryTest, FiltersNarrowTheChanges) {
  const History history(db_);
  const auto count = [&](auto member, auto value) {
    ChangeFilter filter;
    filter.*member = value;
    return history.changes(filter).size();
  };
  EXPECT_EQ(count(&ChangeFilter::resource, id_), 1U);
  EXPECT_EQ(count(&ChangeFilter::since, at(600s)), 1U);
  EXPECT_EQ(count(&ChangeFilter::until, at(300s)), 0U);
  EXPECT_EQ(count(&ChangeFilter::service, "repo"), 1U);
  EXPECT_EQ(count(&ChangeFilter::channel, "email"), 2U);
  EXPECT_EQ(count(&ChangeFilter::effect, "unmuted"), 0U);
  EXPECT_EQ(count(&ChangeFilter::severity, "warning"), 2U);
  EXPECT_EQ(count(&ChangeFilter::severity, "critical"), 1U);
  EXPECT_EQ(count(&ChangeFilter::label, "team=core"), 1U);
  EXPECT_EQ(count(&ChangeFilter::limit, std::size_t{1}), 1U);
}

TEST_F(HistoryTest, StateAtATimeIsTheSnapshotOfThen) {
  const History history(db_);
  EXPECT_FALSE(history.state(id_, at(1s)).taken_at);
  const auto then = history.state(id_, at(200s));
  EXPECT_EQ(then.taken_at, at(1100ms));
  EXPECT_EQ(then.confirmed_at, at(1100ms));
  EXPECT_EQ(then.settings, mail(true));
  EXPECT_TRUE(then.unknown.empty());
  EXPECT_EQ(history.state(id_, {}).settings, mail(false));
  EXPECT_EQ(history.state(id_, {}).confirmed_at, at(900s));
}

TEST_F(HistoryTest, StateInsideAGapIsMarkedUnknown) {
  const auto then = History(db_).state(id_, at(700s));
  EXPECT_EQ(then.settings, mail(false));
  ASSERT_EQ(then.unknown.size(), 1U);
  EXPECT_EQ(then.unknown[0].section, "*");
  EXPECT_EQ(then.unknown[0].since, at(300s));
  EXPECT_EQ(then.unknown[0].reason, "timeout");
  EXPECT_TRUE(History(db_).state(id_, at(950s)).unknown.empty());
}

TEST_F(HistoryTest, StateDuringDowntimeIsMarkedUnknown) {
  restart(at(1300s), at(2000s));
  const auto then = History(db_).state(id_, at(1500s));
  ASSERT_EQ(then.unknown.size(), 1U);
  EXPECT_EQ(then.unknown[0].reason, "not_running");
  EXPECT_EQ(then.unknown[0].since, at(1300s));
  EXPECT_TRUE(History(db_).state(id_, at(2001s)).unknown.empty());
}

TEST_F(HistoryTest, SectionNeverSeenIsUnknown) {
  const auto now = History(db_).state(repo_, {});
  ASSERT_EQ(now.unknown.size(), 1U);
  EXPECT_EQ(now.unknown[0].section, "system");
  EXPECT_EQ(now.unknown[0].reason, "server");
  const auto earlier = History(db_).state(repo_, at(500ms));
  ASSERT_EQ(earlier.unknown.size(), 2U);
  EXPECT_EQ(earlier.unknown[0].reason, "not_seen");
}

TEST_F(HistoryTest, LastRunAndOutboxAreTold) {
  const auto running = History(db_).last_run();
  EXPECT_EQ(running->started, at(0ms));
  EXPECT_EQ(running->alive, at(1200s));
  EXPECT_FALSE(running->ended);
  EXPECT_EQ(History(db_).undelivered(), (std::pair<std::int64_t, std::int64_t>{3, 0}));
}

TEST_F(HistoryTest, LagIsThatOfTheLastRunAsLastNoted) {
  EXPECT_EQ(History(db_).lag(), 0ms);
  store_->note_lag(2500ms, at(1300s));
  store_->note_lag(700ms, at(1310s));
  EXPECT_EQ(History(db_).lag(), 700ms);
  EXPECT_EQ(History(db_).last_run()->alive, at(1310s));
  restart(at(1400s), at(1500s));
  EXPECT_EQ(History(db_).lag(), 0ms);
  EXPECT_EQ(rows("SELECT lag_ms FROM run ORDER BY id"), (std::vector<std::string>{"700", "0"}));
}

TEST_F(HistoryTest, WhatCannotBeReadIsAnErrorOfItsKind) {
  const auto kind = [](const std::filesystem::path& file) { return store_error([&] { History history(file); }); };
  EXPECT_EQ(kind(dir_.path() / "none.db"), StoreError::Kind::missing);
  const auto text = dir_.path() / "notes.txt";
  std::ofstream(text) << std::string(5000, 'x');
  EXPECT_EQ(kind(text), StoreError::Kind::foreign);
  store_.reset();
  SQLite::Database(db_.string(), SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  EXPECT_EQ(kind(db_), StoreError::Kind::newer);
}

}  // namespace
}  // namespace noticed
