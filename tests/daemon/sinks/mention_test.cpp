// The people that a message mentions, in each chat's syntax.
#include <gtest/gtest.h>

#include "sample.h"

namespace noticed {
namespace {

bool tells(const ChatJson& body, const std::string& text) { return texts_in(body).find(text) != std::string::npos; }

TEST(Mention, SlackThenMembersGroupsAndChannels) {
  const auto body = body_of("slack", night(), {"U01ABC", "S02DEF", "here"});
  EXPECT_TRUE(tells(body, "\n<@U01ABC> <!subteam^S02DEF> <!here>\n"));
}

TEST(Mention, MattermostThenInTheTextOutsideAttachments) {
  const auto body = body_of("mattermost", night(), {"alice", "channel"});
  EXPECT_NE(body.at("text").get<std::string>().find("\n@alice @channel"), std::string::npos);
}

TEST(Mention, DingtalkThenPhonesUsersAndAll) {
  const auto body = body_of("dingtalk", night(), {"13800000000", "+86-13800000001", "manager01", "all"});
  EXPECT_EQ(body.at("at").dump(),
            R"({"atMobiles":["13800000000","+86-13800000001"],"atUserIds":["manager01"],"isAtAll":true})");
  EXPECT_TRUE(tells(body, "\n\n@13800000000 @+86-13800000001 @manager01 @all\n"));
}

TEST(Mention, FeishuThenAtTagsInTheFirstElement) {
  const auto body = body_of("feishu", night(), {"ou_1", "all"});
  EXPECT_EQ(body.at("card").at("elements").at(0).at("content"), "<at id=ou_1></at> <at id=all></at>");
}

TEST(Mention, WecomThenUserIds) { EXPECT_TRUE(tells(body_of("wecom", night(), {"zhangsan"}), "\n<@zhangsan>\n")); }

TEST(Mention, TeamsThenAnEntityForEach) {
  const auto card = body_of("teams", night(), {"a@example.com"}).at("attachments").at(0).at("content");
  EXPECT_EQ(card.at("body").at(1).at("text"), "<at>a@example.com</at>");
  EXPECT_EQ(
      card.at("msteams").at("entities").dump(),
      R"([{"type":"mention","text":"<at>a@example.com</at>","mentioned":{"id":"a@example.com","name":"a@example.com"}}])");
}

TEST(Mention, DiscordThenNobodyButTheNamedMayBeCalled) {
  const auto body = body_of("discord", night(), {"123", "&456"});
  EXPECT_EQ(body.at("allowed_mentions").dump(), R"({"parse":[],"users":["123"],"roles":["456"]})");
  EXPECT_TRUE(tells(body, "\n<@123> <@&456>\n"));
}

TEST(Mention, NobodyThenNobodyMayBeCalled) {
  EXPECT_EQ(body_of("discord", night()).at("allowed_mentions").dump(), R"({"parse":[],"users":[],"roles":[]})");
  EXPECT_EQ(body_of("dingtalk", night()).at("at").dump(), R"({"atMobiles":[],"atUserIds":[],"isAtAll":false})");
}

}  // namespace
}  // namespace noticed
