#include "daemon/cli/interview.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "daemon/cli/cli.h"

namespace noticed {
namespace {

using testing::HasSubstr;
using Words = std::vector<std::string>;

struct Talk {
  explicit Talk(const std::string& answers) : in(answers) {}
  FirstConfig ask() { return Interview(in, out, false).ask(); }
  /// The message of the error that ended it; empty if there was none.
  std::string ends() {
    try {
      ask();
    } catch (const CommandError& error) {
      EXPECT_EQ(error.status(), 64);
      return error.what();
    }
    return "";
  }
  std::istringstream in;
  std::ostringstream out;
};

TEST(Interview, OnlyEnterThenTheUsualAnswers) {
  const FirstConfig config = Talk("\n\n\n\n\n").ask();
  EXPECT_EQ(config.region, "ap-southeast-3");
  EXPECT_EQ(config.auth, AuthKind::aksk);
  EXPECT_EQ(config.projects, Words{});
  EXPECT_EQ(config.chat, "feishu");
  EXPECT_TRUE(config.is_signed);
}

TEST(Interview, AnswersThenTaken) {
  const FirstConfig config = Talk("cn-north-4\r\niam\n noticed \nacme\nShop, pay-*\ndingtalk\nno\n").ask();
  EXPECT_EQ(config.region, "cn-north-4");
  EXPECT_EQ(config.auth, AuthKind::iam);
  EXPECT_EQ(config.user, "noticed");
  EXPECT_EQ(config.domain, "acme");
  EXPECT_EQ(config.projects, (Words{"Shop", "pay-*"}));
  EXPECT_EQ(config.chat, "dingtalk");
  EXPECT_FALSE(config.is_signed);
}

TEST(Interview, BadAnswerThenAskedAgainAtOnce) {
  Talk talk("mars-1\ncn-south-1\nkey\ntoken\n*\nirc\nnone\n");
  const FirstConfig config = talk.ask();
  EXPECT_EQ(config.region, "cn-south-1");
  EXPECT_EQ(config.auth, AuthKind::token);
  EXPECT_EQ(config.chat, "");
  EXPECT_THAT(talk.out.str(), HasSubstr("Unknown way to sign in; choose one of: aksk, agency, iam, token.\nSign-in"));
  EXPECT_THAT(talk.out.str(), testing::Not(HasSubstr("mars-1")));
}

TEST(Interview, LongTextThenWithinEightyColumns) {
  Talk talk("mars-1\n\n\n\n\n\n");
  talk.ask();
  std::istringstream lines(talk.out.str());
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Interview, AnswersEndThenTheQuestionIsNamed) {
  EXPECT_EQ(Talk("").ends(), "the input ended before \"Region\" was answered; nothing was written");
  EXPECT_EQ(Talk("\niam\n").ends(), "the input ended before \"IAM user's name\" was answered; nothing was written");
  EXPECT_EQ(Talk("\niam\nu\n\n").ends(),
            "the input ended before \"Account that the user belongs to\" was answered; nothing was written");
  EXPECT_EQ(Talk("\n\n").ends(), "the input ended before \"Projects\" was answered; nothing was written");
  EXPECT_EQ(Talk("\n\n\n").ends(), "the input ended before \"Chat\" was answered; nothing was written");
  EXPECT_EQ(Talk("\n\n\n\n").ends(),
            "the input ended before \"Are its messages signed with a secret?\" was answered; nothing was written");
}

TEST(Interview, ConsentThenEnterIsYesAndTheEndIsNo) {
  Talk talk("\ny\nno\n");
  Interview interview(talk.in, talk.out, true);
  EXPECT_TRUE(interview.agree("Go on?"));
  EXPECT_TRUE(interview.agree("Go on?"));
  EXPECT_FALSE(interview.agree("Go on?"));
  EXPECT_FALSE(interview.agree("Go on?"));
  EXPECT_FALSE(interview.wait("Enter"));
}

}  // namespace
}  // namespace noticed
