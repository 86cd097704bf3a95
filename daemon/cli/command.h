// A command of the program: its words, its options, what it does. Each command_NAME.cpp defines one, command_table.cpp
// lists them; help, completion and the manual's test read them there. Main thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/cli/cli.h"

namespace CLI {
class App;
}

namespace noticed {

/// Declares the options and arguments of one command. What is given fills members of the line.
class CommandOptions {
 public:
  enum Need : bool { optional, required };
  static constexpr const char* kDatabase = "database to read (default: storage.path of the configuration)";
  static constexpr const char* kPlainValue =
      "the plain value; - reads it from standard input, to keep it out of the shell's history";

  /// Both must outlive the parsing.
  CommandOptions(CLI::App& app, CommandLine& line) : app_(app), line_(line) {}

  /// --db and --json: the command reads the history and prints one thing.
  void reads_one();
  /// --db, --json and --csv: it prints a list.
  void reads_list();
  void database(const std::string& does);
  void json(const std::string& does);
  /// --limit and --after of a list that is cut.
  void page();

  /// `excludes`: an option declared before that cannot be combined with this one; empty: none.
  void flag(const std::string& name, bool CommandLine::*into, const std::string& does,
            const std::string& excludes = "");
  void option(const std::string& name, std::string CommandLine::*into, const std::string& does, Need need = optional);
  /// One of `words`.
  void word(const std::string& name, std::string CommandLine::*into, const std::string& does,
            const std::vector<std::string>& words);

  /// RESOURCE, at most one.
  void resource(Need need = optional);
  /// `least` to `most` values, in CommandLine::resources.
  void argument(const std::string& name, int least, int most, const std::string& does);
  /// Exactly one value.
  void argument(const std::string& name, std::string CommandLine::*into, const std::string& does);

  /// The last line of the help.
  void footer(const std::string& text);
  /// The footer that says what TIME is.
  void times();

 private:
  CLI::App& app_;
  CommandLine& line_;
};

struct Command {
  std::string_view name;  // as typed
  std::string_view does;  // one line of the help
  void (*declare)(CommandOptions& options);
  /// Returns the exit status. Throws CommandError or StoreError.
  int (*run)(const CommandLine& line);
};

/// All commands, in the order of --help.
std::span<const Command* const> commands();
/// Throws std::out_of_range if there is none of that name.
const Command& command_named(std::string_view name);

}  // namespace noticed
