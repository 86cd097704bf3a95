// The command line's syntax as data: for shell completion, and to compare the manual page with it.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace noticed {

struct OptionSpec {
  std::vector<std::string> names;     // as typed, the short one first: "-c", "--config"
  std::string value;                  // type of its value, "TIME"; empty: a flag
  std::vector<std::string> words;     // all allowed values; empty: not a closed set
  std::vector<std::string> excludes;  // options that it cannot be combined with
  std::string does;
};

struct ArgumentSpec {
  std::string name;  // "RESOURCE"
  std::size_t least = 0, most = 0;
  std::string does;
};

struct CommandSpec {
  std::string name;
  std::string does;
  std::vector<OptionSpec> options;
  std::vector<ArgumentSpec> arguments;
};

/// Every command, in the order of --help.
std::vector<CommandSpec> command_specs();

/// Names each option's value, as in "--since TIME". By the option's name, so that an option has the same value type
/// everywhere.
void name_values(CLI::App& app);
std::vector<CommandSpec> specs_of(const CLI::App& app);

}  // namespace noticed
