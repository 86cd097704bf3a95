#include "pollers/fetcher.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "pollers/fake_account.h"
#include "pollers/fake_loop.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

HttpResult answer(int status) {
  HttpResult result;
  result.reply.status = status;
  return result;
}

/// A call that fails according to its status, and records its end.
class TestCall final : public Call {
 public:
  TestCall(std::string name, std::vector<std::string>& ended) : ended_(ended) {
    target = "/" + name;
    give_up = SteadyPoint{1h};
  }
  std::optional<Failure> take(HttpResult result) override {
    last = result.failure ? 0 : result.reply.status;
    if (result.failure) return result.failure;
    if (last == 200) return {};
    Failure failure;
    failure.kind = last == 401   ? FailureKind::auth
                   : last == 404 ? FailureKind::missing
                   : last == 429 ? FailureKind::throttled
                                 : FailureKind::server;
    failure.transient = last >= 500;
    if (last == 429) failure.retry_after = pause;
    return failure;
  }
  void done() override { ended_.push_back(target + " " + std::to_string(last)); }
  int last = -1;
  static inline std::chrono::seconds pause{10};  // that a 429 asks for

 private:
  std::vector<std::string>& ended_;
};

class FetcherTest : public testing::Test {
 protected:
  FetcherTest()
      : account_("prod", {{"http://a", "http://b", "http://a", "http://a"}, ""}, sign_in_),
        fetcher_(loop_, transport_, 1) {
    reset(1000, 64);
  }
  void reset(double rate, std::size_t concurrency) {
    fetcher_.reset({{"http://a", {"a", rate}}, {"http://b", {"b", rate}}}, concurrency, [this](std::uint32_t number) {
      turns_.push_back(number);
      auto call = std::make_shared<TestCall>(std::to_string(number), ended_);
      fetcher_.fetch(number < 100 ? line_ : other_, call);
    });
    line_ = fetcher_.line(account_, "http://a");
    other_ = fetcher_.line(account_, "http://b");
  }
  std::shared_ptr<TestCall> fetch(const std::string& name) {
    auto call = std::make_shared<TestCall>(name, ended_);
    fetcher_.fetch(line_, call);
    return call;
  }
  void arrive(int status) {
    ASSERT_FALSE(transport_.waiting.empty());
    transport_.answer(answer(status));
    loop_.run_posted();
  }
  /// Advances the time enough for everything allowed at a thousand requests per second.
  void let_go() { loop_.advance(100ms); }
  using Names = std::vector<std::string>;

  tests::FakeLoop loop_;
  tests::HeldTransport transport_;
  std::shared_ptr<tests::FakeSignIn> sign_in_ = std::make_shared<tests::FakeSignIn>();
  Account account_;
  Fetcher fetcher_;
  Fetcher::LinePtr line_, other_;
  std::vector<std::uint32_t> turns_;
  Names ended_;
};

TEST_F(FetcherTest, GoodAnswerThenDoneOnce) {
  fetch("x");
  loop_.run_posted();
  ASSERT_EQ(transport_.sent, Names{"http://a/x"});
  arrive(200);
  EXPECT_EQ(ended_, Names{"/x 200"});
  EXPECT_EQ(sign_in_->acceptances, 1);
}

TEST_F(FetcherTest, BodyThenSaidToBeJson) {
  fetch("x");
  fetch("y")->post = "{}";
  let_go();
  ASSERT_EQ(transport_.headers.size(), 2U);
  EXPECT_EQ(transport_.headers[0], Names{"Accept: application/json"});
  EXPECT_EQ(transport_.headers[1], (Names{"Accept: application/json", "Content-Type: application/json;charset=utf8"}));
}

TEST_F(FetcherTest, SlowHostThenTurnsInOrderAtItsPaceAndTheOtherHostIsFree) {
  reset(2, 64);
  for (std::uint32_t i = 0; i < 6; ++i) fetcher_.queue(line_, i);
  fetcher_.queue(other_, 100);
  loop_.run_posted();
  EXPECT_EQ(turns_, (std::vector<std::uint32_t>{100, 0}));
  loop_.advance(500ms);
  EXPECT_EQ(turns_.back(), 1U);
  loop_.advance(1s);
  EXPECT_EQ(turns_, (std::vector<std::uint32_t>{100, 0, 1, 2, 3}));
}

