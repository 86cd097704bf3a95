#include "daemon/report/matrix.h"

#include <gtest/gtest.h>

namespace noticed {
namespace {

using Reaches = std::vector<Reach>;

StandingRow build(std::int64_t id, std::optional<std::int64_t> document) {
  StandingRow row;
  row.id = id;
  row.service = "build";
  row.external_id = row.name = "b" + std::to_string(id);
  row.document = document;
  row.asked = 1;
  row.seen = document ? 1 : 0;
  return row;
}

/// Polled: status and e-mail; `seen` of them were answered.
StandingRow pipeline(SectionMask seen, SectionMask failing = 0, SectionMask unsupported = 0) {
  StandingRow row = build(1, 1);
  row.service = "pipeline";
  row.asked = 0b101;
  row.seen = seen;
  row.failing = failing;
  row.unsupported = unsupported;
  return row;
}

DocumentBook mail_book(bool on, Covered covered, const Settings& more = {}) {
  Settings settings{{"email/pipelineRun.failed/enabled", on}};
  settings.insert(more.begin(), more.end());
  return {
      {1,
       {settings,
        {{"pipelineRun.failed", true, on ? std::vector<std::string>{"email"} : std::vector<std::string>{}, covered}}}}};
}

const MatrixRow& only_row(const std::vector<Matrix>& matrices) { return matrices.at(0).groups.at(0).rows.at(0); }

TEST(Matrix, ResourcesSetAlikeThenOneGroupWhateverTheirDocuments) {
  const Coverage on{"buildJobFail", true, {"email"}, Covered::yes};
  const DocumentBook book{{1, {{{"email/buildJobFail/enabled", true}}, {on}}},
                          {2, {{{"email/buildJobFail/enabled", true}, {"email/*/config.x", "y"}}, {on}}}};
  const std::vector<StandingRow> rows{build(3, 1), build(2, 2), build(1, 1)};
  const auto matrices = matrices_of(rows, book);
  ASSERT_EQ(matrices.size(), 1U);
  ASSERT_EQ(matrices[0].groups.size(), 1U);
  EXPECT_EQ(matrices[0].channels, std::vector<std::string>{"email"});
  EXPECT_EQ(matrices[0].groups[0].resources, (std::vector<const StandingRow*>{&rows[2], &rows[1], &rows[0]}));
}

TEST(Matrix, UncoveredFailuresThenFirstAndLargerGroupsBeforeSmallOnes) {
  const DocumentBook book{
      {1, {{{"email/buildJobFail/enabled", true}}, {{"buildJobFail", true, {"email"}, Covered::yes}}}},
      {2, {{{"email/buildJobFail/enabled", false}}, {{"buildJobFail", true, {}, Covered::no}}}}};
  const std::vector<StandingRow> rows{build(1, 1), build(2, 1), build(3, 2), build(4, {})};
  const auto groups = matrices_of(rows, book).at(0).groups;
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].resources.front()->id, 3);
  EXPECT_FALSE(groups[1].observed);
  EXPECT_EQ(groups[2].resources.size(), 2U);
}

TEST(Matrix, ChannelsOfAPipelineThenOnOffOrNotAsked) {
  const std::vector<StandingRow> rows{pipeline(0b101)};
  const auto matrices = matrices_of(rows, mail_book(true, Covered::yes));
  EXPECT_EQ(matrices.at(0).channels,
            (std::vector<std::string>{"system", "email", "wecom", "dingtalk", "feishu", "webhook"}));
  EXPECT_EQ(only_row(matrices).channels, (Reaches{Reach::not_asked, Reach::on, Reach::not_asked, Reach::not_asked,
                                                  Reach::not_asked, Reach::not_asked}));
  EXPECT_EQ(only_row(matrices).heard_of, true);
  EXPECT_EQ(only_row(matrices_of(rows, mail_book(false, Covered::no))).channels[1], Reach::off);
}

TEST(Matrix, SectionNotObservedThenUnknownAndNotHeardOfIsNotClaimed) {
  const std::vector<StandingRow> failing{pipeline(0b101, 0b100)};
  EXPECT_EQ(only_row(matrices_of(failing, mail_book(true, Covered::yes))).channels[1], Reach::unknown);
  EXPECT_EQ(only_row(matrices_of(failing, mail_book(true, Covered::yes))).heard_of, std::nullopt);
  const std::vector<StandingRow> unread{pipeline(0b001)};
  EXPECT_EQ(only_row(matrices_of(unread, mail_book(false, Covered::no))).channels[1], Reach::unknown);
  EXPECT_EQ(only_row(matrices_of(unread, mail_book(false, Covered::no))).heard_of, std::nullopt);
}

TEST(Matrix, WhatTheCloudDoesNotHaveThenNotOfferedAndNotUnread) {
  const std::vector<StandingRow> rows{pipeline(0b001, 0, 0b100)};
  EXPECT_EQ(only_row(matrices_of(rows, mail_book(false, Covered::no))).channels[1], Reach::not_offered);
  EXPECT_EQ(only_row(matrices_of(rows, mail_book(false, Covered::no))).heard_of, false);
}

TEST(Matrix, ProjectDecidesOrItsSwitchIsNotObservedThenUnknown) {
  const std::vector<StandingRow> rows{pipeline(0b101)};
  EXPECT_EQ(
      only_row(matrices_of(rows, mail_book(true, Covered::yes, {{"email/*/switch.source", "project"}}))).channels[1],
      Reach::unknown);
  const std::vector<StandingRow> no_status{pipeline(0b101, 0b001)};
  EXPECT_EQ(
      only_row(matrices_of(no_status, mail_book(true, Covered::yes, {{"email/*/switch.enabled", true}}))).channels[1],
      Reach::unknown);
  EXPECT_EQ(only_row(matrices_of(no_status, mail_book(true, Covered::yes))).channels[1], Reach::on);
}

TEST(Matrix, RetiredResourceThenInNoTable) {
  std::vector<StandingRow> rows{build(1, {})};
  rows[0].retired = true;
  EXPECT_TRUE(matrices_of(rows, {}).empty());
}

}  // namespace
}  // namespace noticed
