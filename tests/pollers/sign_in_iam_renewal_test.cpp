// A token's life: renewed in time, kept in use while IAM fails, dropped when it is refused.
#include "iam_fixture.h"

namespace noticed::tests {
namespace {

using std::chrono::milliseconds;

TEST_F(IamTest, LongLifeThenRenewedFortyMinutesBeforeItsEnd) {
  const auto made = make();
  sign(*made);
  const CredentialVersion first = version_;
  loop_.advance(24h - 40min - 1ms);
  EXPECT_TRUE(made->ready());
  loop_.advance(1ms);
  EXPECT_FALSE(made->ready());
  sign(*made);
  EXPECT_EQ(token_used(), "T2");
  EXPECT_GT(version_, first);
  EXPECT_EQ(made->expires(), loop_.clock().wall() + 24h);
}

TEST_F(IamTest, ShortLifeThenRenewedAfterTwoThirds) {
  const std::pair<milliseconds, milliseconds> lives[] = {{60s, 40s}, {2h - 3s, 80min - 2s}, {2h, 80min}, {12s, 10s}};
  for (const auto& [life, renewed] : lives) {
    answers_tokens(life);
    const auto made = make();
    sign(*made);
    loop_.advance(renewed - 1ms);
    EXPECT_TRUE(made->ready()) << life.count();
    loop_.advance(1ms);
    EXPECT_FALSE(made->ready()) << life.count();
  }
}

TEST_F(IamTest, ServersClockYearsOffThenTheSameLife) {
  answer_ = [this] { return token(60s, "1999-01-01T00:00:00.123456Z"); };
  const auto made = make();
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->expires(), loop_.clock().wall() + 60s);
  loop_.advance(40s - 1ms);
  EXPECT_TRUE(made->ready());
  loop_.advance(1ms);
  EXPECT_FALSE(made->ready());
}

TEST_F(IamTest, AnswerThatTookLongThenLifeCountsFromTheQuestion) {
  transport_.latency = 9s;
  answers_tokens(60s);
  const auto made = make();
  made->renew([] {});
  loop_.advance(9s);
  EXPECT_EQ(made->expires(), loop_.clock().wall() + 51s);
  loop_.advance(31s - 1ms);
  EXPECT_TRUE(made->ready());
  loop_.advance(1ms);
  EXPECT_FALSE(made->ready());
}

TEST_F(IamTest, WallClockSetThenNothingChanges) {
  answers_tokens(60s);
  const auto made = make();
  sign(*made);
  loop_.time().set_wall(loop_.clock().wall() + 48h);
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(made->expires(), loop_.clock().wall() + 60s);
}

TEST_F(IamTest, RenewalOnItsWayThenTheOldTokenGoesOnBeingUsed) {
  answers_tokens(60s);
  const auto made = make();
  sign(*made);
  transport_.latency = 5s;
  loop_.advance(40s);
  made->renew([] {});
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(token_used(), "T1");
  loop_.advance(5s);
  sign(*made);
  EXPECT_EQ(token_used(), "T2");
  EXPECT_EQ(posts(), 2U);
}

TEST_F(IamTest, RenewalFailsThenTheOldTokenIsUsedToItsEndAndNotBeyond) {
  answers_tokens(60s);
  const auto made = make();
  sign(*made);
  answers(reply(503));
  for (auto left = 59s; left > 0s; --left) {
    loop_.advance(1s);
    ASSERT_EQ(sign(*made), "signed");
    ASSERT_EQ(made->rejection(), "");
  }
  EXPECT_GT(posts(), 2U);
  loop_.advance(1s);
  EXPECT_EQ(sign(*made), "server: no token from IAM: HTTP 503");
  EXPECT_EQ(made->expires(), std::nullopt);
  answers_tokens(60s);
  loop_.advance(60s);
  EXPECT_EQ(sign(*made), "signed");
}

/// The pause before the next attempt after each of `count` failures.
class Pauses : public IamTest {
 protected:
  std::vector<milliseconds> measure(unsigned seed, int count) {
    answers(reply(503));
    const auto made = make(seed);
    std::vector<milliseconds> pauses;
    for (int i = 0; i < count; ++i) {
      settle(*made);
      milliseconds pause{0};
      for (; made->ready(); pause += 10ms) loop_.advance(10ms);
      pauses.push_back(pause);
    }
    EXPECT_EQ(posts(), static_cast<std::size_t>(count));
    transport_.sent.clear();
    return pauses;
  }
};

TEST_F(Pauses, FailuresInARowThenARandomPartOfADoublingPause) {
  const auto pauses = measure(7, 40);
  milliseconds most = 1s;
  milliseconds longest{0};
  milliseconds shortest = 1h;
  for (const auto pause : pauses) {
    EXPECT_GE(pause, 100ms);
    EXPECT_LE(pause, most + 10ms);
    most = std::min<milliseconds>(most * 2, 60s);
    longest = std::max(longest, pause);
    shortest = std::min(shortest, pause);
  }
  EXPECT_GT(longest, 45s) << "of 34 pauses up to a minute";
  EXPECT_LT(*std::min_element(pauses.begin() + 6, pauses.end()), 15s);
  EXPECT_EQ(measure(7, 40), pauses) << "the same seed";
  EXPECT_NE(measure(8, 40), pauses);
}

TEST_F(Pauses, SuccessBetweenThenItBeginsAnew) {
  answers(reply(503));
  const auto made = make();
  for (int i = 0; i < 10; ++i) {
    settle(*made);
    loop_.advance(1min);
  }
  answers_tokens(60s);
  settle(*made);
  answers(reply(503));
  loop_.advance(60s);
  settle(*made);
  loop_.advance(1s);
  EXPECT_FALSE(made->ready());
}

TEST_F(IamTest, RetryAfterThenObeyedAndNotPassedOn) {
  answers(reply(429, "", "120"));
  const auto made = make();
  settle(*made);
  HttpRequest request;
  EXPECT_EQ(std::get<Failure>(made->sign(request)).retry_after, std::nullopt);
  loop_.advance(2min - 1ms);
  EXPECT_TRUE(made->ready());
  loop_.advance(1ms);
  EXPECT_FALSE(made->ready());
}

TEST_F(IamTest, TokenRefusedThenRenewedOnceAMinute) {
  const auto made = make();
  sign(*made);
  EXPECT_TRUE(made->refused(version_, token_expired(), ""));
  EXPECT_TRUE(made->refused(version_, token_expired(), "")) << "another request, the same token";
  EXPECT_FALSE(made->ready());
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(token_used(), "T2");
  loop_.advance(59s);
  EXPECT_FALSE(made->refused(version_, token_expired(), ""));
  EXPECT_TRUE(made->ready());
  loop_.advance(1s);
  EXPECT_TRUE(made->refused(version_, token_expired(), ""));
  EXPECT_FALSE(made->ready());
  EXPECT_EQ(posts(), 2U);
}

TEST_F(IamTest, TokenOfBeforeRefusedThenSignedAgainWithoutACall) {
  const auto made = make();
  sign(*made);
  const CredentialVersion old = version_;
  made->refused(old, token_expired(), "");
  sign(*made);
  EXPECT_TRUE(made->refused(old, token_expired(), ""));
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(posts(), 2U);
}

TEST_F(IamTest, TokenRefusedWhileItIsRenewedThenAllWaitForTheNewOne) {
  answers_tokens(60s);
  const auto made = make();
  sign(*made);
  transport_.latency = 5s;
  loop_.advance(40s);
  made->renew([] {});
  EXPECT_TRUE(made->refused(version_, token_expired(), ""));
  EXPECT_FALSE(made->ready());
  loop_.advance(5s);
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(posts(), 2U);
}

TEST_F(IamTest, AmbiguousRefusalOfATokenThatIsLetInThenItStands) {
  const auto made = make();
  sign(*made);
  made->accepted(version_);
  loop_.advance(10min - 1ms);
  EXPECT_FALSE(made->refused(version_, ambiguous(), ""));
  EXPECT_TRUE(made->ready());
  EXPECT_TRUE(made->refused(version_, token_expired(), "")) << "this one was refused";
}

TEST_F(IamTest, AmbiguousRefusalOfATokenNotLetInLatelyThenRenewed) {
  const auto made = make();
  sign(*made);
  made->accepted(version_);
  loop_.advance(10min);
  EXPECT_TRUE(made->refused(version_, ambiguous(), ""));
  sign(*made);
  EXPECT_EQ(token_used(), "T2");
  EXPECT_FALSE(made->refused(version_, ambiguous(), "")) << "within the minute";
}

TEST_F(IamTest, AmbiguousRefusalOfTheTokenOfBeforeThenItsOwnAcceptanceCounts) {
  const auto made = make();
  sign(*made);
  const CredentialVersion old = version_;
  made->accepted(old);
  made->refused(old, token_expired(), "");
  sign(*made);
  EXPECT_FALSE(made->refused(old, ambiguous(), ""));
  loop_.advance(10min);
  EXPECT_TRUE(made->refused(old, ambiguous(), ""));
  EXPECT_TRUE(made->ready());
}

TEST_F(IamTest, TokenRefusedAndIamAwayThenTheTokenStaysInUse) {
  const auto made = make();
  sign(*made);
  answers(no_reply(FailureKind::network));
  made->refused(version_, token_expired(), "");
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(token_used(), "T1");
  EXPECT_FALSE(made->refused(version_, token_expired(), "")) << "nothing better can be had in the pause";
  EXPECT_EQ(made->rejection(), "");
}

TEST_F(IamTest, PasswordRefusedAtARenewalThenTheTokenIsUsedToItsEnd) {
  answers_tokens(60s);
  const auto made = make();
  sign(*made);
  answers(wrong_password());
  loop_.advance(40s);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
  loop_.advance(20s);
  EXPECT_EQ(sign(*made).find("auth: IAM rejects the sign-in"), 0U);
  EXPECT_EQ(made->rejection().find("IAM rejects the sign-in"), 0U);
  EXPECT_EQ(posts(), 2U);
}

TEST_F(IamTest, PasswordRefusedAndThenTheTokenTooThenRejectedAtOnce) {
  const auto made = make();
  sign(*made);
  answers(wrong_password());
  EXPECT_TRUE(made->refused(version_, token_expired(), ""));
  sign(*made);
  EXPECT_FALSE(made->refused(version_, token_expired(), ""));
  EXPECT_EQ(made->rejection().find("IAM rejects the sign-in"), 0U);
  EXPECT_TRUE(made->ready());
  EXPECT_EQ(sign(*made).find("auth: IAM rejects the sign-in"), 0U);
  EXPECT_EQ(posts(), 2U);
}

TEST_F(IamTest, PasswordStillRefusedAfterAnOutageThenTheReasonStays) {
  answers(wrong_password());
  const auto made = make();
  sign(*made);
  const std::string reason = made->rejection();
  answers(reply(503));
  loop_.advance(6h);
  EXPECT_EQ(sign(*made), "auth: " + reason);
  EXPECT_EQ(made->rejection(), reason);
  answers_tokens();
  loop_.advance(1min);
  EXPECT_EQ(sign(*made), "signed");
}

TEST_F(IamTest, PasswordFileGoneThenTheTokenIsUsedToItsEnd) {
  answers_tokens(60s);
  const auto made = make();
  sign(*made);
  std::filesystem::remove(file());
  loop_.advance(45s);
  EXPECT_EQ(sign(*made), "signed");
  EXPECT_EQ(made->rejection(), "");
  loop_.advance(15s);
  EXPECT_EQ(sign(*made), "auth: no password: " + file() + ": No such file or directory");
}

}  // namespace
}  // namespace noticed::tests
