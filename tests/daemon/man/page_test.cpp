// noticed(1) documents exactly what the program takes.
#include "daemon/man/man_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "daemon/cli/command_spec.h"
#include "daemon/runtime/exit_status.h"
#include "storage/model/change.h"
#include "tests/support/file_text.h"

namespace noticed::test {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAreArray;
using Words = std::vector<std::string>;

const std::string& page() {
  static const std::string text = read_file(NOTICED_MAN "/noticed.1");
  return text;
}

/// -c and -h are described once, for all commands.
bool is_of_every_command(const OptionSpec& option) {
  return option.names.front() == "-c" || option.names.front() == "-h";
}

std::string as_typed(const OptionSpec& option) {
  return option.names.back() + (option.value.empty() ? "" : " ") + option.value;
}

TEST(ManualPage, EachCommandStandsInItAndNoOther) {
  Words written, real;
  for (const auto& [name, ignored] : commands_of(page())) written.push_back(name);
  for (const auto& command : command_specs()) real.push_back(command.name);
  EXPECT_THAT(written, UnorderedElementsAreArray(real));
}

TEST(ManualPage, EachOptionAndArgumentStandsInItsCommandsHead) {
  const auto commands = commands_of(page());
  for (const auto& command : command_specs()) {
    const auto found = commands.find(command.name);
    if (found == commands.end()) continue;  // checked by another test
    Words options, arguments;
    for (const auto& option : command.options)
      if (!is_of_every_command(option)) options.push_back(as_typed(option));
    for (const auto& argument : command.arguments) arguments.insert(arguments.end(), argument.most, argument.name);
    EXPECT_THAT(found->second.options, UnorderedElementsAreArray(options)) << command.name;
    EXPECT_EQ(found->second.arguments, arguments) << command.name;
  }
}

TEST(ManualPage, EachOptionIsExplained) {
  const auto commands = commands_of(page());
  for (const auto& command : command_specs()) {
    const auto found = commands.find(command.name);
    if (found == commands.end()) continue;
    for (const auto& option : command.options) {
      const std::string name = "Fl -" + option.names.back().substr(2);
      const bool shared = option.names.back() == "--db" || option.value.empty();
      const bool general = page().find("\n.It " + name) != std::string::npos;
      const bool known =
          std::regex_search(found->second.prose, std::regex(name + "(?![a-z-])")) || is_of_every_command(option);
      EXPECT_TRUE(known || (shared && general)) << command.name << " " << option.names.back();
    }
  }
}

TEST(ManualPage, EachWordOfAClosedSetStandsInIt) {
  Words words{"build", "pipeline", "check", "repo", "new", "ok", "failing", "unreachable", "gone", "retired"};
  for (auto effect = Effect::muted; effect <= Effect::unrecognized;
       effect = static_cast<Effect>(static_cast<int>(effect) + 1))
    words.emplace_back(to_text(effect));
  for (const auto& command : command_specs())
    for (const auto& option : command.options) words.insert(words.end(), option.words.begin(), option.words.end());
  for (const auto& word : words)
    EXPECT_TRUE(std::regex_search(page(), std::regex("\n(\\.Sy [^\n]*|[^\n]*Sy )\\b" + word + "\\b"))) << word;
}

TEST(ManualPage, EachExitStatusStandsInIt) {
  for (const int status : {kExitGood, kExitNo, kExitUsage, kExitData, kExitNoSuchThing, kExitUnavailable, kExitIo,
                           kExitPermission, kExitConfig})
    EXPECT_THAT(page(), HasSubstr("\n.It " + std::to_string(status) + "\n"));
}

TEST(PageReader, HeadThenOptionsWithValuesAndArguments) {
  const auto commands = commands_of(
      ".It Xo\n.Cm diff\n.Op Fl -json | Fl -csv\n.Op Fl -to Ar TIME\n.Ar A\n.Op Ar A\n.Xc\n"
      "What differs.\n.Ss Other\nnot this\n");
  const auto& diff = commands.at("diff");
  EXPECT_EQ(diff.options, (Words{"--json", "--csv", "--to TIME"}));
  EXPECT_EQ(diff.arguments, (Words{"A", "A"}));
  EXPECT_EQ(diff.prose, "What differs.\n");
}

}  // namespace
}  // namespace noticed::test
