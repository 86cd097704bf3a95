#include "daemon/cli/command_spec.h"

#include <CLI/CLI.hpp>
#include <array>
#include <string_view>

namespace noticed {
namespace {

struct ValueName {
  std::string_view option;
  const char* takes;
};
constexpr std::array kValues{
    ValueName{"config", "FILE"},     ValueName{"db", "FILE"},         ValueName{"html", "FILE"},
    ValueName{"at", "TIME"},         ValueName{"from", "TIME"},       ValueName{"to", "TIME"},
    ValueName{"since", "TIME"},      ValueName{"until", "TIME"},      ValueName{"service", "SERVICE"},
    ValueName{"channel", "CHANNEL"}, ValueName{"effect", "EFFECT"},   ValueName{"severity", "SEVERITY"},
    ValueName{"label", "KEY=VALUE"}, ValueName{"limit", "N"},         ValueName{"after", "CURSOR"},
    ValueName{"sink", "SINK"},       ValueName{"anchor", "SEQ:HEAD"}, ValueName{"match", "GLOB"}};

bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }

/// The words between the braces of "SEVERITY:{info,warning,critical}".
std::vector<std::string> words_of(const std::string& type) {
  const auto open = type.find(":{");
  if (open == std::string::npos || !type.ends_with('}')) return {};
  return CLI::detail::split(type.substr(open + 2, type.size() - open - 3), ',');
}

OptionSpec spec_of(const CLI::Option& option) {
  OptionSpec spec;
  for (const auto& name : option.get_snames()) spec.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) spec.names.push_back("--" + name);
  if (!is_flag(option)) {
    const std::string type = option.get_type_name();
    spec.value = type.substr(0, type.find(":{"));
    spec.words = words_of(type);
  }
  for (const auto* other : option.get_excludes()) spec.excludes.push_back("--" + other->get_lnames().front());
  spec.does = option.get_description();
  return spec;
}

}  // namespace

void name_values(CLI::App& app) {
  for (auto* command : app.get_subcommands([](CLI::App*) { return true; }))
    for (auto* option : command->get_options()) {
      if (option->get_positional()) option->type_name("");  // its own name is enough
      for (const auto& value : kValues)
        if (option->check_lname(std::string(value.option))) option->type_name(value.takes);
    }
}

std::vector<CommandSpec> specs_of(const CLI::App& app) {
  std::vector<CommandSpec> specs;
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    CommandSpec spec;
    spec.name = command->get_name();
    spec.does = command->get_description();
    for (const auto* option : command->get_options()) {
      if (!option->get_positional())
        spec.options.push_back(spec_of(*option));
      else
        spec.arguments.push_back({option->get_name(true), static_cast<std::size_t>(option->get_expected_min()),
                                  static_cast<std::size_t>(option->get_expected_max()), option->get_description()});
    }
    specs.push_back(std::move(spec));
  }
  return specs;
}

}  // namespace noticed
