#include "daemon/man/completion_tables.h"

#include <map>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "daemon/cli/command_spec.h"
#include "storage/model/change.h"
#include "storage/model/service.h"
#include "tests/support/services.h"

namespace noticed::test {
namespace {

using Words = std::vector<std::string>;

std::string join(const Words& words, const std::string& between) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : between) + word;
  return text;
}

/// Every channel that a section is named after; "*" and status are not channels.
Words channels() {
  Words found{"wechat"};  // Check's, which has no section
  for (const auto service : {service::pipeline, service::repo})
    for (const auto section : sections_of(service))
      if (section != "status" && std::find(found.begin(), found.end(), section) == found.end())
        found.emplace_back(section);
  return found;
}

/// Allowed values, by the name of the value. Some sets are in the command line itself.
std::map<std::string, Words> closed_sets(const std::vector<CommandSpec>& specs) {
  std::map<std::string, Words> sets;
  for (const auto service : {service::build, service::pipeline, service::check, service::repo})
    sets["SERVICE"].emplace_back(to_text(service));
  sets["CHANNEL"] = channels();
  for (auto effect = Effect::muted; effect <= Effect::unrecognized;
       effect = static_cast<Effect>(static_cast<int>(effect) + 1))
    sets["EFFECT"].emplace_back(to_text(effect));
  for (const auto& command : specs)
    for (const auto& option : command.options)
      if (!option.words.empty()) sets[option.value] = option.words;
  return sets;
}

/// A shell function with one `case` branch for each.
std::string bash_function(const std::string& name, const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string text = name + "() {\n  case $1 in\n";
  for (const auto& [pattern, answer] : rows) text += "    " + pattern + ") echo '" + answer + "' ;;\n";
  return text + "  esac\n}\n";
}

/// An argument's name, repeated as often as it may be given.
std::string arguments_of(const CommandSpec& command) {
  Words names;
  for (const auto& argument : command.arguments) names.insert(names.end(), argument.most, argument.name);
  return join(names, " ");
}

/// Escaped for the brackets of an _arguments specification and for single quotes.
std::string zsh_text(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') safe += '\\';
    safe += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return safe;
}

/// ":name of the value:how to complete it".
std::string zsh_value(const std::string& takes, const std::map<std::string, Words>& sets) {
  std::string text = ":";
  for (const char c : takes) text += c == ':' ? std::string("\\:") : std::string(1, c);
  text += ':';
  if (takes == "FILE") return text + "_files";
  if (takes == "RESOURCE") return text + "_noticed_resources";
  if (const auto set = sets.find(takes); set != sets.end()) return text + "(" + join(set->second, " ") + ")";
  return text;
}

std::string zsh_option(const OptionSpec& option, const std::map<std::string, Words>& sets) {
  Words others = option.names;
  others.insert(others.end(), option.excludes.begin(), option.excludes.end());
  const std::string does = "[" + zsh_text(option.does) + "]";
  const std::string value = option.value.empty() ? "" : zsh_value(option.value, sets);
  std::string spec;
  for (const auto& name : option.names) {
    const std::string typed = name + (!option.value.empty() && name.starts_with("--") ? "=" : "");
    spec += " \\\n        '(" + join(others, " ") + ")" + typed + does + value + "'";
  }
  return spec;
}

}  // namespace

std::string bash_tables() {
  const auto specs = command_specs();
  Words commands;
  std::map<std::string, std::string> takes;
  std::vector<std::pair<std::string, std::string>> options, arguments, values, words;
  for (const auto& command : specs) {
    commands.push_back(command.name);
    Words names;
    for (const auto& option : command.options) {
      names.insert(names.end(), option.names.begin(), option.names.end());
      if (option.value.empty()) continue;
      for (const auto& name : option.names)
        if (takes.emplace(name, option.value).first->second != option.value)
          throw std::runtime_error(name + " takes different things in different commands");
    }
    options.emplace_back(command.name, join(names, " "));
    if (!command.arguments.empty()) arguments.emplace_back(command.name, arguments_of(command));
  }
  options.emplace_back("''", "-h --help --version");
  for (const auto& [name, value] : takes) values.emplace_back(name, value);
  for (const auto& [name, set] : closed_sets(specs)) words.emplace_back(name, join(set, " "));
  return "_noticed_commands() { echo '" + join(commands, " ") + "'; }\n\n" +
         bash_function("_noticed_options", options) + '\n' + bash_function("_noticed_arguments", arguments) + '\n' +
         bash_function("_noticed_takes", values) + '\n' + bash_function("_noticed_words", words);
}

std::string zsh_tables() {
  const auto specs = command_specs();
  const auto sets = closed_sets(specs);
  std::string commands = "_noticed_commands() {\n  local -a commands=(\n";
  std::string each = "_noticed_command() {\n  case $words[1] in\n";
  for (const auto& command : specs) {
    commands += "    '" + command.name + ":" + zsh_text(command.does) + "'\n";
    each += "    " + command.name + ")\n      _arguments";
    for (const auto& option : command.options) each += zsh_option(option, sets);
    for (const auto& argument : command.arguments)
      for (std::size_t i = 0; i < argument.most; ++i)
        each += " \\\n        '" + std::string(i < argument.least ? ":" : "::") +
                zsh_value(argument.name, sets).substr(1) + "'";
    each += "\n      ;;\n";
  }
  return commands + "  )\n  _describe command commands\n}\n\n" + each + "  esac\n}\n";
}

std::string with_tables(const std::string& script, const std::string& tables) {
  const std::string begin = "# made from the program: begin\n", end = "# made from the program: end\n";
  const auto from = script.find(begin), to = script.find(end);
  if (from == std::string::npos || to == std::string::npos) throw std::runtime_error("the marks are gone");
  return script.substr(0, from + begin.size()) + tables + script.substr(to);
}

}  // namespace noticed::test
