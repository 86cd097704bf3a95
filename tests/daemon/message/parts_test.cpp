#include "daemon/message/parts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "daemon/message/plain_text.h"

namespace noticed {
namespace {

Fact fact(const std::string& label, const std::vector<std::string>& lines) {
  Fact made{label, {}};
  for (const auto& line : lines) made.lines.push_back({Span{line}});
  return made;
}

Block block(const std::string& title, std::vector<std::int64_t> members, std::vector<Fact> facts = {}) {
  Block made{Severity::info, title, std::move(facts), {}, {}};
  for (const auto seq : members) made.members.push_back({seq, members.size() > 1 ? "m" + std::to_string(seq) : ""});
  return made;
}

MessageContent message(std::vector<Block> blocks) {
  return {Severity::info, "T", {}, std::move(blocks), {Span{"footer"}}};
}

Fits at_most(std::size_t bytes) {
  return [bytes](const Part& part) { return plain_text(part).size() <= bytes; };
}

std::vector<std::int64_t> seqs(const Part& part) {
  std::vector<std::int64_t> out;
  for (const auto& shown : part.content.blocks)
    for (const auto& member : shown.members) out.push_back(member.seq);
  return out;
}

using Seqs = std::vector<std::int64_t>;

TEST(Split, WhatFitsThenOnePartAsItIs) {
  const MessageContent whole = message({block("a", {1}, {fact("When", {"now"})}), block("b", {2})});
  const auto parts = split(whole, at_most(10'000));
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0].content, whole);
  EXPECT_EQ(parts[0].number, 1U);
  EXPECT_EQ(parts[0].of, 1U);
  EXPECT_EQ(parts[0].completed, (Seqs{1, 2}));
}

TEST(Split, BlocksThatDoNotFitTogetherThenOnePartEach) {
  MessageContent whole = message({block(std::string(50, 'a'), {1}), block(std::string(50, 'b'), {2})});
  whole.notes = {{Span{"note"}}};
  const auto parts = split(whole, at_most(130));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(seqs(parts[0]), (Seqs{1}));
  EXPECT_EQ(seqs(parts[1]), (Seqs{2}));
  EXPECT_EQ(parts[1].number, 2U);
  EXPECT_EQ(parts[1].of, 2U);
  EXPECT_EQ(parts[0].content.notes.size(), 1U);
  EXPECT_TRUE(parts[1].content.notes.empty());
  EXPECT_EQ(parts[1].content.footer, whole.footer);
}

TEST(Split, PartsThenEachHasTheSeverityOfItsBlocks) {
  MessageContent whole = message({block(std::string(50, 'a'), {1}), block(std::string(50, 'b'), {2})});
  whole.blocks[1].severity = whole.severity = Severity::critical;
  const auto parts = split(whole, at_most(130));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].content.severity, Severity::info);
  EXPECT_EQ(parts[1].content.severity, Severity::critical);
}

TEST(Split, BlockWithTooManyMembersThenTheyGoOnUnderTheSameFacts) {
  const auto parts = split(message({block("many", {1, 2, 3, 4, 5}, {fact("Changed", {"x"})})}), at_most(62));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(seqs(parts[0]), (Seqs{1, 2, 3}));
  EXPECT_EQ(seqs(parts[1]), (Seqs{4, 5}));
  EXPECT_EQ(parts[1].content.blocks[0].facts, (std::vector{fact("Changed", {"x"})}));
}

TEST(Split, OneMemberWithTooManyLinesThenTheyGoOnAndItIsCompletedByTheLast) {
  const std::string line(40, 'x');
  const auto parts =
      split(message({block("long", {7}, {fact("Changed", {line, line}), fact("When", {"now"})})}), at_most(120));
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].content.blocks[0].facts, (std::vector{fact("Changed", {line})}));
  EXPECT_EQ(parts[1].content.blocks[0].facts, (std::vector{fact("Changed", {line}), fact("When", {"now"})}));
  EXPECT_EQ(parts[0].completed, Seqs{});
  EXPECT_EQ(parts[1].completed, Seqs{7});
}

TEST(Split, LineLongerThanAPartThenCutAtACharacterAndMarked) {
  std::string line;
  for (int i = 0; i < 200; ++i) line += "构";
  const auto parts = split(message({block("long", {7}, {fact("Changed", {line})})}), at_most(100));
  ASSERT_EQ(parts.size(), 1U);
  const std::string& kept = parts[0].content.blocks[0].facts[0].lines[0][0].text;
  EXPECT_TRUE(kept.ends_with("构…")) << kept;
  EXPECT_EQ(kept.size() % 3, 0U);
  EXPECT_GT(plain_text(parts[0]).size(), 91U);  // " 99/99" and less than a character are spare
}

TEST(Split, NothingFitsThenOneMemberAPartAndNothingElse) {
  MessageContent whole = message({block("a", {1}, {fact("When", {"now", "then"})}), block("b", {2, 3})});
  whole.notes = {{Span{"note"}}};
  const auto parts = split(whole, [](const Part&) { return false; });
  ASSERT_EQ(parts.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(parts[i].completed, Seqs{static_cast<std::int64_t>(i) + 1});
    EXPECT_EQ(parts[i].content.title + parts[i].content.blocks[0].title, "");
    EXPECT_TRUE(parts[i].content.blocks[0].facts.empty());
    EXPECT_TRUE(parts[i].content.notes.empty());
  }
}

TEST(Split, WhileItAsksThenNumbersAreAsLongAsTheyMayBecome) {
  bool always = true;
  split(message({block("a", {1}), block("b", {2})}), [&](const Part& part) {
    always = always && part.number == 99 && part.of == 99;
    return false;
  });
  EXPECT_TRUE(always);
}

/// Any message, with names and lines of up to two hundred characters.
MessageContent any_message(std::mt19937& random) {
  const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  const auto text = [&] {
    std::string made;
    for (unsigned left = below(200); left > 0; --left) made += below(4) == 0 ? "构" : "x";
    return made;
  };
  MessageContent made = message({});
  std::int64_t seq = 0;
  for (unsigned blocks = 1 + below(6); blocks > 0; --blocks) {
    std::vector<std::int64_t> members;
    for (unsigned left = 1 + below(3) * below(30); left > 0; --left) members.push_back(++seq);
    made.blocks.push_back(block(text(), members));
    for (unsigned facts = below(4); facts > 0; --facts) {
      made.blocks.back().facts.push_back(fact("F", {}));
      for (unsigned lines = 1 + below(5); lines > 0; --lines)
        made.blocks.back().facts.back().lines.push_back({Span{text()}, Span{text(), Style::strong}});
    }
  }
  if (below(2) == 0) made.notes = {{Span{text()}}};
  return made;
}

TEST(Split, AnyMessageAndLimitThenEveryPartFitsAndEveryMemberIsToldOnceInOrder) {
  std::mt19937 random(20'261'121);
  for (int round = 0; round < 150; ++round) {
    const MessageContent whole = any_message(random);
    const Fits fits = at_most(80 + random() % 2'000);
    Seqs told;
    Seqs completed;
    for (const auto& part : split(whole, fits)) {
      EXPECT_TRUE(fits(part)) << round << "\n" << plain_text(part);
      for (const auto seq : seqs(part))
        if (told.empty() || told.back() != seq) told.push_back(seq);  // a long one goes on
      completed.insert(completed.end(), part.completed.begin(), part.completed.end());
    }
    const Seqs all = seqs({whole, 1, 1, {}});
    EXPECT_EQ(told, all) << round;
    EXPECT_EQ(completed, all) << round;
  }
}

}  // namespace
}  // namespace noticed
