// A poll whose requests were answered: what changed, what did not, and what is requested again.
#include "poll_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

using Numbers = std::vector<std::size_t>;

const std::string kOn =
    R"({"result":[{"notice_type":"MAIL","enable_map":{"buildJobFail":true,"deleteJob":false}}],"status":"success"})";
const std::string kOnInOtherWords =
    R"({ "status": "success", "result": [ { "enable_map": { "deleteJob": false, "buildJobFail": true }, "notice_type": "MAIL" } ] })";
const std::string kOff =
    R"({"result":[{"notice_type":"MAIL","enable_map":{"buildJobFail":false,"deleteJob":false}}],"status":"success"})";
const std::string kNone = R"({"result":[],"error":null,"status":"success"})";

/// A build job whose answer was `kOn` when it was last polled.
class BuildCycle : public CycleTest {
 protected:
  BuildCycle() { accept(job_, poll(job_, {answer(kOn)})); }
  Watched& job_ = watch(service::build, bit(0));
};

TEST_F(CycleTest, FirstAnswerThenFetchedWithTimesAndToldToTheStore) {
  const Watched& job = watch(service::build, bit(0));
  const Conclusion said = poll(job, {answer(kOn)});
  ASSERT_EQ(said.reports.size(), 1U);
  EXPECT_EQ(said.reports[0].state, State::fetched);
  EXPECT_EQ(said.reports[0].settings,
            (Settings{{"email/buildJobFail/enabled", true}, {"email/deleteJob/enabled", false}}));
  EXPECT_EQ(said.reports[0].asked, asked_);
  EXPECT_EQ(said.reports[0].answered, answered_);
  EXPECT_TRUE(said.needs_commit);
  EXPECT_FALSE(said.failed);
  EXPECT_FALSE(said.news);
}

TEST_F(CycleTest, FirstAnswerThenHashesAreTheCallersToInstall) {
  const Watched& job = watch(service::build, bit(0));
  const Conclusion said = poll(job, {answer(kOn)});
  ASSERT_EQ(said.hashes.size(), 1U);
  EXPECT_EQ(said.hashes[0].first, 0U);
  EXPECT_EQ(said.hashes[0].second.body, hasher_.hash(kOn));
  EXPECT_NE(said.hashes[0].second.settings, BodyHash{});
  EXPECT_EQ(list_.hashes(job, 0).body, BodyHash{});
}

TEST_F(CycleTest, AnswerWithSecretsThenKeptRedactedOnly) {
  const Watched& job = watch(service::build, bit(0));
  const Conclusion said = poll(
      job,
      {answer(R"({"result":[{"notice_type":"FEISHU","enable_map":{"e":true},)"
              R"("param_config":"{\"webhook\":\"https://chat.example.com/hook/s3cret\"}"}],"status":"success"})")});
  EXPECT_EQ(said.reports[0].state, State::fetched);
  EXPECT_EQ(said.reports[0].answer.find("s3cret"), std::string::npos);
  EXPECT_EQ(canonical_text(said.reports[0].settings).find("s3cret"), std::string::npos);
}

TEST_F(BuildCycle, SameBodyThenNothingToTellAndHashKept) {
  const SectionHashes before = list_.hashes(job_, 0);
  const Conclusion said = poll(job_, {answer(kOn)});
  EXPECT_FALSE(said.needs_commit);
  EXPECT_FALSE(said.failed);
  EXPECT_EQ(said.reports[0].state, State::unchanged);
  EXPECT_TRUE(said.reports[0].settings.empty());
  ASSERT_EQ(said.hashes.size(), 1U);
  EXPECT_EQ(said.hashes[0].second.body, before.body);
  EXPECT_EQ(said.hashes[0].second.settings, before.settings);
}

TEST_F(BuildCycle, SameSettingsInOtherWordsThenNothingToTellButTheNewWordsRemembered) {
  const SectionHashes before = list_.hashes(job_, 0);
  const Conclusion said = poll(job_, {answer(kOnInOtherWords)});
  EXPECT_FALSE(said.needs_commit);
  EXPECT_EQ(said.reports[0].state, State::unchanged);
  EXPECT_TRUE(said.reports[0].settings.empty());
  ASSERT_EQ(said.hashes.size(), 1U);
  EXPECT_EQ(said.hashes[0].second.body, hasher_.hash(kOnInOtherWords));
  EXPECT_EQ(said.hashes[0].second.settings, before.settings);
}

TEST_F(BuildCycle, ChangeThenFetchedAndOldHashesStayUntilInstalled) {
  const Conclusion said = poll(job_, {answer(kOff)});
  EXPECT_TRUE(said.needs_commit);
  EXPECT_EQ(said.reports[0].state, State::fetched);
  EXPECT_EQ(said.reports[0].settings,
            (Settings{{"email/buildJobFail/enabled", false}, {"email/deleteJob/enabled", false}}));
  EXPECT_EQ(list_.hashes(job_, 0).body, hasher_.hash(kOn));
  EXPECT_EQ(said.hashes.at(0).second.body, hasher_.hash(kOff));
}

