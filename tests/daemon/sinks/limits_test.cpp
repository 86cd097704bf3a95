// What does not fit into one message comes in several, each of which the chat takes, and nothing is left out.
#include <gtest/gtest.h>

#include "daemon/message/parts.h"
#include "daemon/sinks/utf8.h"
#include "sample.h"

namespace noticed {
namespace {

/// The sum of what `measure` says of each member called `name`, and the most of it in one.
struct Sizes {
  std::size_t sum = 0, most = 0;
};
Sizes units_of(const ChatJson& value, const std::string& name) {
  Sizes sizes;
  for (const auto& [key, inner] : value.items()) {
    Sizes within;
    if (inner.is_structured()) within = units_of(inner, name);
    if (inner.is_string() && key == name) within.sum = within.most = utf16_units(inner.get<std::string>());
    sizes.sum += within.sum;
    sizes.most = std::max(sizes.most, within.most);
  }
  return sizes;
}

/// The vendor's own limits, not our budgets.
void expect_within(const std::string& type, const ChatJson& body) {
  const std::size_t bytes = dumped(body).size();
  if (type == "dingtalk") {
    EXPECT_LE(bytes, 20'000U);
  }
  if (type == "feishu") {
    EXPECT_LE(bytes, 20'480U - 85U);
  }
  if (type == "teams") {
    EXPECT_LE(bytes, 28'000U);
  }
  if (type == "wecom") {
    EXPECT_LE(body.at("markdown").at("content").get<std::string>().size(), 4'096U);
  }
  if (type == "mattermost") {
    EXPECT_LE(utf16_units(dumped(body)), 7'500U);
  }
  if (type == "slack") {
    EXPECT_LE(body.at("blocks").size(), 50U);
    EXPECT_LE(units_of(body, "text").most, 3'000U);
    EXPECT_LE(utf16_units(body.at("blocks").at(0).at("text").at("text").get<std::string>()), 150U);
    EXPECT_LT(utf16_units(body.at("blocks").dump()), 12'000U);
  }
  if (type == "discord") {
    const auto& embeds = body.at("embeds");
    EXPECT_LE(embeds.size(), 10U);
    EXPECT_LE(utf16_units(body.at("content").get<std::string>()), 2'000U);
    EXPECT_LE(units_of(embeds, "description").most, 4'096U);
    EXPECT_LE(units_of(embeds, "value").most, 1'024U);
    EXPECT_LE(units_of(embeds, "description").sum + units_of(embeds, "name").sum + units_of(embeds, "value").sum +
                  units_of(embeds, "text").sum,
              6'000U);
  }
}

class LimitsTest : public testing::TestWithParam<std::string> {
 protected:
  void expect_all_told(const Message& message, std::size_t least_parts) {
    std::set<std::int64_t> wanted, told, completed;
    for (const auto& block : message.blocks)
      for (const auto& member : block.members) wanted.insert(member.seq);
    const auto parts = split(message, [&](const Part& part) { return fits(GetParam(), part); });
    EXPECT_GE(parts.size(), least_parts);
    for (const auto& part : parts) {
      const ChatJson body = body_of(GetParam(), part);
      expect_within(GetParam(), body);
      told.merge(numbers_in(body));
      completed.insert(part.completed.begin(), part.completed.end());
    }
    EXPECT_EQ(told, wanted);
    EXPECT_EQ(completed, wanted);
  }
};

TEST_P(LimitsTest, ManyBlocksThenSeveralPartsWithEveryNumber) {
  Message message = night().message;
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
  Message message = digest().message;
  message.blocks.resize(1);
  message.blocks.front().members.clear();
  for (std::int64_t seq = 1; seq <= 3'500; ++seq)
    message.blocks.front().members.push_back({seq, "支付服务-" + std::to_string(seq), kConsole});
  expect_all_told(message, 4);
}

TEST_P(LimitsTest, HostileNamesOfGreatLengthThenStillWithin) {
  Message message = hostile().message;
  std::string longer;
  for (int i = 0; i < 20; ++i) longer += kHostile;
  for (auto& block : message.blocks) block.facts.push_back({"More", {{{longer}}, {{longer}}, {{longer}}}});
  expect_all_told(message, 1);
}

TEST_P(LimitsTest, LongTitleThenWithin) {
  Message message = night().message;
  for (int i = 0; i < 5; ++i) message.title += message.title;
  message.blocks.front().title = message.title;
  expect_all_told(message, 1);
}

INSTANTIATE_TEST_SUITE_P(All, LimitsTest, testing::ValuesIn(kChats), [](const auto& tested) { return tested.param; });

/// A message whose one fact says so many characters.
Part saying(std::size_t characters) {
  Part part = night();
  part.message.blocks.front().facts = {{"Do", {{{std::string(characters, 'x')}}}}};
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
  part.message.blocks.front().facts.resize(27, part.message.blocks.front().facts.front());
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
    part.message.title = std::string(characters - 3, 'x');  // the sign takes two units and a space
    return body_of("slack", part).at("blocks");
  };
  EXPECT_EQ(blocks(150).at(0).at("text").at("text"), "🔴 " + std::string(147, 'x'));
  EXPECT_EQ(blocks(151).at(0).at("text").at("text"), "🔴 " + std::string(146, 'x') + "…");
  EXPECT_EQ(blocks(151).at(1).at("text").at("text"), "*🔴 " + std::string(148, 'x') + "*");
}

TEST(WecomLimit, ContentOf4096BytesThenTheLastThatFits) {
  Part part = night();
  part.message.footer.clear();
  const auto size = [&] { return body_of("wecom", part).at("markdown").at("content").get<std::string>().size(); };
  part.message.blocks.front().facts = {{"Do", {{{"支"}}}}};
  const std::size_t before = size();
  part.message.blocks.front().facts.front().lines.front().front().text += std::string(4'096 - before, 'x');
  EXPECT_EQ(size(), 4'096U);
  EXPECT_TRUE(fits("wecom", part));
  part.message.blocks.front().facts.front().lines.front().front().text += 'x';
  EXPECT_FALSE(fits("wecom", part));
}

}  // namespace
}  // namespace noticed
