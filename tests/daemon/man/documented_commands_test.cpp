// The README and the guides show only commands and options that noticed(1) describes; page_test compares that page with
// the program. Checked are the lines of code blocks, and `code` within sentences, that call noticed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <regex>
#include <sstream>

#include "daemon/man/man_page.h"
#include "tests/support/file_text.h"

namespace noticed::test {
namespace {

using testing::IsEmpty;
using Words = std::vector<std::string>;

/// Lines of code blocks, and `code` within sentences.
Words code_in(const std::string& document) {
  static const std::regex kSpan("`([^`]+)`");
  Words texts;
  bool fenced = false;
  std::istringstream lines(document);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```"))
      fenced = !fenced;
    else if (fenced)
      texts.push_back(line);
    else
      for (std::sregex_iterator one(line.begin(), line.end(), kSpan), end; one != end; ++one)
        texts.push_back((*one)[1]);
  }
  return texts;
}

/// "sudo noticed status --json   # comment" -> {"status", "--json"}.
std::vector<Words> calls_in(const std::string& document) {
  static const std::regex kCall("(?:sudo (?:-u \\S+ )?)?(?:\\S*/)?noticed ([a-z-]+.*)");
  std::vector<Words> calls;
  for (const auto& text : code_in(document)) {
    std::smatch match;
    const std::string call = text.substr(0, text.find(" #"));
    if (!std::regex_match(call, match, kCall)) continue;
    std::istringstream words(match[1].str());
    calls.emplace_back(std::istream_iterator<std::string>(words), std::istream_iterator<std::string>());
  }
  return calls;
}

/// The commands and options that noticed(1) does not describe.
Words unknown_in(const std::vector<Words>& calls) {
  static const auto commands = commands_of(read_file(NOTICED_MAN "/noticed.1"));
  static const Words everywhere{"-c", "--config", "-h", "--help"};
  Words unknown;
  for (const auto& call : calls) {
    const auto command = commands.find(call.front());
    if (command == commands.end()) {
      unknown.push_back(call.front());
      continue;
    }
    Words options = everywhere;
    for (const auto& option : command->second.options) options.push_back(option.substr(0, option.find(' ')));
    for (const auto& word : call)
      if (word.starts_with("-") && word != "-" && std::find(options.begin(), options.end(), word) == options.end())
        unknown.push_back(call.front() + " " + word);
  }
  return unknown;
}

TEST(DocumentedCommands, InTheReadmeThenDescribedInTheManualPage) {
  const auto calls = calls_in(read_file(NOTICED_README));
  EXPECT_GT(calls.size(), 15U);
  EXPECT_THAT(unknown_in(calls), IsEmpty());
}

TEST(DocumentedCommands, InTheGuidesThenDescribedInTheManualPage) {
  for (const char* guide : {"operation.md", "security.md"}) {
    const auto calls = calls_in(read_file(NOTICED_GUIDES + std::string("/") + guide));
    EXPECT_FALSE(calls.empty()) << guide;
    EXPECT_THAT(unknown_in(calls), IsEmpty()) << guide;
  }
}

TEST(DocumentedCommands, UnknownCommandOrOptionThenFound) {
  const std::string document =
      "Run `noticed chek`.\n```\nsudo noticed run --twice   # --json\nbuild/release/noticed status --json\n```\n";
  EXPECT_EQ(unknown_in(calls_in(document)), (Words{"chek", "run --twice"}));
}

}  // namespace
}  // namespace noticed::test
