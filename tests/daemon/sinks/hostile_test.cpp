// Names come from people in the cloud: in no chat may a name mention somebody, become a link or change the layout.
#include <gtest/gtest.h>

#include "sample.h"

namespace noticed {
namespace {

/// Whether the chat shows this value literally, without interpreting markup.
bool is_bare(const std::string& type, const ChatJson& object, const std::string& key) {
  const bool plain = object.value("tag", "") == "plain_text" || object.value("type", "") == "plain_text";
  const bool action = object.value("type", "") == "Action.OpenUrl";
  return plain || action || key == "fallback" || key == "footer" ||
         (key == "title" && (type == "dingtalk" || type == "mattermost"));
}

/// All texts in which the chat interprets markup.
std::string marked_up(const std::string& type, const ChatJson& value) {
  if (value.is_string()) return value.get<std::string>() + "\n";
  std::string texts;
  if (value.is_array())
    for (const auto& inner : value) texts += marked_up(type, inner);
  if (value.is_object())
    for (const auto& [key, inner] : value.items())
      if (!is_bare(type, value, key)) texts += marked_up(type, inner);
  return texts;
}

/// The text without its code spans, in which no markup is interpreted.
std::string without_code(const std::string& text) {
  std::string rest;
  bool code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool tick = text[i] == '`' && (code || i == 0 || text[i - 1] != '\\');
    code = code != tick;
    if (!code && !tick) rest += text[i];
  }
  return rest;
}

class HostileTest : public testing::TestWithParam<std::string> {
 protected:
  ChatJson body_ = body_of(GetParam(), hostile());
  std::string all_ = texts_in(body_);
  std::string marked_ = marked_up(GetParam(), body_);
};

TEST_P(HostileTest, MentionsThenNoneIsWholeAnywhere) {
  for (const auto* mention : {"<!channel>", "@all", "@everyone", "<@U1>", "<at id"})
    EXPECT_EQ(all_.find(mention), std::string::npos) << mention;
}

TEST_P(HostileTest, AddressesThenNoneIsWholeAnywhere) {
  for (const auto* address : {"://evil", "www.evil", "javascript:", "/a)b", "/a)b>c"})
    EXPECT_EQ(all_.find(address), std::string::npos) << address;
}

TEST_P(HostileTest, LinksTagsAndStylesThenNoneIsWholeWhereMarkupIsRead) {
  const std::string text = without_code(marked_);
  std::vector<std::string> marks{"<b>", "</b>", "<font color=\"info\">y", "**bold**", "*bold*", " _h_ "};
  if (GetParam() != "slack") marks.emplace_back("[click](");  // which shows these as brackets
  if (GetParam() != "teams") marks.emplace_back("~s~");       // which has no strikethrough
  for (const auto& mark : marks) EXPECT_EQ(text.find(mark), std::string::npos) << mark;
}

TEST_P(HostileTest, CodeThenNoTickWithinEndsIt) { EXPECT_EQ(marked_.find("`code`"), std::string::npos); }

TEST_P(HostileTest, OddAddressThenEncodedWhereItIsALink) {
  EXPECT_NE(all_.find("https://console.example.com/a%29b%3Ec%7Cd%22e%20f"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, HostileTest, testing::ValuesIn(kChats), [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace noticed