TEST_F(BuildCycle, ChangeThatTheStoreDidNotTakeThenFetchedAgain) {
  poll(job_, {answer(kOff)});
  const Conclusion again = poll(job_, {answer(kOff)});
  EXPECT_TRUE(again.needs_commit);
  EXPECT_EQ(again.reports[0].state, State::fetched);
}

TEST_F(BuildCycle, EmptiedThenAskedAgain) {
  Poll cycle = begin(job_);
  cycle.take(0, answer(kNone), asked_, answered_);
  EXPECT_EQ(cycle.replies_to_confirm(false), Numbers{0});
}

TEST_F(BuildCycle, EmptiedTwiceThenBelieved) {
  Poll cycle = begin(job_);
  cycle.take(0, answer(kNone), asked_, answered_);
  cycle.take(0, answer(kNone), asked_ + std::chrono::seconds(2), answered_ + std::chrono::seconds(2));
  const Conclusion said = cycle.conclude();
  EXPECT_TRUE(said.needs_commit);
  EXPECT_EQ(said.reports[0].state, State::fetched);
  EXPECT_TRUE(said.reports[0].settings.empty());
  EXPECT_EQ(said.reports[0].asked, asked_ + std::chrono::seconds(2));
}

TEST_F(BuildCycle, EmptiedAndThenNotThenNothingToTell) {
  Poll cycle = begin(job_);
  cycle.take(0, answer(kNone), asked_, answered_);
  cycle.take(0, answer(kOn), asked_, answered_);
  EXPECT_EQ(cycle.replies_to_confirm(false), Numbers{});
  const Conclusion said = cycle.conclude();
  EXPECT_FALSE(said.needs_commit);
  EXPECT_EQ(said.reports[0].state, State::unchanged);
  EXPECT_EQ(said.hashes.at(0).second.body, hasher_.hash(kOn));
}

TEST_F(BuildCycle, HeldAndSaidAgainThenBelieved) {
  Poll cycle = begin(job_);
  cycle.take(0, answer(kOff), asked_, answered_);
  EXPECT_TRUE(cycle.would_change());
  EXPECT_EQ(cycle.replies_to_confirm(false), Numbers{});
  EXPECT_EQ(cycle.replies_to_confirm(true), Numbers{0});
  cycle.take(0, answer(kOff), asked_, answered_);
  EXPECT_EQ(cycle.conclude().reports[0].state, State::fetched);
}

TEST_F(BuildCycle, HeldAndNothingNewThenNothingToTell) {
  Poll cycle = begin(job_);
  cycle.take(0, answer(kOff), asked_, answered_);
  cycle.replies_to_confirm(true);
  cycle.take(0, answer(kOn), asked_, answered_);
  EXPECT_FALSE(cycle.conclude().needs_commit);
}

TEST_F(BuildCycle, HeldAndContradictedThenTheSectionFailed) {
  Poll cycle = begin(job_);
  cycle.take(0, answer(kOff), asked_, answered_);
  cycle.replies_to_confirm(true);
  cycle.take(0, answer(kNone), asked_, answered_);
  const Conclusion said = cycle.conclude();
  EXPECT_EQ(said.reports[0].state, State::failed);
  EXPECT_EQ(said.reports[0].kind, FailureKind::malformed);
}

TEST_F(CycleTest, FirstSightIsNeverHeld) {
  Poll cycle = begin(watch(service::build, bit(0)));
  cycle.take(0, answer(kOn), asked_, answered_);
  EXPECT_FALSE(cycle.would_change());
  EXPECT_EQ(cycle.replies_to_confirm(true), Numbers{});
}

TEST_F(CycleTest, EmptyFromTheBeginningThenNotAskedAgain) {
  const Watched& job = watch(service::build, bit(0));
  Poll cycle = begin(job);
  cycle.take(0, answer(kNone), asked_, answered_);
  EXPECT_EQ(cycle.replies_to_confirm(false), Numbers{});
  EXPECT_EQ(cycle.conclude().reports[0].state, State::fetched);
}

TEST_F(CycleTest, SeveralEmptiedThenOnlyThoseThatHadSettings) {
  Watched& repo = watch(service::repo, bit(1) | bit(2) | bit(3));
  repo.sections.seen = bit(1) | bit(2) | bit(3);
  repo.sections.nonempty = bit(1) | bit(3);
  Poll cycle = begin(repo);
  for (std::size_t i = 0; i < 3; ++i) cycle.take(i, answer(R"({"subscript_events":[]})"), asked_, answered_);
  EXPECT_EQ(cycle.replies_to_confirm(false), (Numbers{0, 2}));
}

TEST_F(CycleTest, WantedSectionsOnlyThenOneReportEach) {
  const Watched& repo = watch(service::repo, bit(0) | bit(2));
  Poll cycle = begin(repo);
  ASSERT_EQ(cycle.requests().size(), 2U);
  EXPECT_EQ(cycle.requests()[0].section, 0U);
  EXPECT_EQ(cycle.requests()[1].section, 2U);
}

}  // namespace
}  // namespace noticed
