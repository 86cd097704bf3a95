#include "pollers/fetcher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>

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

/// Turns in FIFO order, as tests queue them.
class QueuedTurns final : public Fetcher::Turns {
 public:
  std::optional<SteadyPoint> next_turn(const Fetcher::Line& line, SteadyPoint now) override {
    if (queues_[&line].empty()) return {};
    return now;
  }
  bool begin_turn(const Fetcher::Line& line, SteadyPoint) override {
    auto& queue = queues_[&line];
    const auto number = queue.front();
    queue.pop_front();
    begin(number);
    return true;
  }
  void add(const Fetcher::LinePtr& line, std::uint32_t number) { queues_[line.get()].push_back(number); }
  void clear() { queues_.clear(); }
  std::function<void(std::uint32_t)> begin;

 private:
  std::map<const Fetcher::Line*, std::deque<std::uint32_t>> queues_;
};

class FetcherTest : public testing::Test {
 protected:
  FetcherTest()
      : account_("prod", {{"http://a", "http://b", "http://a", "http://a"}, ""}, sign_in_),
        fetcher_(loop_, transport_, 1) {
    queued_.begin = [this](std::uint32_t number) {
      turns_.push_back(number);
      fetcher_.fetch(lines_.at(number / 100), std::make_shared<TestCall>(std::to_string(number), ended_));
    };
    reset(1000, 64);
  }
  /// `total`: of a host; unlimited if not given.
  void reset(double rate, std::size_t concurrency, std::optional<double> total = {}) {
    queued_.clear();
    fetcher_.reset({{"http://a", {"a", rate, total}}, {"http://b", {"b", rate, total}}}, concurrency, &queued_);
    lines_ = {fetcher_.line(account_, "http://a", "status"), fetcher_.line(account_, "http://b", "status"),
              fetcher_.line(account_, "http://a", "detail"), fetcher_.line(account_, "http://a", "listing")};
  }
  /// Queues a turn: up to 99 in the first line, from 100 in the second, and so on.
  void queue(std::uint32_t number) {
    queued_.add(lines_.at(number / 100), number);
    fetcher_.wake();
  }
  std::shared_ptr<TestCall> fetch(const std::string& name) {
    auto call = std::make_shared<TestCall>(name, ended_);
    fetcher_.fetch(lines_[0], call);
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
  QueuedTurns queued_;
  std::vector<Fetcher::LinePtr> lines_;
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
  for (std::uint32_t i = 0; i < 6; ++i) queue(i);
  queue(100);
  loop_.run_posted();
  EXPECT_EQ(turns_, (std::vector<std::uint32_t>{100, 0}));
  loop_.advance(500ms);
  EXPECT_EQ(turns_.back(), 1U);
  loop_.advance(1s);
  EXPECT_EQ(turns_, (std::vector<std::uint32_t>{100, 0, 1, 2, 3}));
}

TEST_F(FetcherTest, AllPlacesTakenThenTheNextWaitsForAnAnswer) {
  reset(1000, 2);
  for (std::uint32_t i = 0; i < 4; ++i) queue(i);
  loop_.advance(10s);
  EXPECT_EQ(turns_.size(), 2U);
  arrive(200);
  EXPECT_EQ(turns_.size(), 3U);
}

TEST_F(FetcherTest, HostAnswersNothingThenTheOtherHasPlacesOfItsOwn) {
  reset(1000, 16);
  queue(100);
  let_go();
  arrive(200);
  for (std::uint32_t i = 0; i < 50; ++i) queue(i);
  loop_.advance(10s);
  EXPECT_EQ(fetcher_.in_flight(), 14U);
  for (std::uint32_t i = 101; i < 110; ++i) queue(i);
  loop_.advance(10s);
  EXPECT_EQ(fetcher_.in_flight(), 16U);
  EXPECT_EQ(turns_.back(), 102U);
}

TEST_F(FetcherTest, HostIsAloneThenAllPlacesAreIts) {
  reset(1000, 16);
  for (std::uint32_t i = 0; i < 50; ++i) queue(i);
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
  queue(7);
  let_go();
  ASSERT_EQ(transport_.sent.size(), 2U);
  arrive(429);
  queue(8);
  loop_.advance(9s);
  EXPECT_EQ(transport_.sent.size(), 2U);
  loop_.advance(2s);
  EXPECT_EQ(transport_.sent.size(), 4U);
}

TEST_F(FetcherTest, OneOperationIsThrottledThenTheOthersOfItsHostGoOn) {
  queue(1);
  let_go();
  arrive(429);
  queue(2);
  queue(200);
  let_go();
  EXPECT_EQ(transport_.sent.back(), "http://a/200");
  EXPECT_EQ(transport_.sent.size(), 2U) << "the first operation rests";
  ASSERT_EQ(fetcher_.hosts().size(), 1U);
  EXPECT_EQ(fetcher_.hosts()[0].operation, "status");
}

TEST_F(FetcherTest, ThreeOperationsAreThrottledThenTheHostRests) {
  for (const std::uint32_t number : {1U, 200U, 300U}) queue(number);
  let_go();
  for (int i = 0; i < 3; ++i) arrive(429);
  EXPECT_EQ(fetcher_.hosts()[0].operation, "") << "the whole host";
  lines_.push_back(fetcher_.line(account_, "http://a", "another"));
  queue(400);
  loop_.advance(9s);
  EXPECT_EQ(transport_.sent.size(), 3U);
  loop_.advance(2s);
  EXPECT_EQ(transport_.sent.size(), 3U + 4U);
}

TEST_F(FetcherTest, EachOperationHasItsPaceAndTheHostItsTotal) {
  reset(2, 64);
  for (std::uint32_t i = 0; i < 50; ++i) queue(i), queue(200 + i);
  loop_.advance(10s);
  EXPECT_NEAR(static_cast<double>(transport_.sent.size()), 2 * 2 * 10, 4);
  const auto before = transport_.sent.size();
  reset(2, 64, 2);
  for (std::uint32_t i = 0; i < 50; ++i) queue(i), queue(200 + i);
  loop_.advance(10s);
  EXPECT_NEAR(static_cast<double>(transport_.sent.size() - before), 2 * 10, 4);
}

TEST_F(FetcherTest, TurnsOfLaterThenBegunInTime) {
  struct LaterTurns final : Fetcher::Turns {
    std::optional<SteadyPoint> next_turn(const Fetcher::Line&, SteadyPoint) override { return due; }
    bool begin_turn(const Fetcher::Line&, SteadyPoint) override {
      ++begun;
      due.reset();
      return true;
    }
    std::optional<SteadyPoint> due;
    int begun = 0;
  };
  LaterTurns later;
  later.due = loop_.clock().steady() + 5s;
  fetcher_.reset({{"http://a", {"a", 1000}}}, 64, &later);
  lines_ = {fetcher_.line(account_, "http://a", "status")};
  fetcher_.wake();
  loop_.advance(4'999ms);
  EXPECT_EQ(later.begun, 0);
  loop_.advance(2ms);
  EXPECT_EQ(later.begun, 1);
  fetcher_.reset({}, 0, nullptr);
}

TEST_F(FetcherTest, LongPauseIsOverThenOneRequestAsksForAllUntilItIsAnswered) {
  TestCall::pause = 15min;
  for (std::uint32_t i = 0; i < 20; ++i) queue(i);
  for (std::uint32_t i = 100; i < 103; ++i) queue(i);
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
  fetcher_.reset({}, 0, nullptr);
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
    auto call = std::make_shared<LineHolder>(lines_[0]);
    fetcher_.fetch(lines_[0], call);
    return std::weak_ptr<Call>(call);
  };
  fetch("in_flight");
  loop_.run_posted();
  const auto queued = add();
  const auto closed = lines_[0];
  reset(1000, 1);
  EXPECT_TRUE(queued.expired());
  lines_[0] = closed;
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
