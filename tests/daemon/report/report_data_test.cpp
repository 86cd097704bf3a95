#include "daemon/report/report_data.h"

#include "report_world.h"

namespace noticed {
namespace {

using Texts = std::vector<std::string>;

/// "build/buildJobFail nobody: payments-api"
Texts silences_of(const Report& report) {
  Texts texts;
  for (const auto& silence : report.silences) {
    std::string text = silence.service + "/" + silence.event;
    text += silence.known            ? " nobody"
            : silence.unread         ? " unread"
            : silence.reason.empty() ? " hidden"
                                     : " " + silence.reason;
    for (const auto& member : silence.members) text += ": " + member.resource->name;
    texts.push_back(text);
  }
  return texts;
}

/// "payments-api 2 changes", "payments-api gap".
Texts timeline_of(const Report& report) {
  Texts texts;
  for (const auto& entry : report.timeline)
    texts.push_back((entry.resource == nullptr ? "all" : entry.resource->name) +
                    (entry.gap ? " gap" : " " + std::to_string(entry.changes.size())));
  return texts;
}

TEST(ReportData, SilencesThenThoseKnownBeforeThoseHiddenOrNotObserved) {
  World world;
  fill_small(world);
  EXPECT_EQ(silences_of(gather_report(world.question())),
            (Texts{"build/buildJobFail nobody: payments-api", "pipeline/pipelineRun.failed nobody: shop release",
                   "build/ unread: too new", "build/buildJobFail server: invoices", "repo/mr.open hidden: shop"}));
}

TEST(ReportData, TimelineThenNewestFirstWithGapsOfWhatChanged) {
  World world;
  fill_small(world);
  const Report report = gather_report(world.question());
  EXPECT_EQ(timeline_of(report), (Texts{"shop release 1", "payments-api 1", "payments-api gap", "payments-api 1"}));
  EXPECT_EQ(report.changes, 3);
  EXPECT_EQ(report.left_out, 0);
  EXPECT_EQ(report.timeline[0].changes[0].effect, "recipients_removed");
}

TEST(ReportData, HeadThenHowManyAreWatchedAndAnsweredInFull) {
  World world;
  fill_small(world);
  const Report report = gather_report(world.question());
  EXPECT_EQ(report.watched, 7);
  EXPECT_EQ(report.observed, 5);  // one fails, one was never read
  ASSERT_TRUE(report.newest);
  EXPECT_EQ(report.newest->seq, 3);
}

TEST(ReportData, TimeBeforeEverythingThenNoChangeAndNoGap) {
  World world;
  fill_small(world);
  ReportQuestion question = world.question();
  question.until = at(0ms);
  const Report report = gather_report(question);
  EXPECT_TRUE(report.timeline.empty());
  EXPECT_TRUE(report.gaps.empty());
  EXPECT_TRUE(report.states.empty());
}

TEST(ReportData, MatchThenOnlyTheseInEverySection) {
  World world;
  fill_small(world);
  ReportQuestion question = world.question();
  question.match = "shop*";
  const Report report = gather_report(question);
  EXPECT_EQ(report.watched, 2);
  EXPECT_EQ(silences_of(report),
            (Texts{"pipeline/pipelineRun.failed nobody: shop release", "repo/mr.open hidden: shop"}));
  EXPECT_EQ(timeline_of(report), Texts{"shop release 1"});
  EXPECT_EQ(report.changes, 1);
  EXPECT_EQ(report.all_gaps, 0);
  EXPECT_EQ(report.matrices.size(), 2U);
  question.match = "build/b?";
  EXPECT_EQ(gather_report(question).watched, 4);
}

TEST(ReportData, GapsThenTheLongestFirstAndCutAtTheEnds) {
  World world;
  fill_small(world);
  ReportQuestion question = world.question();
  question.since = at(800s);
  const Report report = gather_report(question);
  ASSERT_EQ(report.gaps.size(), 2U);
  EXPECT_EQ(report.gaps[0].resource->name, "invoices");
  EXPECT_EQ(report.gaps[0].within, 2h - 800s);
  EXPECT_EQ(report.gaps[1].within, 100s);  // of payments-api, whose gap ended at 900 s
  EXPECT_EQ(report.reasons.at(0).reason, "server");
}

TEST(ReportData, DowntimeThenOneGapOfAll) {
  World world;
  fill_small(world);
  world.store().close(at(3600s));
  const Report report = gather_report(world.question());
  ASSERT_FALSE(report.gaps.empty());
  EXPECT_EQ(report.all_gaps, 3);
  EXPECT_EQ(report.gaps[1].row.reason, "not_running");
  EXPECT_EQ(report.gaps[1].resource, nullptr);
  EXPECT_EQ(timeline_of(report).front(), "all gap");
}

TEST(ReportData, StatesThenWhatWasBeforeAndWhatIsAfter) {
  World world;
  fill_small(world);
  ReportQuestion question = world.question();
  question.since = at(100s);
  const Report report = gather_report(question);
  ASSERT_EQ(report.states.size(), 2U);
  const auto& payments = report.states[1];
  EXPECT_EQ(payments.resource->name, "payments-api");
  EXPECT_EQ(payments.before.settings.at("email/buildJobFail/enabled"), Value(true));
  EXPECT_EQ(payments.after.settings.at("email/buildJobFail/enabled"), Value(false));
}

TEST(ReportData, FirstSeenWithinTheTimeThenBeforeIsWhatItWasBeforeItsFirstChange) {
  World world;
  fill_small(world);
  const Report report = gather_report(world.question());
  ASSERT_EQ(report.states.size(), 2U);
  EXPECT_TRUE(report.states[1].first_seen_within);
  EXPECT_EQ(report.states[1].before.settings.at("email/buildJobFail/enabled"), Value(true));
}

}  // namespace
}  // namespace noticed
