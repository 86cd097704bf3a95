#include "daemon/watch/outage_detector.h"
#include "tests/support/services.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

/// Two accounts with builds at host 0 or 4 and repositories at host 3 or 7; polls end one by one.
class HealthTest : public testing::Test {
 protected:
  HealthTest() : health_({"prod", "test"}, {{0, 1, 2, 3}, {4, 5, 6, 7}}) {
    watch(0, service::build, 10);
    watch(0, service::repo, 10);
    watch(1, service::build, 10);
  }
  void watch(std::size_t account, Service service, int count) {
    for (int i = 0; i < count; ++i) {
      health_.watch(account, service, kGood);
      last_[{account, service}].push_back(kGood);
    }
  }
  /// Resource number `i` of a group is polled, with this result.
  std::vector<std::string> poll(std::size_t account, Service service, std::size_t i, Ending now,
                                bool rejected = false) {
    Ending& last = last_[{account, service}][i];
    PollEnd end{account, service, last, now, 1, TimePoint{}, {}, "HTTP 503", rejected, std::chrono::seconds{300}};
    last = now;
    std::vector<std::string> said;
    for (const auto& turn : health_.record(end)) {
      const auto& key = turn.outage.key;
      std::string text = (turn.began ? "+" : "-") + std::string(to_text(key.scope));
      if (!key.account.empty()) text += " " + key.account;
      if (key.service) text += " " + std::string(to_text(*key.service));
      said.push_back(text);
    }
    return said;
  }
  /// Polls `count` resources of a group; returns all reports.
  std::vector<std::string> poll_many(std::size_t account, Service service, std::size_t count, Ending now) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < count; ++i)
      for (auto& text : poll(account, service, i, now)) all.push_back(text);
    return all;
  }
  using Said = std::vector<std::string>;

  static constexpr Ending kServer = ending_of(FailureKind::server);
  static constexpr Ending kNetwork = ending_of(FailureKind::network);
  static constexpr Ending kAuth = ending_of(FailureKind::auth);
  OutageDetector health_;
  std::map<std::pair<std::size_t, Service>, std::vector<Ending>> last_;
};

TEST_F(HealthTest, HalfOfAServiceFailsThenNothing) {
  EXPECT_EQ(poll_many(0, service::build, 5, kServer), Said{});
  EXPECT_FALSE(health_.explains(0, service::build, kServer));
}

TEST_F(HealthTest, MostOfAServiceFailAlikeThenOneOutageAndTheRestIsExcused) {
  EXPECT_EQ(poll_many(0, service::build, 10, kServer), Said{"+service prod build"});
  EXPECT_TRUE(health_.explains(0, service::build, kServer));
  EXPECT_FALSE(health_.explains(0, service::repo, kServer));
  EXPECT_FALSE(health_.explains(1, service::build, kServer));
}

TEST_F(HealthTest, MostFailButNotAlikeThenNoOutage) {
  for (std::size_t i = 0; i < 10; ++i)
    EXPECT_EQ(poll(0, service::build, i, i % 2 == 0 ? kServer : ending_of(FailureKind::malformed)), Said{});
}

TEST_F(HealthTest, ThreeQuartersAreGoodAgainThenTheOutageIsOver) {
  poll_many(0, service::build, 10, kServer);
  EXPECT_EQ(poll_many(0, service::build, 7, kGood), Said{});
  EXPECT_EQ(poll(0, service::build, 7, kGood), Said{"-service prod build"});
}

TEST_F(HealthTest, FewResourcesThenEachSpeaksForItself) {
  OutageDetector few({"prod"}, {{0, 1, 2, 3}});
  for (int i = 0; i < 4; ++i) few.watch(0, service::build, kGood);
  for (int i = 0; i < 4; ++i)
    EXPECT_TRUE(
        few.record({0, service::build, kGood, kServer, 9, TimePoint{}, {}, "", false, std::chrono::seconds{300}})
            .empty());
}

