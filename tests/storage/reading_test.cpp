#include "storage/read/reading.h"

#include "tests/storage/store_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

class ReadingTest : public StoreTest {
 protected:
  ReadingTest() : build_(watch_one(watched(service::build, "b1"))) {
    commit(RecordedPoll(build_, at(1s)).fetched(0, mail(true)));
    commit(RecordedPoll(build_, at(2s)).fetched(0, mail(false)));
  }
  const std::int64_t build_;
};

TEST_F(ReadingTest, CommitBetweenTwoQueriesThenAllReadersSeeTheStateBefore) {
  const Reading read(db_);
  ASSERT_EQ(read.history.changes({}).size(), 1U);
  commit(RecordedPoll(build_, at(3s)).fetched(0, mail(true)));
  ASSERT_EQ(History(db_).changes({}).size(), 2U);
  EXPECT_EQ(read.history.changes({}).size(), 1U);
  EXPECT_EQ(read.history.state(build_, {}).settings, mail(false));
  EXPECT_EQ(read.coverage.at({}, {}).at(0).covered, false);
  EXPECT_EQ(read.deliveries.deliveries({}).size(), 2U);
  EXPECT_EQ(read.reports.newest_event()->seq, 1);
}

TEST_F(ReadingTest, NextOneThenTheNewState) {
  EXPECT_EQ(Reading(db_).history.state(build_, {}).settings, mail(false));
  commit(RecordedPoll(build_, at(3s)).fetched(0, mail(true)));
  EXPECT_EQ(Reading(db_).history.state(build_, {}).settings, mail(true));
}

TEST_F(ReadingTest, NoFileThenAnError) { EXPECT_THROW(Reading("/nowhere/history.db"), StoreError); }

}  // namespace
}  // namespace noticed
