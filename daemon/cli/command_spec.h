// What the command line takes, as data: for shell completion, and to hold the manual page to it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace noticed {

struct OptionShape {
  std::vector<std::string> names;     // as typed, the short one first: "-c", "--config"
  std::string value;                  // what it takes, "TIME"; empty: it is a flag
  std::vector<std::string> words;     // all that the value may be; empty: not a closed set
  std::vector<std::string> excludes;  // names of options that it cannot stand beside
  std::string does;
};

struct ArgumentShape {
  std::string name;  // "RESOURCE"
  std::size_t least = 0, most = 0;
  std::string does;
};

struct CommandShape {
  std::string name;
  std::string does;
  std::vector<OptionShape> options;
  std::vector<ArgumentShape> arguments;
};

/// Every command, in the order of --help.
std::vector<CommandShape> command_shapes();

/// Calls what each option takes by a word that says so: --since TIME. By the option's name, so that one name takes the
/// same everywhere.
void name_values(CLI::App& app);
std::vector<CommandShape> shapes_of(const CLI::App& app);

}  // namespace noticed