TEST_F(FetcherTest, AllPlacesTakenThenTheNextWaitsForAnAnswer) {
  reset(1000, 2);
  for (std::uint32_t i = 0; i < 4; ++i) fetcher_.queue(line_, i);
  loop_.advance(10s);
  EXPECT_EQ(turns_.size(), 2U);
  arrive(200);
  EXPECT_EQ(turns_.size(), 3U);
}

TEST_F(FetcherTest, HostAnswersNothingThenTheOtherHasPlacesOfItsOwn) {
  reset(1000, 16);
  fetcher_.queue(other_, 100);
  let_go();
  arrive(200);
  for (std::uint32_t i = 0; i < 50; ++i) fetcher_.queue(line_, i);
  loop_.advance(10s);
  EXPECT_EQ(fetcher_.in_flight(), 14U);
  for (std::uint32_t i = 101; i < 110; ++i) fetcher_.queue(other_, i);
  loop_.advance(10s);
  EXPECT_EQ(fetcher_.in_flight(), 16U);
  EXPECT_EQ(turns_.back(), 102U);
}

TEST_F(FetcherTest, HostIsAloneThenAllPlacesAreIts) {
  reset(1000, 16);
  for (std::uint32_t i = 0; i < 50; ++i) fetcher_.queue(line_, i);
  loop_.advance(10s);
  EXPECT_EQ(fetcher_.in_flight(), 16U);
}

TEST_F(FetcherTest, ServerFailsOnceThenAskedAgain) {
  fetch("x");
  let_go();
  arrive(503);
  EXPECT_EQ(ended_, Names{});
  loop_.advance(1s);
  ASSERT_EQ(transport_.sent.size(), 2U);
  arrive(200);
  EXPECT_EQ(ended_, Names{"/x 200"});
}

TEST_F(FetcherTest, ServerGoesOnFailingThenThreeAttempts) {
  fetch("x");
  for (int i = 0; i < 3; ++i) {
    loop_.advance(4s);
    arrive(503);
  }
  loop_.advance(1h);
  EXPECT_EQ(transport_.sent.size(), 3U);
  EXPECT_EQ(ended_, Names{"/x 503"});
}

TEST_F(FetcherTest, BudgetIsUsedUpThenNoOtherAttempt) {
  fetch("x")->give_up = loop_.clock().steady();
  loop_.run_posted();
  loop_.time().move(1ms);
  arrive(503);
  EXPECT_EQ(ended_, Names{"/x 503"});
}

TEST_F(FetcherTest, HostIsDownForManyThenAskedOnceEach) {
  for (int i = 0; i < 40; ++i) fetch(std::to_string(i));
  let_go();
  std::size_t answered = 0;
  for (; !transport_.waiting.empty() && answered < 500; ++answered) {
    arrive(503);
    loop_.advance(1s);
  }
  EXPECT_EQ(ended_.size(), 40U);
  EXPECT_LE(answered, 40U + 10U);
}

TEST_F(FetcherTest, MissingThenNotAskedAgain) {
  fetch("x");
  let_go();
  arrive(404);
  EXPECT_EQ(ended_, Names{"/x 404"});
}

TEST_F(FetcherTest, ThrottledThenTheHostRestsAsAskedAndTheCallGoesOn) {
  fetch("x");
  fetcher_.queue(line_, 7);
  let_go();
  ASSERT_EQ(transport_.sent.size(), 2U);
  arrive(429);
  fetcher_.queue(line_, 8);
  loop_.advance(9s);
  EXPECT_EQ(transport_.sent.size(), 2U);
  loop_.advance(2s);
  EXPECT_EQ(transport_.sent.size(), 4U);
  EXPECT_NEAR(fetcher_.rate("http://a"), 500, 20);
  EXPECT_NEAR(fetcher_.rate("http://b"), 1000, 1);
}