TEST_F(HealthTest, SignInIsRejectedThenTheAccountAtOnce) {
  EXPECT_EQ(poll(0, service::repo, 0, kUnsigned, true), Said{"+account prod"});
  EXPECT_EQ(poll_many(0, service::build, 10, kUnsigned), Said{});
  EXPECT_TRUE(health_.explains(0, service::build, kUnsigned));
  EXPECT_FALSE(health_.explains(0, service::build, kServer));
}

TEST_F(HealthTest, MostOfAnAccountAreRefusedThenTheAccountAndNoService) {
  EXPECT_EQ(poll_many(0, service::build, 10, kAuth), Said{"+service prod build"});
  EXPECT_EQ(poll(0, service::repo, 0, kAuth), Said{"+account prod"});
}

TEST_F(HealthTest, AcceptedAgainThenTheAccountIsRestored) {
  poll(0, service::repo, 0, kUnsigned, true);
  EXPECT_EQ(poll(0, service::build, 0, kGood), Said{"-account prod"});
}

TEST_F(HealthTest, NothingAnswersOnTwoHostsThenTheNetworkOnceAndNoService) {
  Said said;
  for (std::size_t i = 0; i < 10; ++i)
    for (const auto& [account, service] : {std::pair{0, service::build}, {0, service::repo}, {1, service::build}})
      for (auto& text : poll(static_cast<std::size_t>(account), service, i, kNetwork)) said.push_back(text);
  EXPECT_EQ(said, Said{"+network"});
  EXPECT_TRUE(health_.explains(1, service::build, kNetwork));
}

TEST_F(HealthTest, OneHostIsSilentWhileAnotherAnswersThenTheServiceAndNotTheNetwork) {
  Said said;
  for (std::size_t i = 0; i < 10; ++i) {
    for (auto& text : poll(0, service::build, i, kNetwork)) said.push_back(text);
    EXPECT_EQ(poll(0, service::repo, i, kGood), Said{});
  }
  EXPECT_EQ(said, Said{"+service prod build"});
}

TEST_F(HealthTest, OneHostIsSilentAndNoOtherWasAskedYetThenItWaits) {
  EXPECT_EQ(poll_many(0, service::build, 10, kNetwork), Said{});
  EXPECT_EQ(poll(0, service::repo, 0, kGood), Said{});
  EXPECT_EQ(poll(0, service::build, 0, kNetwork), Said{"+service prod build"});
}

TEST_F(HealthTest, AnyAnswerThenTheNetworkIsRestored) {
  for (std::size_t i = 0; i < 10; ++i) {
    poll(0, service::build, i, kNetwork);
    poll(0, service::repo, i, kNetwork);
    poll(1, service::build, i, kNetwork);
  }
  EXPECT_EQ(poll(0, service::repo, 0, kServer), Said{"-network"});
}

TEST_F(HealthTest, NetworkIsBackThenOneSilentPollBlamesNoService) {
  for (std::size_t i = 0; i < 10; ++i) {
    poll(0, service::build, i, kNetwork);
    poll(0, service::repo, i, kNetwork);
    poll(1, service::build, i, kNetwork);
  }
  EXPECT_EQ(poll(0, service::repo, 0, kGood), Said{"-network"});
  EXPECT_EQ(poll(0, service::build, 0, kNetwork), Said{});
}

TEST_F(HealthTest, ToldByAnEarlierRunThenNotToldAgainAndEndedWhenOver) {
  OutageDetector later({"prod"}, {{0, 1, 2, 3}});
  for (int i = 0; i < 10; ++i) later.watch(0, service::build, kServer);
  later.restore({Outage{{OutageScope::service, "prod", service::build}, {}, {}, {}, 10, 10}});
  EXPECT_TRUE(
      later.record({0, service::build, kServer, kServer, 5, TimePoint{}, {}, "", false, std::chrono::seconds{300}})
          .empty());
  std::size_t ended = 0;
  for (int i = 0; i < 10; ++i)
    ended += later.record({0, service::build, kServer, kGood, 0, TimePoint{}, {}, "", false, std::chrono::seconds{300}})
                 .size();
  EXPECT_EQ(ended, 1U);
}

}  // namespace
}  // namespace noticed
