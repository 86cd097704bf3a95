#include "daemon/man/man_page.h"

#include <regex>
#include <sstream>
#include <stdexcept>

namespace noticed::test {
namespace {

/// "Op Fl -json | Fl -csv" names two options, "Fl -since Ar TIME" one with a value, "Ar RESOURCE" an argument.
void read_head(const std::string& line, CommandPage& command) {
  static const std::regex kOption("Fl (-?[a-z-]+)(?: Ar (\\S+))?"), kArgument("^\\.(?:Op )?Ar (\\S+)$");
  for (std::sregex_iterator found(line.begin(), line.end(), kOption), end; found != end; ++found) {
    const std::string value = (*found)[2];
    command.options.push_back("-" + (*found)[1].str() + (value.empty() ? "" : " ") + value);
  }
  if (std::smatch argument; std::regex_match(line, argument, kArgument)) command.arguments.push_back(argument[1]);
}

}  // namespace

std::map<std::string, CommandPage> commands_of(const std::string& page) {
  std::map<std::string, CommandPage> commands;
  CommandPage* command = nullptr;
  bool head = false, opens = false;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line == ".It Xo") {
      opens = true;
    } else if (opens) {
      command = &commands[line.substr(std::string(".Cm ").size())];
      opens = false;
      head = true;
    } else if (line == ".Xc") {
      head = false;
    } else if (line.starts_with(".Ss ") || line.starts_with(".Sh ")) {
      command = nullptr;
    } else if (command != nullptr && head) {
      read_head(line, *command);
    } else if (command != nullptr) {
      command->prose += line + '\n';
    }
  }
  return commands;
}

}  // namespace noticed::test