TEST_F(FetcherTest, LongPauseIsOverThenOneRequestAsksForAllUntilItIsAnswered) {
  TestCall::pause = 15min;
  for (std::uint32_t i = 0; i < 20; ++i) fetcher_.queue(line_, i);
  for (std::uint32_t i = 100; i < 103; ++i) fetcher_.queue(other_, i);
  loop_.run_posted();
  const std::size_t before = transport_.sent.size();
  for (std::size_t i = 0; i < before; ++i) arrive(429);
  ASSERT_EQ(fetcher_.hosts().size(), 2U);
  EXPECT_TRUE(fetcher_.hosts()[0].pause);
  const auto sent_to_a = [&] {
    return std::count_if(transport_.sent.begin(), transport_.sent.end(),
                         [](const auto& url) { return url.starts_with("http://a/"); });
  };
  const auto refused = sent_to_a();
  TestCall::pause = 10s;
  loop_.advance(14min);
  EXPECT_EQ(sent_to_a(), refused);
  loop_.advance(2min);
  EXPECT_EQ(sent_to_a(), refused + 1) << "a probe";
  while (!transport_.waiting.empty()) arrive(200);
  loop_.advance(1s);
  EXPECT_GT(sent_to_a(), refused + 5);
  EXPECT_FALSE(fetcher_.hosts()[0].pause);
}

TEST_F(FetcherTest, ResetWhileAHostPausesThenNoAlarmIsLeft) {
  fetch("x");
  let_go();
  arrive(429);
  fetch("y");
  loop_.run_posted();
  EXPECT_GT(loop_.waiting(), 0U);
  fetcher_.reset({}, 0, {});
  EXPECT_EQ(loop_.waiting(), 0U);
}

TEST_F(FetcherTest, TokenExpiresUnderManyThenOneRenewalAndEachAskedAgainOnce) {
  sign_in_->again = true;
  sign_in_->renew_on_refusal = true;
  for (int i = 0; i < 20; ++i) fetch(std::to_string(i));
  let_go();
  for (int i = 0; i < 20; ++i) arrive(401);
  EXPECT_EQ(sign_in_->renewals, 1);
  EXPECT_EQ(transport_.sent.size(), 20U);
  sign_in_->finish_renewal();
  let_go();
  EXPECT_EQ(transport_.sent.size(), 40U);
  for (int i = 0; i < 20; ++i) arrive(i == 0 ? 401 : 200);
  EXPECT_EQ(ended_.size(), 20U);
  EXPECT_EQ(ended_.front(), "/0 401");  // not retried forever
}

TEST_F(FetcherTest, KeyThatLocksThenOneTriesItAndTheOthersFollow) {
  sign_in_->is_locking = true;
  for (int i = 0; i < 5; ++i) fetch(std::to_string(i));
  let_go();
  EXPECT_EQ(transport_.sent.size(), 1U);
  arrive(200);
  let_go();
  EXPECT_EQ(transport_.sent.size(), 5U);
}

TEST_F(FetcherTest, KeyIsRefusedThenNothingMoreIsSent) {
  sign_in_->is_locking = true;
  for (int i = 0; i < 5; ++i) fetch(std::to_string(i));
  let_go();
  Failure stands;
  stands.kind = FailureKind::auth;
  sign_in_->failure = stands;
  arrive(401);
  let_go();
  EXPECT_EQ(transport_.sent.size(), 1U);
  EXPECT_EQ(ended_, (Names{"/0 401", "/1 0", "/2 0", "/3 0", "/4 0"}));
}

TEST_F(FetcherTest, ResetThenNoQueuedCallIsKeptEvenByTheLineThatItHolds) {
  /// As the call of a poll does, through its poll.
  struct LineHolder final : Call {
    explicit LineHolder(Fetcher::LinePtr held) : line(std::move(held)) {}
    std::optional<Failure> take(HttpResult) override { return {}; }
    void done() override {}
    Fetcher::LinePtr line;
  };
  reset(1000, 1);
  const auto add = [&] {
    auto call = std::make_shared<LineHolder>(line_);
    fetcher_.fetch(line_, call);
    return std::weak_ptr<Call>(call);
  };
  fetch("in_flight");
  loop_.run_posted();
  const auto queued = add();
  const auto closed = line_;
  reset(1000, 1);
  EXPECT_TRUE(queued.expired());
  line_ = closed;
  EXPECT_TRUE(add().expired()) << "nothing is sent on a line that was dropped";
}

TEST_F(FetcherTest, ResetThenWhatWaitsIsDroppedAndAnswersAreUnheard) {
  reset(1000, 1);
  fetch("x");
  fetch("y");
  let_go();
  reset(1000, 1);
  arrive(200);
  loop_.advance(1h);
  EXPECT_EQ(ended_, Names{});
  EXPECT_EQ(transport_.sent, Names{"http://a/x"});
  EXPECT_EQ(fetcher_.in_flight(), 0U);
}

}  // namespace
}  // namespace noticed
