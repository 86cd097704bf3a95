// What daemon/man/noticed.1 documents for each command, read from its source.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace noticed::test {

struct CommandPage {
  std::vector<std::string> options;    // of the head, in order: "--since TIME", "--json"
  std::vector<std::string> arguments;  // of the head: "RESOURCE", as often as it may be given
  std::string prose;                   // below the head
};

/// From ".It Xo", ".Cm NAME" on: the head up to ".Xc", the prose up to the next command or section.
std::map<std::string, CommandPage> commands_of(const std::string& page);

}  // namespace noticed::test
