// What does not fit into one message is sent in several; the chat accepts each, and nothing is lost.
#include <gtest/gtest.h>

#include "daemon/message/parts.h"
#include "sample.h"
#include "vendor_limits.h"

namespace noticed {
namespace {

class LimitsTest : public testing::TestWithParam<std::string> {
 protected:
  void expect_all_told(const MessageContent& message, std::size_t least_parts) {
    std::set<std::int64_t> wanted, told, completed;
    for (const auto& block : message.blocks)
      for (const auto& member : block.members) wanted.insert(member.seq);
    const auto parts = split(message, [&](const Part& part) { return fits(GetParam(), part); });
    EXPECT_GE(parts.size(), least_parts);
    for (const auto& part : parts) {
      const ChatJson body = body_of(GetParam(), part);
      EXPECT_TRUE(is_within(GetParam(), body)) << body;
      told.merge(numbers_in(body));
      completed.insert(part.completed.begin(), part.completed.end());
    }
    EXPECT_EQ(told, wanted);
    EXPECT_EQ(completed, wanted);
  }
};

TEST_P(LimitsTest, ManyBlocksThenSeveralPartsWithEveryNumber) {
  MessageContent message = night().content;
  message.title = "120 changes, all of them critical";
  const Block block = message.blocks.front();
  message.blocks.clear();
  for (std::int64_t seq = 1; seq <= 120; ++seq) {
    message.blocks.push_back(block);
    message.blocks.back().members.front().seq = seq;
  }
  expect_all_told(message, 3);
}

TEST_P(LimitsTest, BlockOfThousandsThenSeveralPartsWithEveryNumber) {
  MessageContent message = digest().content;
  message.blocks.resize(1);
  message.blocks.front().members.clear();
  for (std::int64_t seq = 1; seq <= 24'000; seq += 2)  // no two in a row, so that each number is written
    message.blocks.front().members.push_back({seq, "支付服务-" + std::to_string(seq), kConsole});
  expect_all_told(message, 4);
}

TEST_P(LimitsTest, MoreThanTwentyNamesThenTheOthersAreRunsOfNumbers) {
  MessageContent message = digest().content;
  message.blocks.resize(1);
  message.blocks.front().members.clear();
  for (std::int64_t seq = 1; seq <= 250; ++seq)
    message.blocks.front().members.push_back({seq < 250 ? seq : 260, "job" + std::to_string(seq), ""});
  expect_all_told(message, 1);
  const std::string texts = texts_in(body_of(GetParam(), Part{message, 1, 1, {}}));
  EXPECT_NE(texts.find("job20 #20, +230: #21–#249, #260"), std::string::npos) << texts;
}

TEST_P(LimitsTest, HostileNamesOfGreatLengthThenStillWithin) {
  MessageContent message = hostile().content;
  std::string longer;
  for (int i = 0; i < 20; ++i) longer += kHostile;
  for (auto& block : message.blocks) block.facts.push_back({"More", {{{longer}}, {{longer}}, {{longer}}}});
  expect_all_told(message, 1);
}

TEST_P(LimitsTest, LongTitleThenWithin) {
  MessageContent message = night().content;
  for (int i = 0; i < 5; ++i) message.title += message.title;
  message.blocks.front().title = message.title;
  expect_all_told(message, 1);
}

INSTANTIATE_TEST_SUITE_P(All, LimitsTest, testing::ValuesIn(kChats), [](const auto& tested) { return tested.param; });

/// A message with one fact of this many characters.
Part saying(std::size_t characters) {
  Part part = night();
  part.content.blocks.front().facts = {{"Do", {{{std::string(characters, 'x')}}}}};
  return part;
}

TEST(DiscordLimit, FactOf1024CharactersThenTheLastThatIsAField) {
  const auto embed = [](std::size_t characters) { return body_of("discord", saying(characters)).at("embeds").at(0); };
  EXPECT_EQ(embed(1'024).at("fields").at(0).at("value"), std::string(1'024, 'x'));
  EXPECT_FALSE(embed(1'025).contains("fields"));
  EXPECT_NE(embed(1'025).at("description").get<std::string>().find(std::string(1'025, 'x')), std::string::npos);
}

TEST(DiscordLimit, MoreThan25FactsThenTheRestAboveTheFields) {
  Part part = saying(1);
  part.content.blocks.front().facts.resize(27, part.content.blocks.front().facts.front());
  const auto embed = body_of("discord", part).at("embeds").at(0);
  EXPECT_EQ(embed.at("fields").size(), 25U);
  EXPECT_EQ(embed.at("description").get<std::string>().substr(0, 19), "**Do:** x\n**Do:** x");
}

TEST(SlackLimit, TextOf3000CharactersThenTheLastThatFits) {
  const std::size_t label = std::string("*Do*\n").size();
  EXPECT_TRUE(fits("slack", saying(3'000 - label)));
  EXPECT_FALSE(fits("slack", saying(3'001 - label)));
}

TEST(SlackLimit, TitleOf150CharactersThenTheLastThatIsNotCut) {
  Part part = night();
  const auto blocks = [&](std::size_t characters) {
    part.content.title = std::string(characters - 3, 'x');  // the sign takes two units and a space
    return body_of("slack", part).at("blocks");
  };
  EXPECT_EQ(blocks(150).at(0).at("text").at("text"), "🔴 " + std::string(147, 'x'));
  EXPECT_EQ(blocks(151).at(0).at("text").at("text"), "🔴 " + std::string(146, 'x') + "…");
  EXPECT_EQ(blocks(151).at(1).at("text").at("text"), "*🔴 " + std::string(148, 'x') + "*");
}

TEST(WecomLimit, ContentOf4096BytesThenTheLastThatFits) {
  Part part = night();
  part.content.footer.clear();
  const auto size = [&] { return body_of("wecom", part).at("markdown").at("content").get<std::string>().size(); };
  part.content.blocks.front().facts = {{"Do", {{{"支"}}}}};
  const std::size_t before = size();
  part.content.blocks.front().facts.front().lines.front().front().text += std::string(4'096 - before, 'x');
  EXPECT_EQ(size(), 4'096U);
  EXPECT_TRUE(fits("wecom", part));
  part.content.blocks.front().facts.front().lines.front().front().text += 'x';
  EXPECT_FALSE(fits("wecom", part));
}

}  // namespace
}  // namespace noticed
