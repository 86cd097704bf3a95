// The command line's syntax as data: for shell completion, and to compare the manual page with it.
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
  std::string value;                  // type of its value, "TIME"; empty: a flag
  std::vector<std::string> words;     // all allowed values; empty: not a closed set
  std::vector<std::string> excludes;  // options that it cannot be combined with
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

/// Names each option's value, as in "--since TIME". By the option's name, so that an option has the same value type
/// everywhere.
void name_values(CLI::App& app);
std::vector<CommandShape> shapes_of(const CLI::App& app);

}  // namespace noticed
