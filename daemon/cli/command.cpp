#include "daemon/cli/command.h"

#include <CLI/CLI.hpp>

namespace noticed {

void CommandOptions::reads_one() {
  database(kDatabase);
  json("one JSON document");
}

void CommandOptions::reads_list() {
  database(kDatabase);
  json("one JSON object per line");
  app_.add_flag_callback(
          "--csv", [&line = line_] { line.form = Form::csv; }, "comma-separated values")
      ->excludes("--json");
}

void CommandOptions::database(const std::string& does) { app_.add_option("--db", line_.db, does); }

void CommandOptions::json(const std::string& does) {
  app_.add_flag_callback(
      "--json", [&line = line_] { line.form = Form::json; }, does);
}

void CommandOptions::page() {
  app_.add_option("--limit", line_.limit, "maximum number of rows (default 100)");
  option("--after", &CommandLine::after, "continue from this cursor (printed below the list, or a row's \"cursor\")");
}

void CommandOptions::flag(const std::string& name, bool CommandLine::*into, const std::string& does,
                          const std::string& excludes) {
  auto* flag = app_.add_flag(name, line_.*into, does);
  if (!excludes.empty()) flag->excludes(excludes);
}

void CommandOptions::option(const std::string& name, std::string CommandLine::*into, const std::string& does,
                            Need need) {
  app_.add_option(name, line_.*into, does)->required(need == required);
}

void CommandOptions::word(const std::string& name, std::string CommandLine::*into, const std::string& does,
                          const std::vector<std::string>& words) {
  app_.add_option(name, line_.*into, does)->check(CLI::IsMember(words));
}

void CommandOptions::resource(Need need) {
  argument("RESOURCE", need == required ? 1 : 0, 1, "service/id, a name, or the beginning of one");
}

void CommandOptions::argument(const std::string& name, int least, int most, const std::string& does) {
  app_.add_option(name, line_.resources, does)->required(least > 0)->expected(least, most);
}

void CommandOptions::argument(const std::string& name, std::string CommandLine::*into, const std::string& does) {
  option(name, into, does, required);
}

void CommandOptions::footer(const std::string& text) { app_.footer(text); }

void CommandOptions::times() { footer("TIME: 2026-11-21T14:05:09Z, 2026-11-21, 14:05, \"2h ago\""); }

}  // namespace noticed
