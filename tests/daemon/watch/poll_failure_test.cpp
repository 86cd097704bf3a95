// A poll in which something fails: unsupported sections, reported failures, and failures not reported twice.
#include "poll_fixture.h"
#include "tests/support/services.h"

namespace noticed {
namespace {

const std::string kType = R"({"events":[{"id":"pipelineRun.failed","selected":true}]})";
const std::string kFailureOn =
    R"({"result":[{"notice_type":"MAIL","enable_map":{"buildJobFail":true}}],"status":"success"})";
const HttpResult kBadType = answer(R"({"error_code":"DEVCP.00000001","error_msg":"bad type"})", 400);

/// A pipeline polled for the in-app (1) and e-mail (2) types.
class PipelineCycle : public CycleTest {
 protected:
  State second_state(const HttpResult& first, const HttpResult& second) {
    return poll(pipeline_, {first, second}).reports.at(1).state;
  }
  Watched& pipeline_ = watch(service::pipeline, bit(1) | bit(2));
};

TEST_F(PipelineCycle, UnseenTypeRefusedWhileAnotherAnswersThenUnsupported) {
  const Conclusion said = poll(pipeline_, {answer(kType), kBadType});
  EXPECT_EQ(said.reports[0].state, State::fetched);
  EXPECT_EQ(said.reports[1].state, State::unsupported);
  EXPECT_FALSE(said.failed);
  EXPECT_FALSE(said.news);
}

TEST_F(PipelineCycle, UnsupportedAsBeforeThenNothingToTell) {
  accept(pipeline_, poll(pipeline_, {answer(kType), kBadType}));
  const Conclusion said = poll(pipeline_, {answer(kType), kBadType});
  EXPECT_EQ(said.reports[1].state, State::unsupported);
  EXPECT_FALSE(said.needs_commit);
}

TEST_F(PipelineCycle, UnsupportedTypeAnswersThenFetched) {
  accept(pipeline_, poll(pipeline_, {answer(kType), kBadType}));
  const Conclusion said = poll(pipeline_, {answer(kType), answer(kType)});
  EXPECT_EQ(said.reports[1].state, State::fetched);
  EXPECT_TRUE(said.needs_commit);
}

TEST_F(PipelineCycle, SeenTypeRefusedThenFailed) {
  accept(pipeline_, poll(pipeline_, {answer(kType), answer(kType)}));
  EXPECT_EQ(second_state(answer(kType), kBadType), State::failed);
}

TEST_F(PipelineCycle, BusyOrNotFoundCodesThenFailed) {
  for (const auto* code : {"APIGW.0308", "DEVPIPE.00011401", "DEVPIPE.30021001", "DEV_21_100169"}) {
    const std::string body = R"({"error_code":")" + std::string(code) + R"(","error_msg":"no"})";
    EXPECT_EQ(second_state(answer(kType), answer(body, 400)), State::failed) << code;
  }
}

TEST_F(PipelineCycle, OtherStatusThenFailed) {
  for (const int status : {401, 403, 404, 429, 500, 503})
    EXPECT_EQ(second_state(answer(kType), answer("{}", status)), State::failed) << status;
}

TEST_F(PipelineCycle, NoOtherTypeAnswersThenFailed) {
  const Conclusion refused = poll(pipeline_, {kBadType, kBadType});
  EXPECT_EQ(refused.reports[0].state, State::failed);
  EXPECT_EQ(refused.reports[1].state, State::failed);
  EXPECT_EQ(second_state(no_answer(FailureKind::timeout), kBadType), State::failed);
}

TEST_F(CycleTest, OnlyTheStatusAnswersThenTypeFailed) {
  const Watched& pipeline = watch(service::pipeline, bit(0) | bit(1));
  const Conclusion said =
      poll(pipeline, {answer(R"([{"type":1,"enabled":true,"project_switch":false,"can_open":true}])"), kBadType});
  EXPECT_EQ(said.reports.at(0).state, State::fetched);
  EXPECT_EQ(said.reports.at(1).state, State::failed);
}

TEST_F(CycleTest, StatusRefusedThenFailedThoughATypeAnswers) {
  const Watched& pipeline = watch(service::pipeline, bit(0) | bit(1));
  const Conclusion said = poll(pipeline, {kBadType, answer(kType)});
  EXPECT_EQ(said.reports.at(0).state, State::failed);
  EXPECT_EQ(said.reports.at(1).state, State::fetched);
}

TEST_F(CycleTest, OtherServiceRefusesThenFailed) {
  const Watched& repo = watch(service::repo, bit(1) | bit(2));
  const HttpResult refused = answer(R"({"error_code":"CH.010001","error_msg":"bad"})", 400);
  const Conclusion said = poll(repo, {answer(R"({"enabled":true})"), refused});
  EXPECT_EQ(said.reports.at(0).state, State::fetched);
  EXPECT_EQ(said.reports.at(1).state, State::failed);
}

/// A build job whose answer was `kFailureOn` when it was last polled.
class FailingBuild : public CycleTest {
 protected:
  FailingBuild() { accept(job_, poll(job_, {answer(kFailureOn)})); }
  Watched& job_ = watch(service::build, bit(0));
};

TEST_F(FailingBuild, FirstFailureThenToldWithItsKind) {
  const Conclusion said = poll(job_, {no_answer(FailureKind::timeout, "too slow")});
  EXPECT_TRUE(said.needs_commit);
  EXPECT_TRUE(said.failed);
  EXPECT_TRUE(said.news);
  EXPECT_TRUE(said.hashes.empty());
  EXPECT_EQ(said.reports[0].state, State::failed);
  EXPECT_EQ(said.reports[0].kind, FailureKind::timeout);
  EXPECT_EQ(said.reports[0].detail, "too slow");
}

TEST_F(FailingBuild, SameKindAgainThenNothingToTell) {
  accept(job_, poll(job_, {no_answer(FailureKind::timeout, "too slow")}));
  const Conclusion said = poll(job_, {no_answer(FailureKind::timeout, "still too slow")});
  EXPECT_FALSE(said.needs_commit);
  EXPECT_TRUE(said.failed);
}

TEST_F(FailingBuild, OtherKindThenTold) {
  accept(job_, poll(job_, {no_answer(FailureKind::timeout)}));
  const Conclusion said = poll(job_, {no_answer(FailureKind::network)});
  EXPECT_TRUE(said.needs_commit);
  EXPECT_EQ(said.reports[0].kind, FailureKind::network);
}

TEST_F(FailingBuild, RecoveryWithTheSameBodyThenTold) {
  accept(job_, poll(job_, {no_answer(FailureKind::timeout)}));
  const Conclusion said = poll(job_, {answer(kFailureOn)});
  EXPECT_TRUE(said.needs_commit);
  EXPECT_FALSE(said.failed);
  EXPECT_TRUE(said.news);
  EXPECT_EQ(said.reports[0].state, State::unchanged);
}

TEST_F(FailingBuild, FailureDetailThenRedacted) {
  const Conclusion said =
      poll(job_, {no_answer(FailureKind::network, "no route to https://h.example.com/hook/s3cret?t=1")});
  EXPECT_EQ(said.reports[0].detail,
            "no route to " + redactor_.mask(MaskKind::url, "https://h.example.com/hook/s3cret?t=1"));
}

TEST_F(FailingBuild, AnswersThatCannotBeBelievedThenFailedAsSuch) {
  const auto kind = [&](const HttpResult& result) { return poll(job_, {result}).reports.at(0).kind; };
  EXPECT_EQ(kind(answer("{}", 401)), FailureKind::auth);
  EXPECT_EQ(kind(answer("{}", 503)), FailureKind::server);
  EXPECT_EQ(kind(answer("<html></html>")), FailureKind::malformed);
  EXPECT_EQ(kind(answer(R"({"foreign":true})")), FailureKind::malformed);
  EXPECT_EQ(kind(answer("", 302)), FailureKind::server);
}

TEST_F(PipelineCycle, KindsSwapBetweenSectionsThenTold) {
  accept(pipeline_, poll(pipeline_, {no_answer(FailureKind::timeout), no_answer(FailureKind::network)}));
  EXPECT_FALSE(poll(pipeline_, {no_answer(FailureKind::timeout), no_answer(FailureKind::network)}).needs_commit);
  EXPECT_TRUE(poll(pipeline_, {no_answer(FailureKind::network), no_answer(FailureKind::timeout)}).needs_commit);
}

TEST_F(PipelineCycle, OneOfTwoRecoversThenTold) {
  accept(pipeline_, poll(pipeline_, {no_answer(FailureKind::timeout), no_answer(FailureKind::timeout)}));
  const Conclusion said = poll(pipeline_, {answer(kType), no_answer(FailureKind::timeout)});
  EXPECT_TRUE(said.needs_commit);
  EXPECT_TRUE(said.failed);
}

}  // namespace
}  // namespace noticed
