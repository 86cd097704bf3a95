#include "daemon/watch/poll_run.h"

#include <gtest/gtest.h>

#include "pollers/fake_account.h"
#include "pollers/fake_loop.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using namespace std::chrono_literals;

/// Decides as the test says, and keeps what was concluded.
class FakeOwner final : public PollRun::Owner {
 public:
  bool in_force(const PollRun&) const override { return current; }
  bool must_confirm(const PollRun&) override {
    ++questions;
    return confirm_all;
  }
  void conclude(const PollRunPtr& run) override {
    conclusions.push_back(run->poll().conclude());
    durations.push_back(run->duration());
  }
  const Fetcher::LinePtr& line_of(const PollRun&, SectionIndex) const override { return line; }

  Fetcher::LinePtr line;
  bool current = true;
  bool confirm_all = false;
  int questions = 0;
  std::vector<Conclusion> conclusions;
  std::vector<std::chrono::milliseconds> durations;
};

/// One build job whose section is known to have settings.
class PollRunTest : public testing::Test {
 protected:
  PollRunTest() : fetcher_(loop_, transport_, 1) {
    generation_->accounts.push_back(std::make_unique<Account>("prod", Account::Endpoints{{"http://b", "", "", ""}, ""},
                                                              std::make_shared<tests::FakeSignIn>()));
    Watched& job = generation_->list.add(service::build, 0, "job", "p1");
    job.interval_s = 60;
    job.wanted = bit(0);
    job.sections.seen = job.sections.nonempty = bit(0);
    fetcher_.reset({{"http://b", {"b", 1000}}}, 64, nullptr);
    owner_.line = fetcher_.line(*generation_->accounts[0], "http://b", "notice");
  }
  void begin() {
    const PollRun::Collaborators parts{fetcher_, loop_.clock(), redactor_, hasher_, owner_};
    std::make_shared<PollRun>(parts, generation_, 0, bit(0))->begin();
    loop_.advance(100ms);
  }
  void answer(const std::string& rules) {
    ASSERT_FALSE(transport_.waiting.empty());
    HttpResult result;
    result.reply.status = 200;
    result.reply.body = R"({"result":[)" + rules + R"(],"status":"success"})";
    transport_.answer(std::move(result));
    loop_.advance(0ms);
  }
  static constexpr const char* kOn = R"({"notice_type":"MAIL","enable_map":{"buildJobFail":true}})";
  static constexpr const char* kOff = R"({"notice_type":"MAIL","enable_map":{"buildJobFail":false}})";
  static constexpr const char* kNone = "";

  tests::FakeLoop loop_;
  tests::HeldTransport transport_;
  const Redactor redactor_{FingerprintKey{}};
  const BodyHasher hasher_;
  Fetcher fetcher_;
  FakeOwner owner_;
  std::shared_ptr<Generation> generation_ = std::make_shared<Generation>();
};

TEST_F(PollRunTest, AnsweredThenConcludedOnce) {
  begin();
  EXPECT_TRUE(owner_.conclusions.empty());
  answer(kOn);
  ASSERT_EQ(owner_.conclusions.size(), 1U);
  EXPECT_EQ(owner_.conclusions[0].reports[0].state, SectionReport::State::fetched);
  EXPECT_EQ(owner_.durations[0], 100ms);
  EXPECT_EQ(owner_.questions, 1);
  loop_.advance(10s);
  EXPECT_EQ(transport_.sent.size(), 1U);
}

TEST_F(PollRunTest, NothingNewThenTheOwnerIsNotAsked) {
  begin();
  answer(kOn);
  for (const auto& [section, hashes] : owner_.conclusions[0].hashes)
    generation_->list.hashes(generation_->list[0], section) = hashes;
  owner_.confirm_all = true;
  begin();
  answer(kOn);
  EXPECT_EQ(owner_.conclusions.size(), 2U);
  EXPECT_EQ(owner_.questions, 1);
}

TEST_F(PollRunTest, EmptiedThenRequestedAgainAfterTwoSeconds) {
  begin();
  answer(kNone);
  loop_.advance(1'999ms);
  EXPECT_EQ(transport_.sent.size(), 1U);
  loop_.advance(1ms);
  EXPECT_EQ(transport_.sent.size(), 2U);
  EXPECT_TRUE(owner_.conclusions.empty());
  answer(kNone);
  ASSERT_EQ(owner_.conclusions.size(), 1U);
  EXPECT_TRUE(owner_.conclusions[0].reports[0].settings.empty());
}

TEST_F(PollRunTest, OwnerDoubtsChangesThenRequestedAgainAndTheSecondReplyMustAgree) {
  owner_.confirm_all = true;
  begin();
  answer(kOff);
  loop_.advance(2s);
  answer(kOn);
  ASSERT_EQ(owner_.conclusions.size(), 1U);
  EXPECT_EQ(owner_.conclusions[0].kind, FailureKind::malformed);
  EXPECT_EQ(owner_.questions, 1) << "a second reply is not confirmed by a third";
}

TEST_F(PollRunTest, ReplacedBeforeItIsAnsweredThenNoConclusion) {
  begin();
  owner_.current = false;
  answer(kOn);
  EXPECT_TRUE(owner_.conclusions.empty());
}

TEST_F(PollRunTest, StoppedWhileItWaitsForTheSecondRequestThenThatIsNotSent) {
  begin();
  answer(kNone);
  fetcher_.reset({}, 0, nullptr);
  loop_.advance(1min);
  EXPECT_EQ(transport_.sent.size(), 1U);
  EXPECT_EQ(generation_.use_count(), 1) << "nothing keeps the poll";
}

TEST_F(PollRunTest, HostDoesNotAnswerThenRetriedWithinHalfAnInterval) {
  begin();
  for (int i = 0; i < 10 && !transport_.waiting.empty(); ++i) {
    HttpResult result;
    result.failure.emplace();
    result.failure->kind = FailureKind::timeout;
    loop_.advance(20s);
    transport_.answer(std::move(result));
    loop_.advance(5s);
  }
  ASSERT_EQ(owner_.conclusions.size(), 1U);
  EXPECT_TRUE(owner_.conclusions[0].failed);
  EXPECT_EQ(transport_.sent.size(), 2U) << "a third attempt would begin after 30 s";
}

}  // namespace
}  // namespace noticed
