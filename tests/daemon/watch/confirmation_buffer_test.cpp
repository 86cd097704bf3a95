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
      watched.wanted = bit(0) | bit(1);
    }
  }
  TimePoint now() const { return clock_.wall(); }

  tests::FakeClock clock_;
  WatchList list_;
  ConfirmationBuffer buffer_{[this](const Watched&, SectionIndex) { return due_; }};
  TimePoint due_ = clock_.wall() + 5min;
};

TEST_F(ConfirmationBufferTest, PolledTwiceThenOneConfirmationWithTheLastTime) {
  buffer_.add(list_, list_[0], 0, now());
  clock_.move(1min);
  buffer_.add(list_, list_[0], 0, now());
  const auto all = buffer_.take_all(list_);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].resource, 1);
  EXPECT_EQ(all[0].polls, 2U);
  EXPECT_EQ(all[0].section, 0);
  EXPECT_FALSE(all[0].failing);
  EXPECT_EQ(all[0].asked, now());
  EXPECT_EQ(all[0].next_due, now() + 4min);
  EXPECT_TRUE(buffer_.take_all(list_).empty());
}

TEST_F(ConfirmationBufferTest, SeveralThenInListOrder) {
  for (const std::uint32_t index : {2U, 0U, 1U}) buffer_.add(list_, list_[index], 0, now());
  const auto all = buffer_.take_all(list_);
  ASSERT_EQ(all.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(all[i].resource, static_cast<std::int64_t>(i + 1));
}

TEST_F(ConfirmationBufferTest, SectionsPolledAtDifferentTimesThenOneConfirmationEach) {
  buffer_.add(list_, list_[0], 1, now());
  clock_.move(1min);
  buffer_.add(list_, list_[0], 0, now());
  const auto all = buffer_.take_all(list_);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].section, 0);
  EXPECT_EQ(all[0].asked, now());
  EXPECT_EQ(all[1].section, 1);
  EXPECT_EQ(all[1].asked, now() - 1min);
}

TEST_F(ConfirmationBufferTest, TakenForAReportThenNotReturnedAgainUntilItIsPolledAgain) {
  buffer_.add(list_, list_[1], 0, now());
  EXPECT_EQ(buffer_.take(list_, list_[1]).size(), 1U);
  EXPECT_TRUE(buffer_.take(list_, list_[1]).empty());
  EXPECT_TRUE(buffer_.take_all(list_).empty());
  buffer_.add(list_, list_[1], 0, now());
  EXPECT_EQ(buffer_.take(list_, list_[1]).size(), 1U);
  buffer_.add(list_, list_[1], 0, now());
  EXPECT_EQ(buffer_.take_all(list_).size(), 1U);
}

TEST_F(ConfirmationBufferTest, FailsAsBeforeThenCountedAsFailed) {
  list_.poll(list_[0], 0).stored = ending_of(FailureKind::server);
  list_.poll(list_[0], 0).failures = 4;
  buffer_.add(list_, list_[0], 0, now());
  const auto counted = buffer_.take(list_, list_[0]);
  ASSERT_EQ(counted.size(), 1U);
  EXPECT_TRUE(counted[0].failing);
  EXPECT_EQ(counted[0].polls, 1U);
  EXPECT_EQ(counted[0].failures, 4U);
}

TEST_F(ConfirmationBufferTest, ListReplacedThenForgotten) {
  buffer_.add(list_, list_[0], 0, now());
  buffer_.clear();
  EXPECT_TRUE(buffer_.take_all(list_).empty());
}

}  // namespace
}  // namespace noticed
