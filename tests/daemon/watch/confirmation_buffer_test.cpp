#include "daemon/watch/confirmation_buffer.h"

#include <gtest/gtest.h>

#include "pollers/fake_loop.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

class ConfirmationBufferTest : public testing::Test {
 protected:
  ConfirmationBufferTest() {
    for (const char* id : {"a", "b", "c"}) {
      Watched& watched = list_.add(service::pipeline, 0, id, "p1");
      watched.resource = static_cast<std::uint32_t>(list_.size());
      watched.slot = clock_.steady() + 5min;
      watched.wanted = bit(0) | bit(1);
    }
  }
  TimePoint now() const { return clock_.wall(); }

  tests::FakeClock clock_;
  WatchList list_;
  ConfirmationBuffer buffer_{clock_};
};

TEST_F(ConfirmationBufferTest, PolledTwiceThenOneConfirmationWithTheLastTime) {
  buffer_.add(list_, 0, now());
  clock_.move(1min);
  buffer_.add(list_, 0, now());
  const auto all = buffer_.take_all(list_);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].resource, 1);
  EXPECT_EQ(all[0].polls, 2U);
  EXPECT_EQ(all[0].failed_polls, 0U);
  EXPECT_EQ(all[0].polled, now());
  EXPECT_EQ(all[0].confirmed, now());
  EXPECT_EQ(all[0].ok, now());
  EXPECT_EQ(all[0].next_due, now() + 4min);
  EXPECT_TRUE(buffer_.take_all(list_).empty());
}

TEST_F(ConfirmationBufferTest, SeveralThenInListOrder) {
  for (const std::uint32_t index : {2U, 0U, 1U}) buffer_.add(list_, index, now());
  const auto all = buffer_.take_all(list_);
  ASSERT_EQ(all.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(all[i].resource, static_cast<std::int64_t>(i + 1));
}

TEST_F(ConfirmationBufferTest, TakenForAReportThenNotReturnedAgainUntilItIsPolledAgain) {
  buffer_.add(list_, 1, now());
  EXPECT_EQ(buffer_.take(list_[1]).polls, 1U);
  EXPECT_EQ(buffer_.take(list_[1]).polls, 0U);
  EXPECT_TRUE(buffer_.take_all(list_).empty());
  buffer_.add(list_, 1, now());
  EXPECT_EQ(buffer_.take(list_[1]).polls, 1U);
  buffer_.add(list_, 1, now());
  EXPECT_EQ(buffer_.take_all(list_).size(), 1U);
}

TEST_F(ConfirmationBufferTest, OneSectionFailsAsBeforeThenConfirmedButNotOk) {
  list_[0].sections.failing = bit(1);
  list_[0].failures = 4;
  buffer_.add(list_, 0, now());
  const Confirmation counted = buffer_.take(list_[0]);
  EXPECT_EQ(counted.failed_polls, 1U);
  EXPECT_EQ(counted.failures, 4U);
  EXPECT_EQ(counted.confirmed, now());
  EXPECT_EQ(counted.ok, TimePoint{});
}

TEST_F(ConfirmationBufferTest, AllSectionsFailAsBeforeThenNotConfirmed) {
  list_[0].sections.failing = bit(0);
  list_[0].sections.unsupported = bit(1);
  buffer_.add(list_, 0, now());
  EXPECT_EQ(buffer_.take(list_[0]).confirmed, TimePoint{});
}

TEST_F(ConfirmationBufferTest, ListReplacedThenForgotten) {
  buffer_.add(list_, 0, now());
  buffer_.clear();
  EXPECT_TRUE(buffer_.take_all(list_).empty());
}

}  // namespace
}  // namespace noticed
